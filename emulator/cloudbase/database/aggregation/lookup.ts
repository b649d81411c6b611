import { requestFailed } from '../errors.ts'
import { parsePath, valueAlong } from '../expressions/field-path.ts'
import { namedOperands } from '../expressions/operands.ts'
import { checkVariable, type Frame, withVariables } from '../expressions/scope.ts'
import { valueKey } from '../value-key.ts'
import { type Fields, isFields } from '../values.ts'
import { type SplitMatch, splitMatch } from './join.ts'
import { parseStages } from './parse.ts'
import { withValueAt } from './set-path.ts'
import type { CompileStage, Source, StageContext } from './stage.ts'
import { fileForExpression, finderOf, isPlain, type Table } from './table.ts'

/** For the documents of one run: what each of them is joined with. */
type Join = (frame: Frame) => (document: Fields) => readonly unknown[]

/** MongoDB manual, "$lookup": by a field of both, or by a pipeline. */
export const lookup: CompileStage = (operand, context) => {
  const optional = ['localField', 'foreignField', 'let', 'pipeline']
  const spec = namedOperands('$lookup', operand, ['from', 'as'], optional)
  const { from, as } = spec
  if (typeof from !== 'string' || typeof as !== 'string') {
    throw requestFailed("$lookup arguments 'from' and 'as' must be strings")
  }
  const join = 'pipeline' in spec ? byPipeline(from, spec, context) : byField(from, spec, context)
  const path = parsePath(as)
  return (documents, frame) => {
    const find = join(frame)
    return documents.map((document) => withValueAt(document, path, find(document)))
  }
}

function byField(from: string, spec: Fields, { source }: StageContext): Join {
  const { localField, foreignField } = spec
  if (typeof localField !== 'string' || typeof foreignField !== 'string' || 'let' in spec) {
    throw requestFailed(
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    )
  }
  const local = parsePath(localField)
  parsePath(foreignField)
  return () => {
    const find = finderOf(source(from), foreignField)
    return (document) => {
      const value = valueAlong(document, local, 0)
      return find(Array.isArray(value) ? value : [value])
    }
  }
}

function byPipeline(from: string, spec: Fields, context: StageContext): Join {
  const { let: variables = {}, pipeline } = spec
  if ('localField' in spec || 'foreignField' in spec) {
    throw requestFailed("$lookup with 'pipeline' may not specify 'localField' or 'foreignField'")
  }
  if (!isFields(variables)) throw requestFailed("$lookup argument 'let' must be an object")
  const { scope } = context
  const names = Object.keys(variables).map(checkVariable)
  const values = names.map((name) => scope.compile(variables[name], scope))
  const reads = new Set<number>()
  const inner = { ...withVariables(scope, names), reads }
  const { split, rest } = firstMatch(parseStages(pipeline), inner)
  const run = context.compileStages(rest, { ...context, scope: inner })
  for (const place of reads) if (place < scope.free) scope.reads.add(place)
  const isCorrelated = [...reads].some((place) => place > 0 && place < inner.free)

  return (frame) => {
    const candidates = candidatesIn(context.source(from), split)
    let same: readonly Fields[] | undefined
    return (document) => {
      frame[0] = document
      const bound = frame.slice(0, scope.free)
      for (const [at, value] of values.entries()) bound[scope.free + at] = value(frame)
      if (isCorrelated) return run(candidates(bound), bound)
      // A pipeline that names no variable finds the same for every document; MongoDB runs it once, too.
      same ??= run(candidates(bound), bound)
      return same
    }
  }
}

/** The first `$match` taken apart; what is left of it stays in front of the other stages. */
function firstMatch(
  stages: ReturnType<typeof parseStages>,
  scope: StageContext['scope'],
): { readonly split: SplitMatch; readonly rest: ReturnType<typeof parseStages> } {
  const [first, ...others] = stages
  if (first?.name !== '$match' || !isFields(first.operand)) {
    return { split: { constant: {}, correlated: undefined, join: undefined }, rest: stages }
  }
  const split = splitMatch(first.operand, scope)
  if (split.correlated === undefined) return { split, rest: others }
  return { split, rest: [{ name: '$match', operand: split.correlated }, ...others] }
}

/**
 * The documents on which the pipeline runs. Those that match the constant part are found once; a field that must
 * equal something of the outer document is looked up, in an index or in a table of them.
 */
function candidatesIn(source: Source, { constant, join }: SplitMatch): (frame: Frame) => readonly Fields[] {
  let all: readonly Fields[] | undefined
  let table: Table | undefined
  const constants = () => {
    all ??= source.find(constant)
    return all
  }
  if (join === undefined) return constants
  const { field, path, value } = join
  const indexed = source.hasIndex(field)
  return (frame) => {
    const wanted = value(frame)
    if (indexed && isPlain(wanted)) {
      const byField = { [field]: wanted }
      return source.find(Object.keys(constant).length === 0 ? byField : { $and: [byField, constant] })
    }
    table ??= fileForExpression(constants(), path)
    return table.get(valueKey(wanted)) ?? []
  }
}
