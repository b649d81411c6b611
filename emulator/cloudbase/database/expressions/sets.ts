import { requestFailed } from '../errors.ts'
import { valueKey } from '../value-key.ts'
import { binary, isNullish, isTrue, needArray, unary, variadic } from './operands.ts'
import type { Operator } from './scope.ts'

/** Distinct values in the order of their first appearance; MongoDB promises no order. */
const distinct = (values: Iterable<unknown>) => new Map([...values].map((value) => [valueKey(value), value]))

const asSet = (name: string, value: unknown) =>
  distinct(
    needArray((type) => `All operands of ${name} must be arrays. One argument is of type: ${type}`, value),
  )

function intersection(values: readonly unknown[]): unknown {
  if (values.some(isNullish)) return null
  const [first, ...others] = values.map((value) => asSet('$setIntersection', value))
  return [...(first ?? new Map<string, unknown>())]
    .filter(([key]) => others.every((other) => other.has(key)))
    .map(([, value]) => value)
}

function union(values: readonly unknown[]): unknown {
  if (values.some(isNullish)) return null
  return [...distinct(values.flatMap((value) => [...asSet('$setUnion', value).values()])).values()]
}

function difference(a: unknown, b: unknown): unknown {
  if (isNullish(a) || isNullish(b)) return null
  const taken = asSet('$setDifference', b)
  return [...asSet('$setDifference', a)].filter(([key]) => !taken.has(key)).map(([, value]) => value)
}

function equals(values: readonly unknown[]): boolean {
  if (values.length < 2) throw requestFailed('$setEquals needs at least two arguments had: 1')
  const [first, ...others] = values.map((value) => asSet('$setEquals', value))
  return others.every(
    (other) => other.size === first?.size && [...other.keys()].every((key) => first.has(key)),
  )
}

function isSubset(a: unknown, b: unknown): boolean {
  const whole = asSet('$setIsSubset', b)
  return [...asSet('$setIsSubset', a).keys()].every((key) => whole.has(key))
}

const elements = (name: string, value: unknown) =>
  needArray((type) => `${name}'s argument must be an array, but is ${type}`, value)

/** MongoDB manual, "Set Expression Operators". */
export const SETS: readonly (readonly [string, Operator])[] = [
  ['$setIntersection', variadic('$setIntersection', intersection)],
  ['$setUnion', variadic('$setUnion', union)],
  ['$setDifference', binary('$setDifference', difference)],
  ['$setEquals', variadic('$setEquals', equals)],
  ['$setIsSubset', binary('$setIsSubset', isSubset)],
  [
    '$allElementsTrue',
    unary('$allElementsTrue', (value) => elements('$allElementsTrue', value).every(isTrue)),
  ],
  ['$anyElementTrue', unary('$anyElementTrue', (value) => elements('$anyElementTrue', value).some(isTrue))],
]
