import { numberOf, typeOf } from '../bson-types.ts'
import { requestFailed } from '../errors.ts'
import { type Fields, isFields } from '../values.ts'
import type { Evaluate, Operator, Scope } from './scope.ts'

/** Null and a missing value: most operators answer null to either. */
export const isNullish = (value: unknown) => value === undefined || value === null

/** MongoDB manual, "Aggregation Expressions", boolean operators: null, 0 and a missing value are false as well. */
export function isTrue(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  return !isNullish(value) && numberOf(value) !== 0
}

/** Operands of an operator that takes a list; one that is no list stands for itself. */
export function listOf(
  name: string,
  operand: unknown,
  least: number,
  most = Number.POSITIVE_INFINITY,
): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(operand) ? operand : [operand]
  if (list.length >= least && list.length <= most) return list
  throw requestFailed(
    least === most
      ? `Expression ${name} takes exactly ${least} arguments. ${list.length} were passed in.`
      : `Expression ${name} takes at least ${least} arguments, and at most ${most}, but ${list.length} were passed in.`,
  )
}

/** An operator of one value. */
export const unary =
  (name: string, compute: (value: unknown) => unknown): Operator =>
  (operand, scope) => {
    const evaluate = scope.compile(listOf(name, operand, 1, 1)[0], scope)
    return (frame) => compute(evaluate(frame))
  }

/** An operator of two values. */
export const binary =
  (name: string, compute: (a: unknown, b: unknown) => unknown): Operator =>
  (operand, scope) => {
    const [first, second] = listOf(name, operand, 2, 2)
    const a = scope.compile(first, scope)
    const b = scope.compile(second, scope)
    return (frame) => compute(a(frame), b(frame))
  }

/** An operator of a list of values. */
export const variadic =
  (
    name: string,
    compute: (values: unknown[]) => unknown,
    least = 0,
    most = Number.POSITIVE_INFINITY,
  ): Operator =>
  (operand, scope) => {
    const evaluates = listOf(name, operand, least, most).map((one) => scope.compile(one, scope))
    return (frame) => compute(evaluates.map((evaluate) => evaluate(frame)))
  }

/** The named operands of an operator, checked; what they are is not. */
export function namedOperands(
  name: string,
  operand: unknown,
  required: readonly string[],
  optional: readonly string[] = [],
): Fields {
  if (!isFields(operand)) throw requestFailed(`${name} only supports an object as its argument`)
  for (const key of Object.keys(operand)) {
    if (!required.includes(key) && !optional.includes(key)) {
      throw requestFailed(`Unrecognized argument to ${name}: ${key}`)
    }
  }
  for (const key of required) {
    if (!Object.hasOwn(operand, key)) throw requestFailed(`Missing '${key}' parameter to ${name}`)
  }
  return operand
}

/** The named operands compiled, by name; what is not given evaluates to a missing value. */
export function compileNamed(fields: Fields, scope: Scope): (name: string) => Evaluate {
  const compiled = new Map(
    Object.entries(fields).map(([name, expression]) => [name, scope.compile(expression, scope)]),
  )
  return (name) => compiled.get(name) ?? (() => undefined)
}

/** A date, unless it lies beyond what JavaScript and ISO text can tell. */
export function dateAt(name: string, instant: number): Date {
  const date = new Date(Math.round(instant))
  if (Number.isNaN(date.getTime())) throw requestFailed(`date overflow in ${name}`)
  return date
}

/** A number, or MongoDB's complaint. */
export function needNumber(name: string, value: unknown): number {
  const number = numberOf(value)
  if (number === undefined) throw requestFailed(`${name} only supports numeric types, not ${typeOf(value)}`)
  return number
}

/** A number without a fraction, within 32 bits. */
export function needInteger(what: string, value: unknown): number {
  const number = numberOf(value)
  if (number === undefined || !Number.isInteger(number) || Math.abs(number) > 2 ** 31) {
    throw requestFailed(`${what} must be representable as a 32-bit integer, found ${typeOf(value)}`)
  }
  return number
}

export function needArray(message: (type: string) => string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw requestFailed(message(typeOf(value)))
}

export function needText(message: (type: string) => string, value: unknown): string {
  if (typeof value === 'string') return value
  throw requestFailed(message(typeOf(value)))
}
