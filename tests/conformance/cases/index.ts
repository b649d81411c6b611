import type { ConformanceCase } from '../case.ts'
import { ACCUMULATORS } from './accumulators.ts'
import { ARRAY_CHANGES } from './arrayChanges.ts'
import { ARRAY_PUSH } from './arrayPush.ts'
import { CLOUD_CALLS } from './cloudCalls.ts'
import { DATES_AND_TEXT } from './datesAndText.ts'
import { DOCUMENTS } from './documents.ts'
import { DOCUMENTS_ADDED } from './documentsAdded.ts'
import { EXPRESSION_ARITHMETIC } from './expressionArithmetic.ts'
import { EXPRESSION_DATES } from './expressionDates.ts'
import { EXPRESSION_EDGES } from './expressionEdges.ts'
import { EXPRESSION_LISTS } from './expressionLists.ts'
import { EXPRESSION_LOGIC } from './expressionLogic.ts'
import { EXPRESSION_OBJECTS } from './expressionObjects.ts'
import { EXPRESSION_TEXTS } from './expressionTexts.ts'
import { FUNCTIONS } from './functions.ts'
import { GEO_QUERIES } from './geoQueries.ts'
import { GEO_SHAPES } from './geoShapes.ts'
import { LIMITS } from './limits.ts'
import { LOOKUP } from './lookup.ts'
import { MALFORMED_IN_SDK } from './malformedInSdk.ts'
import { MALFORMED_PIPELINES } from './malformedPipelines.ts'
import { MALFORMED_REQUESTS } from './malformedRequests.ts'
import { MISSING_COLLECTIONS } from './missingCollections.ts'
import { QUERY_ARRAYS } from './queryArrays.ts'
import { QUERY_COMPARISON } from './queryComparison.ts'
import { QUERY_EDGES } from './queryEdges.ts'
import { QUERY_LOGIC } from './queryLogic.ts'
import { READING } from './reading.ts'
import { STAGE_EDGES } from './stageEdges.ts'
import { STAGE_GROUPING } from './stageGrouping.ts'
import { STAGE_SHAPING } from './stageShaping.ts'
import { STORAGE } from './storage.ts'
import { TRANSACTION_CONFLICTS } from './transactionConflicts.ts'
import { TRANSACTION_OUTCOME } from './transactionOutcome.ts'
import { TRANSACTION_VIEW } from './transactionView.ts'
import { UNIQUE_INDEXES } from './uniqueIndexes.ts'
import { UPDATE_EDGES } from './updateEdges.ts'
import { UPDATE_FIELDS } from './updateFields.ts'
import { UPDATE_REFUSALS } from './updateRefusals.ts'

/** Every case, in the order in which they run. */
export const CASES: readonly ConformanceCase[] = [
  ...DOCUMENTS_ADDED,
  ...DOCUMENTS,
  ...QUERY_COMPARISON,
  ...QUERY_LOGIC,
  ...QUERY_ARRAYS,
  ...QUERY_EDGES,
  ...UPDATE_FIELDS,
  ...UPDATE_REFUSALS,
  ...UPDATE_EDGES,
  ...ARRAY_PUSH,
  ...ARRAY_CHANGES,
  ...READING,
  ...DATES_AND_TEXT,
  ...GEO_SHAPES,
  ...GEO_QUERIES,
  ...STAGE_SHAPING,
  ...STAGE_GROUPING,
  ...EXPRESSION_ARITHMETIC,
  ...EXPRESSION_LISTS,
  ...EXPRESSION_LOGIC,
  ...EXPRESSION_OBJECTS,
  ...EXPRESSION_TEXTS,
  ...EXPRESSION_DATES,
  ...ACCUMULATORS,
  ...EXPRESSION_EDGES,
  ...STAGE_EDGES,
  ...LOOKUP,
  ...TRANSACTION_OUTCOME,
  ...TRANSACTION_VIEW,
  ...TRANSACTION_CONFLICTS,
  ...UNIQUE_INDEXES,
  ...MISSING_COLLECTIONS,
  ...MALFORMED_IN_SDK,
  ...MALFORMED_REQUESTS,
  ...MALFORMED_PIPELINES,
  ...LIMITS,
  ...FUNCTIONS,
  ...STORAGE,
  ...CLOUD_CALLS,
]
