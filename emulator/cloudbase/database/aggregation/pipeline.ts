import { invalidOperator, requestFailed } from '../errors.ts'
import { rootScope } from '../expressions/compile.ts'
import { bindNow } from '../expressions/now.ts'
import { AGGREGATE_LIMIT_DEFAULT, AGGREGATE_LIMIT_MAX } from '../limits.ts'
import { type Fields, isFields } from '../values.ts'
import { bucketAuto } from './bucket-auto.ts'
import { geoNear } from './geo-near.ts'
import { bucket, group, sortByCount } from './group.ts'
import { lookup } from './lookup.ts'
import type { CompileStage, Source, Stage, StageContext, StageSpec } from './stage.ts'
import { addFields, count, limit, match, project, replaceRoot, sample, skip, sort, unwind } from './stages.ts'

/** The stages that @cloudbase/database 1.4.3 can send; `$geoNear` is apart, because it is always the first. */
const STAGES: ReadonlyMap<string, CompileStage> = new Map([
  ['$addFields', addFields],
  ['$bucket', bucket],
  ['$bucketAuto', bucketAuto],
  ['$count', count],
  ['$group', group],
  ['$limit', limit],
  ['$lookup', lookup],
  ['$match', match],
  ['$project', project],
  ['$replaceRoot', replaceRoot],
  ['$sample', sample],
  ['$skip', skip],
  ['$sort', sort],
  ['$sortByCount', sortByCount],
  ['$unwind', unwind],
])

function compileStages(stages: readonly StageSpec[], context: StageContext): Stage {
  const compiled = stages.map(({ name, operand }) => {
    if (name === '$geoNear') throw requestFailed('$geoNear is only valid as the first stage in a pipeline.')
    const compileStage = STAGES.get(name)
    if (compileStage === undefined) throw invalidOperator(`Unrecognized pipeline stage name: '${name}'`)
    return compileStage(operand, context)
  })
  return (documents, frame) => compiled.reduce((found, stage) => stage(found, frame), documents)
}

/**
 * Runs a pipeline on a collection. All that can be refused without a document is refused before one is looked at.
 *
 * @param sources the collections that a `$lookup` names
 * @param now world time, for `$$NOW`
 */
export function aggregate(
  collection: Source,
  stages: readonly StageSpec[],
  sources: StageContext['source'],
  now: number,
): readonly Fields[] {
  const context: StageContext = { scope: rootScope(now), source: sources, compileStages }
  const { find, rest } = firstStage(stages, context)
  const run = compileStages(rest, context)
  const isLimited = stages.some(({ name }) => name === '$limit')
  return run(find(collection), []).slice(0, isLimited ? AGGREGATE_LIMIT_MAX : AGGREGATE_LIMIT_DEFAULT)
}

/** What the pipeline begins with: a `$match` is for the planner, `$geoNear` finds by itself, all else wants everything. */
function firstStage(
  stages: readonly StageSpec[],
  context: StageContext,
): { find: (source: Source) => readonly Fields[]; rest: readonly StageSpec[] } {
  const [first, ...rest] = stages
  if (first?.name === '$geoNear') return { find: geoNear(first.operand), rest }
  if (first?.name !== '$match' || !isFields(first.operand)) {
    return { find: (source) => source.find({}), rest: stages }
  }
  const query = first.operand
  // Refused before a document is looked at, if it must be.
  match(query, context)
  return { find: (source) => source.find(bindNow(query, context.scope.now)), rest }
}
