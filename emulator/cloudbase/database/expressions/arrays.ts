import { typeOf } from '../bson-types.ts'
import { isSameInExpression } from '../equality.ts'
import { requestFailed } from '../errors.ts'
import {
  binary,
  isNullish,
  listOf,
  namedOperands,
  needArray,
  needInteger,
  unary,
  variadic,
} from './operands.ts'
import type { Operator } from './scope.ts'

function elementAt(array: unknown, position: unknown): unknown {
  if (isNullish(array) || isNullish(position)) return null
  const elements = needArray(
    (type) => `$arrayElemAt's first argument must be an array, but is ${type}`,
    array,
  )
  return elements.at(needInteger("$arrayElemAt's second argument", position))
}

function concatArrays(values: readonly unknown[]): unknown {
  const all: unknown[] = []
  for (const value of values) {
    if (isNullish(value)) return null
    all.push(...needArray((type) => `$concatArrays only supports arrays, not ${type}`, value))
  }
  return all
}

function isIn(value: unknown, array: unknown): boolean {
  const elements = needArray((type) => `$in requires an array as a second argument, found: ${type}`, array)
  return elements.some((element) => isSameInExpression(element, value))
}

function indexOfArray([array, value, start = 0, end]: readonly unknown[]): unknown {
  if (isNullish(array)) return null
  const elements = needArray(
    (type) => `$indexOfArray requires an array as a first argument, found: ${type}`,
    array,
  )
  const [from, to] = range('$indexOfArray', start, end, elements.length)
  for (let at = from; at < to; at += 1) if (isSameInExpression(elements[at], value)) return at
  return -1
}

/** The part in which `$indexOfArray` and its like search. */
export function range(name: string, start: unknown, end: unknown, length: number): [number, number] {
  const from = needInteger(`${name} starting index`, start)
  const to = end === undefined ? length : needInteger(`${name} ending index`, end)
  if (from < 0 || to < 0)
    throw requestFailed(`${name} requires a nonnegative index, found: ${Math.min(from, to)}`)
  return [from, Math.min(to, length)]
}

/** Our choice: MongoDB stops at a number of bytes that it does not document. */
const RANGE_MAX = 1_000_000

function numbersFrom([start, end, step = 1]: readonly unknown[]): number[] {
  const [first, last, by] = [
    needInteger("$range's starting value", start),
    needInteger("$range's ending value", end),
    needInteger("$range's step value", step),
  ]
  if (by === 0) throw requestFailed('$range requires a non-zero step value')
  const length = Math.max(0, Math.ceil((last - first) / by))
  if (length > RANGE_MAX) throw requestFailed('$range would use too much memory')
  return Array.from({ length }, (_, at) => first + at * by)
}

function sizeOf(value: unknown): number {
  return needArray((type) => `The argument to $size must be an array, but was of type: ${type}`, value).length
}

function slice([array, first, second]: readonly unknown[], given: number): unknown {
  if (isNullish(array) || isNullish(first) || (given > 2 && isNullish(second))) return null
  const elements = needArray(
    (type) => `First argument to $slice must be an array, but is of type: ${type}`,
    array,
  )
  const from = needInteger('Second argument to $slice', first)
  if (given === 2) return from >= 0 ? elements.slice(0, from) : elements.slice(from)
  const count = needInteger('Third argument to $slice', second)
  if (count <= 0) throw requestFailed(`Third argument to $slice must be positive: ${count}`)
  const start = from >= 0 ? from : Math.max(0, elements.length + from)
  return elements.slice(start, start + count)
}

const zip: Operator = (operand, scope) => {
  const spec = namedOperands('$zip', operand, ['inputs'], ['useLongestLength', 'defaults'])
  const { inputs, useLongestLength = false, defaults } = spec
  if (!Array.isArray(inputs) || inputs.length === 0)
    throw requestFailed('$zip requires at least one input array')
  if (typeof useLongestLength !== 'boolean') throw requestFailed('useLongestLength must be a bool')
  if (defaults !== undefined && !useLongestLength) {
    throw requestFailed('cannot specify defaults unless useLongestLength is true')
  }
  if (defaults !== undefined && (!Array.isArray(defaults) || defaults.length !== inputs.length)) {
    throw requestFailed('defaults and inputs must have the same length')
  }
  const evaluates = inputs.map((input: unknown) => scope.compile(input, scope))
  const evaluateDefaults = scope.compile(defaults ?? [], scope)
  return (frame) => {
    const arrays: (readonly unknown[])[] = []
    for (const evaluate of evaluates) {
      const value = evaluate(frame)
      if (isNullish(value)) return null
      arrays.push(needArray((type) => `$zip found a non-array expression in input: ${type}`, value))
    }
    const fill = evaluateDefaults(frame)
    const lengths = arrays.map((array) => array.length)
    const length = useLongestLength ? Math.max(...lengths) : Math.min(...lengths)
    return Array.from({ length }, (_, at) =>
      arrays.map((array, input) => array[at] ?? (Array.isArray(fill) ? (fill[input] ?? null) : null)),
    )
  }
}

const sliceOperator: Operator = (operand, scope) => {
  const list = listOf('$slice', operand, 2, 3)
  const evaluates = list.map((one) => scope.compile(one, scope))
  return (frame) =>
    slice(
      evaluates.map((evaluate) => evaluate(frame)),
      list.length,
    )
}

/** MongoDB manual, "Array Expression Operators". */
export const ARRAYS: readonly (readonly [string, Operator])[] = [
  ['$arrayElemAt', binary('$arrayElemAt', elementAt)],
  ['$concatArrays', variadic('$concatArrays', concatArrays)],
  ['$in', binary('$in', isIn)],
  ['$indexOfArray', variadic('$indexOfArray', indexOfArray, 2, 4)],
  ['$isArray', unary('$isArray', Array.isArray)],
  ['$range', variadic('$range', numbersFrom, 2, 3)],
  [
    '$reverseArray',
    unary('$reverseArray', (value) =>
      isNullish(value)
        ? null
        : [
            ...needArray(
              (type) => `The argument to $reverseArray must be an array, but was of type: ${type}`,
              value,
            ),
          ].reverse(),
    ),
  ],
  ['$size', unary('$size', sizeOf)],
  ['$slice', sliceOperator],
  ['$zip', zip],
  // MongoDB 4.4; as accumulators they are older.
  ['$first', unary('$first', (value) => endOf('$first', value, 0))],
  ['$last', unary('$last', (value) => endOf('$last', value, -1))],
  ['$type', unary('$type', typeOf)],
]

function endOf(name: string, value: unknown, position: number): unknown {
  if (isNullish(value)) return null
  return needArray((type) => `${name}'s argument must be an array, but is ${type}`, value).at(position)
}
