import { numberOf, typeOf } from '../bson-types.ts'
import { requestFailed } from '../errors.ts'
import { binary, dateAt, isNullish, needNumber, unary, variadic } from './operands.ts'
import type { Operator } from './scope.ts'

/** A function of one number: null for null and for a missing value. */
const ofNumber = (name: string, compute: (value: number) => number): [string, Operator] => [
  name,
  unary(name, (value) => (isNullish(value) ? null : compute(needNumber(name, value)))),
]

/** A function of two numbers: null if either is null or missing. */
const ofNumbers = (name: string, compute: (a: number, b: number) => number): [string, Operator] => [
  name,
  binary(name, (a, b) => {
    if (isNullish(a) || isNullish(b)) return null
    const [first, second] = [numberOf(a), numberOf(b)]
    if (first === undefined || second === undefined) {
      throw requestFailed(`${name} only supports numeric types, not ${typeOf(a)} and ${typeOf(b)}`)
    }
    return compute(first, second)
  }),
]

function positive(name: string, value: number): number {
  if (value > 0 || Number.isNaN(value)) return value
  throw requestFailed(`${name}'s argument must be a positive number, but is ${value}`)
}

function add(values: readonly unknown[]): unknown {
  let sum = 0
  let dates = 0
  for (const value of values) {
    if (isNullish(value)) return null
    if (value instanceof Date) {
      dates += 1
      if (dates > 1) throw requestFailed('only one date allowed in an $add expression')
      sum += value.getTime()
      continue
    }
    const number = numberOf(value)
    if (number === undefined) {
      throw requestFailed(`$add only supports numeric or date types, not ${typeOf(value)}`)
    }
    sum += number
  }
  return dates === 0 ? sum : dateAt('$add', sum)
}

function subtract(a: unknown, b: unknown): unknown {
  if (isNullish(a) || isNullish(b)) return null
  const second = numberOf(b)
  if (a instanceof Date) {
    if (b instanceof Date) return a.getTime() - b.getTime()
    if (second !== undefined) return dateAt('$subtract', a.getTime() - second)
  }
  const first = numberOf(a)
  if (first === undefined || second === undefined) {
    throw requestFailed(`can't $subtract ${typeOf(b)} from ${typeOf(a)}`)
  }
  return first - second
}

function multiply(values: readonly unknown[]): unknown {
  let product = 1
  for (const value of values) {
    if (isNullish(value)) return null
    product *= needNumber('$multiply', value)
  }
  return product
}

function nonZero(name: string, value: number): number {
  if (value === 0) throw requestFailed(`can't ${name} by zero`)
  return value
}

function power(base: number, exponent: number): number {
  if (base === 0 && exponent < 0) throw requestFailed('$pow cannot take a base of 0 and a negative exponent')
  return base ** exponent
}

function logarithm(value: number, base: number): number {
  if (value <= 0) throw requestFailed(`$log's argument must be a positive number, but is ${value}`)
  if (base <= 0 || base === 1)
    throw requestFailed(`$log's base must be a positive number not equal to 1, but is ${base}`)
  // Exact for powers of ten and two, where a quotient of natural logarithms is not.
  if (base === 10) return Math.log10(value)
  return base === 2 ? Math.log2(value) : Math.log(value) / Math.log(base)
}

/** MongoDB manual, "$round" and "$trunc": to a decimal place from -20 to 100; halves are rounded to even. */
const toPlace = (name: string, whole: (value: number) => number): [string, Operator] => [
  name,
  variadic(
    name,
    ([value, place = 0]) => {
      if (isNullish(value) || isNullish(place)) return null
      const [number, places] = [needNumber(name, value), needNumber(name, place)]
      if (!Number.isInteger(places) || places < -20 || places > 100) {
        throw requestFailed(`cannot apply ${name} with precision value ${places} value must be in [-20, 100]`)
      }
      if (!Number.isFinite(number)) return number
      // Shifted by the exponent in the text: multiplying would round 1.005 before it is asked to.
      return shift(whole(shift(number, places)), -places)
    },
    1,
    2,
  ),
]

function shift(value: number, places: number): number {
  const [digits, exponent = '0'] = String(value).split('e')
  return Number(`${digits}e${Number(exponent) + places}`)
}

function halfToEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return Math.round(value)
  return floor % 2 === 0 ? floor : floor + 1
}

/** MongoDB manual, "Arithmetic Expression Operators". */
export const ARITHMETIC: readonly (readonly [string, Operator])[] = [
  ofNumber('$abs', Math.abs),
  ofNumber('$ceil', Math.ceil),
  ofNumber('$exp', Math.exp),
  ofNumber('$floor', Math.floor),
  ofNumber('$ln', (value) => Math.log(positive('$ln', value))),
  ofNumber('$log10', (value) => Math.log10(positive('$log10', value))),
  ofNumber('$sqrt', (value) => {
    if (value < 0) throw requestFailed("$sqrt's argument must be greater than or equal to 0")
    return Math.sqrt(value)
  }),
  ofNumbers('$divide', (a, b) => a / nonZero('$divide', b)),
  ofNumbers('$mod', (a, b) => a % nonZero('$mod', b)),
  ofNumbers('$pow', power),
  ofNumbers('$log', logarithm),
  toPlace('$round', halfToEven),
  toPlace('$trunc', Math.trunc),
  ['$add', variadic('$add', add)],
  ['$subtract', binary('$subtract', subtract)],
  ['$multiply', variadic('$multiply', multiply)],
]
