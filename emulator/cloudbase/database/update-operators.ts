import { numberOf } from './bson-types.ts'
import { compareValues } from './value-order.ts'
import { isFields } from './values.ts'

/** From the value there is, or undefined, to the new one, or undefined for no change. The operands are checked. */
export type Change = (value: unknown, operand: unknown) => unknown

const BITS: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
}

/** MongoDB manual, "$bit"; a missing field counts as 0. */
function bit(value: unknown, operand: unknown): unknown {
  let result = BigInt(numberOf(value) ?? 0)
  for (const [name, mask] of Object.entries(isFields(operand) ? operand : {})) {
    result = BITS[name]?.(result, BigInt(numberOf(mask) ?? 0)) ?? result
  }
  return Number(result)
}

const ifBeyond =
  (sign: 1 | -1): Change =>
  (value, operand) =>
    value === undefined || compareValues(operand, value) * sign > 0 ? operand : undefined

const set: Change = (_, operand) => operand

/** The operators on fields, but for `$unset` and `$rename`, which take fields away. */
export const FIELD_CHANGES: ReadonlyMap<string, Change> = new Map<string, Change>([
  ['$set', set],
  // The request gave it its time.
  ['$currentDate', set],
  ['$inc', (value, operand) => (numberOf(value) ?? 0) + (numberOf(operand) ?? 0)],
  ['$mul', (value, operand) => (numberOf(value) ?? 0) * (numberOf(operand) ?? 0)],
  ['$min', ifBeyond(-1)],
  ['$max', ifBeyond(1)],
  ['$bit', bit],
])
