import { compareInExpression } from '../equality.ts'
import { requestFailed } from '../errors.ts'
import { isFields } from '../values.ts'
import { binary, isNullish, isTrue, listOf, namedOperands, unary } from './operands.ts'
import type { Operator } from './scope.ts'

const comparison = (name: string, holds: (order: number) => boolean): [string, Operator] => [
  name,
  binary(name, (a, b) => holds(compareInExpression(a, b))),
]

const cond: Operator = (operand, scope) => {
  const {
    if: test,
    then,
    else: otherwise,
  } = isFields(operand)
    ? namedOperands('$cond', operand, ['if', 'then', 'else'])
    : Object.fromEntries(
        listOf('$cond', operand, 3, 3).map((one, at) => [['if', 'then', 'else'][at] ?? '', one]),
      )
  const [holds, yes, no] = [test, then, otherwise].map((one) => scope.compile(one, scope))
  return (frame) => (isTrue(holds?.(frame)) ? yes?.(frame) : no?.(frame))
}

const switchOver: Operator = (operand, scope) => {
  const { branches, default: otherwise } = namedOperands('$switch', operand, ['branches'], ['default'])
  if (!Array.isArray(branches)) throw requestFailed("$switch expected an array for 'branches'")
  if (branches.length === 0) throw requestFailed('$switch requires at least one branch.')
  const compiled = branches.map((branch: unknown) => {
    const { case: test, then } = namedOperands('$switch', branch, ['case', 'then'])
    return { holds: scope.compile(test, scope), answer: scope.compile(then, scope) }
  })
  const last = otherwise === undefined ? undefined : scope.compile(otherwise, scope)
  return (frame) => {
    for (const { holds, answer } of compiled) if (isTrue(holds(frame))) return answer(frame)
    if (last !== undefined) return last(frame)
    throw requestFailed(
      '$switch could not find a matching branch for an input, and no default was specified.',
    )
  }
}

const ifNull: Operator = (operand, scope) => {
  const list = listOf('$ifNull', operand, 2).map((one) => scope.compile(one, scope))
  return (frame) => {
    let value: unknown
    for (const evaluate of list) {
      value = evaluate(frame)
      if (!isNullish(value)) return value
    }
    return value
  }
}

/** MongoDB manual, "Comparison", "Boolean" and "Conditional Expression Operators". */
export const CONDITIONS: readonly (readonly [string, Operator])[] = [
  ['$cmp', binary('$cmp', (a, b) => Math.sign(compareInExpression(a, b)))],
  comparison('$eq', (order) => order === 0),
  comparison('$ne', (order) => order !== 0),
  comparison('$gt', (order) => order > 0),
  comparison('$gte', (order) => order >= 0),
  comparison('$lt', (order) => order < 0),
  comparison('$lte', (order) => order <= 0),
  ['$not', unary('$not', (value) => !isTrue(value))],
  [
    '$and',
    (operand, scope) => {
      const list = listOf('$and', operand, 0).map((one) => scope.compile(one, scope))
      return (frame) => list.every((evaluate) => isTrue(evaluate(frame)))
    },
  ],
  [
    '$or',
    (operand, scope) => {
      const list = listOf('$or', operand, 0).map((one) => scope.compile(one, scope))
      return (frame) => list.some((evaluate) => isTrue(evaluate(frame)))
    },
  ],
  ['$cond', cond],
  ['$switch', switchOver],
  ['$ifNull', ifNull],
]
