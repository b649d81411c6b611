import { compareInExpression } from '../equality.ts'
import { requestFailed } from '../errors.ts'
import { namedOperands } from '../expressions/operands.ts'
import type { Evaluate } from '../expressions/scope.ts'
import { valueKey } from '../value-key.ts'
import { type Fields, isFields } from '../values.ts'
import { compileOutput, type Output } from './accumulators.ts'
import type { CompileStage, Stage } from './stage.ts'

interface Group {
  readonly id: unknown
  readonly gathered: ReturnType<Output>
}

/** Gathers documents by the value of an expression, in the order in which the values first appear. */
function gather(evaluateId: Evaluate, output: Output): Stage {
  return (documents, frame) => {
    const groups = new Map<string, Group>()
    for (const document of documents) {
      frame[0] = document
      const id = evaluateId(frame) ?? null
      const key = valueKey(id)
      let group = groups.get(key)
      if (group === undefined) {
        group = { id, gathered: output() }
        groups.set(key, group)
      }
      group.gathered.add(frame)
    }
    return Array.from(groups.values(), ({ id, gathered }) => ({ _id: id, ...gathered.results() }))
  }
}

/** MongoDB manual, "$group". */
export const group: CompileStage = (operand, { scope }) => {
  if (!isFields(operand)) throw requestFailed("a group's fields must be specified in an object")
  const { _id, ...fields } = operand
  if (!('_id' in operand)) throw requestFailed('a group specification must include an _id')
  return gather(scope.compile(_id, scope), compileOutput(fields, scope))
}

const COUNT: Fields = { count: { $sum: 1 } }

/** MongoDB manual, "$sortByCount". */
export const sortByCount: CompileStage = (operand, { scope }) => {
  const isPath = typeof operand === 'string' && operand.startsWith('$')
  const isExpression = isFields(operand) && Object.keys(operand)[0]?.startsWith('$') === true
  if (!isPath && !isExpression) {
    throw requestFailed(
      'the sortByCount field must be specified as a string or as an object with an expression',
    )
  }
  const grouped = gather(scope.compile(operand, scope), compileOutput(COUNT, scope))
  return (documents, frame) =>
    [...grouped(documents, frame)].sort((a, b) => compareInExpression(b['count'], a['count']))
}

/** MongoDB manual, "$bucket": from one boundary up to the next; buckets without documents are not answered. */
export const bucket: CompileStage = (operand, { scope }) => {
  const spec = namedOperands('$bucket', operand, ['groupBy', 'boundaries'], ['default', 'output'])
  const { groupBy, boundaries, output = COUNT } = spec
  if (!Array.isArray(boundaries) || boundaries.length < 2) {
    throw requestFailed("The $bucket 'boundaries' field must have at least 2 values")
  }
  const constants = boundaries.map((one: unknown) => scope.compile(one, scope)([]))
  for (const [at, boundary] of constants.entries()) {
    if (at > 0 && compareInExpression(constants[at - 1], boundary) >= 0) {
      throw requestFailed("The 'boundaries' option to $bucket must be sorted in ascending order")
    }
  }
  if (!isFields(output)) throw requestFailed("The $bucket 'output' field must be an object")
  const evaluate = scope.compile(groupBy, scope)
  const other = 'default' in spec ? scope.compile(spec['default'], scope) : undefined
  const idOf: Evaluate = (frame) => {
    const value = evaluate(frame)
    const above = constants.findIndex((boundary) => compareInExpression(value, boundary) < 0)
    if (above > 0) return constants[above - 1]
    if (other !== undefined) return other(frame)
    throw requestFailed(
      '$switch could not find a matching branch for an input, and no default was specified.',
    )
  }
  const grouped = gather(idOf, compileOutput(output, scope))
  return (documents, frame) =>
    [...grouped(documents, frame)].sort((a, b) => compareInExpression(a['_id'], b['_id']))
}
