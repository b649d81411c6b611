import { numberOf } from '../bson-types.ts'
import { compareInExpression } from '../equality.ts'
import { isNullish } from './operands.ts'
import type { Operator } from './scope.ts'

/** MongoDB manual, "$sum": what is no number does not count. */
function sum(values: readonly unknown[]): number {
  let total = 0
  for (const value of values) total += numberOf(value) ?? 0
  return total
}

function average(values: readonly unknown[]): number | null {
  const numbers = values.map(numberOf).filter((number) => number !== undefined)
  return numbers.length === 0 ? null : sum(numbers) / numbers.length
}

/** The value at one end of MongoDB's order; null and missing values do not count. */
function extreme(values: readonly unknown[], direction: 1 | -1): unknown {
  let best: unknown = null
  for (const value of values) {
    if (isNullish(value)) continue
    if (best === null || compareInExpression(value, best) * direction > 0) best = value
  }
  return best
}

/** @param lost 0 for a population, 1 for a sample */
export function deviation(values: readonly unknown[], lost: 0 | 1): number | null {
  const numbers = values.map(numberOf).filter((number) => number !== undefined)
  if (numbers.length <= lost) return null
  const mean = sum(numbers) / numbers.length
  return Math.sqrt(sum(numbers.map((number) => (number - mean) ** 2)) / (numbers.length - lost))
}

/** One operand that is an array stands for its elements, several for themselves. */
const overValues = (name: string, compute: (values: readonly unknown[]) => unknown): [string, Operator] => [
  name,
  (operand, scope) => {
    if (Array.isArray(operand) && operand.length !== 1) {
      const evaluates = operand.map((one: unknown) => scope.compile(one, scope))
      return (frame) => compute(evaluates.map((evaluate) => evaluate(frame)))
    }
    const evaluate = scope.compile(Array.isArray(operand) ? operand[0] : operand, scope)
    return (frame) => {
      const value = evaluate(frame)
      return compute(Array.isArray(value) ? value : [value])
    }
  },
]

/** MongoDB manual: accumulators that are expressions as well. */
export const STATISTICS: readonly (readonly [string, Operator])[] = [
  overValues('$sum', sum),
  overValues('$avg', average),
  overValues('$max', (values) => extreme(values, 1)),
  overValues('$min', (values) => extreme(values, -1)),
  overValues('$stdDevPop', (values) => deviation(values, 0)),
  overValues('$stdDevSamp', (values) => deviation(values, 1)),
]
