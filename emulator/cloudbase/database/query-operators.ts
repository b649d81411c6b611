import { isOfType, numberOf, parseType } from './bson-types.ts'
import { isSame } from './equality.ts'
import { requestFailed } from './errors.ts'
import type { Test } from './paths.ts'
import { toRegExp } from './regexp.ts'
import { valueKey } from './value-key.ts'
import { compareValues, RANK_NULL, rankOf } from './value-order.ts'

/** What an operator asks of a value. */
export interface Question {
  readonly test: Test
  /** Arrays at the end of a path are asked as a whole only, not element by element. */
  readonly whole?: boolean
  /** True where the test is not. */
  readonly negated?: boolean
}

type ToQuestion = (operand: unknown, field: string) => Question

const matchesPattern =
  (pattern: RegExp): Test =>
  (value) =>
    typeof value === 'string' ? pattern.test(value) : value instanceof RegExp && isSame(value, pattern)

/** An equality as a query writes it without an operator: a regular expression is a pattern there. */
export const equalTo = (operand: unknown): Test =>
  operand instanceof RegExp ? matchesPattern(operand) : (value) => isSame(value, operand)

function refusePattern(name: string, operand: unknown, field: string): void {
  if (!(operand instanceof RegExp)) return
  throw requestFailed(
    name === '$ne'
      ? "Can't have regex as arg to $ne."
      : `Can't have RegEx as arg to predicate over field '${field}'.`,
  )
}

/** MongoDB manual, "Comparison/Sort Order": only values of one type are compared; null is also a missing field. */
const ordered =
  (name: string, holds: (order: number) => boolean): ToQuestion =>
  (operand, field) => {
    refusePattern(name, operand, field)
    const rank = rankOf(operand)
    // Neither is NaN greater or less than a number, though sorting puts it first.
    if (Number.isNaN(operand)) return { test: (value) => Number.isNaN(value) && holds(0) }
    if (rank === RANK_NULL) return { test: (value) => rankOf(value) === RANK_NULL && holds(0) }
    return {
      test: (value) =>
        value !== undefined &&
        rankOf(value) === rank &&
        !Number.isNaN(value) &&
        holds(compareValues(value, operand)),
    }
  }

/** Lists longer than this are looked up, not gone through. */
const LINEAR_MAX = 8

function anyOf(name: string, operand: unknown): Test {
  if (!Array.isArray(operand)) throw requestFailed(`${name} needs an array`)
  const patterns = operand.filter((one) => one instanceof RegExp).map(matchesPattern)
  const values: readonly unknown[] = operand.filter((one) => !(one instanceof RegExp))
  if (values.length <= LINEAR_MAX) {
    const tests = [...values.map((one) => equalTo(one)), ...patterns]
    return (value) => tests.some((test) => test(value))
  }
  const keys = new Set(values.map(valueKey))
  return (value) => keys.has(valueKey(value)) || patterns.some((test) => test(value))
}

function modulo(operand: unknown): Question {
  if (!Array.isArray(operand) || operand.length !== 2) {
    throw requestFailed('malformed mod, needs to be an array of two numbers')
  }
  const [divisor, remainder] = operand.map((one: unknown) => Math.trunc(numberOf(one) ?? Number.NaN))
  if (divisor === undefined || Number.isNaN(divisor))
    throw requestFailed('malformed mod, divisor is not a number')
  if (divisor === 0) throw requestFailed('divisor cannot be 0')
  return {
    test: (value) => {
      const number = numberOf(value)
      // A remainder of -0 equals one of 0.
      return (
        number !== undefined && Number.isFinite(number) && Math.trunc(number) % divisor === (remainder || 0)
      )
    },
  }
}

function size(operand: unknown): Question {
  const length = numberOf(operand)
  if (length === undefined || !Number.isInteger(length) || length < 0) {
    throw requestFailed('$size must be a non-negative whole number')
  }
  return { test: (value) => Array.isArray(value) && value.length === length, whole: true }
}

function ofType(operand: unknown): Question {
  const operands: readonly unknown[] = Array.isArray(operand) ? operand : [operand]
  if (operands.length === 0) throw requestFailed('$type must match at least one type')
  const types = operands.map((one) => {
    const type = parseType(one)
    if (type !== undefined) return type
    throw requestFailed(
      typeof one === 'string'
        ? `Unknown type name alias: ${one}`
        : `Invalid numerical type code: ${String(one)}`,
    )
  })
  return { test: (value) => types.some((type) => isOfType(value, type)) }
}

/** MongoDB manual, "Bitwise Query Operators": a mask as a number or as a list of positions. */
const bits =
  (name: string, holds: (value: bigint, mask: bigint) => boolean): ToQuestion =>
  (operand) => {
    const positions: readonly unknown[] = Array.isArray(operand) ? operand : []
    const mask = Array.isArray(operand)
      ? positions.reduce<bigint>((sum, one) => sum | (1n << BigInt(Math.min(natural(name, one), 63))), 0n)
      : BigInt(natural(name, operand))
    return {
      test: (value) => typeof value === 'number' && Number.isInteger(value) && holds(BigInt(value), mask),
    }
  }

function natural(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value
  throw requestFailed(`${name} takes an Array, a number, or a BinData but received: ${String(value)}`)
}

/** The operators that ask one thing of a value. */
export const QUESTIONS: ReadonlyMap<string, ToQuestion> = new Map<string, ToQuestion>([
  ['$eq', (operand) => ({ test: (value) => isSame(value, operand) })],
  [
    '$ne',
    (operand, field) => {
      refusePattern('$ne', operand, field)
      return { test: (value) => isSame(value, operand), negated: true }
    },
  ],
  ['$gt', ordered('$gt', (order) => order > 0)],
  ['$gte', ordered('$gte', (order) => order >= 0)],
  ['$lt', ordered('$lt', (order) => order < 0)],
  ['$lte', ordered('$lte', (order) => order <= 0)],
  ['$in', (operand) => ({ test: anyOf('$in', operand) })],
  ['$nin', (operand) => ({ test: anyOf('$nin', operand), negated: true })],
  ['$exists', (operand) => ({ test: (value) => value !== undefined, negated: !isTrueFlag(operand) })],
  ['$type', ofType],
  ['$size', size],
  ['$mod', modulo],
  ['$bitsAllSet', bits('$bitsAllSet', (value, mask) => (value & mask) === mask)],
  ['$bitsAnySet', bits('$bitsAnySet', (value, mask) => (value & mask) !== 0n)],
  ['$bitsAllClear', bits('$bitsAllClear', (value, mask) => (value & mask) === 0n)],
  ['$bitsAnyClear', bits('$bitsAnyClear', (value, mask) => (value & mask) !== mask)],
])

const isTrueFlag = (value: unknown) => value !== false && value !== 0 && value !== null

/** `$regex` with the `$options` beside it. */
export function patternOf(pattern: unknown, options: unknown): Question {
  const source = pattern instanceof RegExp ? pattern.source : pattern
  if (typeof source !== 'string') throw requestFailed('$regex has to be a string')
  if (options !== undefined && typeof options !== 'string') throw requestFailed('$options has to be a string')
  const compiled = pattern instanceof RegExp && options === undefined ? pattern : toRegExp(source, options)
  return { test: matchesPattern(compiled) }
}
