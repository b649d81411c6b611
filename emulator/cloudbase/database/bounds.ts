import { ObjectId } from 'bson'
import { toRegExp } from './regexp.ts'
import { prefixOf } from './regexp-prefix.ts'
import { compareValues, RANK_NULL, rankOf } from './value-order.ts'
import { type Fields, isFields } from './values.ts'

interface End {
  readonly value: unknown
  readonly inclusive: boolean
}

/** Values of one type between two ends, of which one may be missing. */
export interface Range {
  readonly rank: number
  readonly low?: End
  readonly high?: End
}

/** Which values of a field can match one condition: single ones, or a range. */
export type Bound =
  | { readonly kind: 'points'; readonly values: readonly unknown[] }
  | { readonly kind: 'range'; readonly range: Range }

/**
 * The bounds that a query sets on each field, by itself and by the clauses of its `$and`. Every document that matches
 * has, for each bound, an index entry within it; that two bounds are met by the same entry is not said, because the
 * elements of one array can meet one each.
 */
export function boundsOf(query: Fields): ReadonlyMap<string, readonly Bound[]> {
  const bounds = new Map<string, Bound[]>()
  collect(query, (field, bound) => {
    const others = bounds.get(field)
    if (others === undefined) bounds.set(field, [bound])
    else others.push(bound)
  })
  return bounds
}

/** Where a value lies: negative before the range, 0 in it, positive behind it. */
export function sideOf(value: unknown, { rank, low, high }: Range): number {
  const ranks = rankOf(value) - rank
  if (ranks !== 0) return ranks
  if (low !== undefined) {
    const order = compareValues(value, low.value)
    if (order < 0 || (order === 0 && !low.inclusive)) return -1
  }
  if (high === undefined) return 0
  const order = compareValues(value, high.value)
  return order > 0 || (order === 0 && !high.inclusive) ? 1 : 0
}

/** Both at once, for a field that holds one value. Ranges of two types share nothing; either will do. */
export function intersect(a: Range, b: Range): Range {
  if (a.rank !== b.rank) return a
  const low = tighter(a.low, b.low, 1)
  const high = tighter(a.high, b.high, -1)
  return { rank: a.rank, ...(low && { low }), ...(high && { high }) }
}

function tighter(a: End | undefined, b: End | undefined, sign: 1 | -1): End | undefined {
  if (a === undefined || b === undefined) return a ?? b
  const order = sign * compareValues(a.value, b.value)
  if (order !== 0) return order > 0 ? a : b
  return a.inclusive ? b : a
}

function collect(query: Fields, found: (field: string, bound: Bound) => void): void {
  for (const [name, condition] of Object.entries(query)) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const clause of condition) if (isFields(clause)) collect(clause, found)
    } else if (!name.startsWith('$')) {
      for (const [operator, operand] of operatorsOf(condition)) {
        const bound = BOUNDS.get(operator)?.(operand)
        if (bound !== undefined) found(name, bound)
      }
    }
  }
}

/** A condition that is no document of operators is an equality, or a pattern. */
function operatorsOf(condition: unknown): readonly (readonly [string, unknown])[] {
  if (condition instanceof RegExp) return [['$regex', condition]]
  if (!isFields(condition)) return [['$eq', condition]]
  const entries = Object.entries(condition)
  if (!entries.every(([name]) => name.startsWith('$'))) return []
  return entries.map(([name, operand]) =>
    name === '$regex' ? [name, asPattern(operand, condition['$options'])] : [name, operand],
  )
}

const asPattern = (pattern: unknown, options: unknown) =>
  pattern instanceof RegExp && options === undefined
    ? pattern
    : toRegExp(pattern instanceof RegExp ? pattern.source : pattern, options)

type ToBound = (operand: unknown) => Bound | undefined

const range =
  (end: (operand: unknown) => Pick<Range, 'low' | 'high'>): ToBound =>
  (operand) =>
    isPoint(operand) && rankOf(operand) !== RANK_NULL
      ? { kind: 'range', range: { rank: rankOf(operand), ...end(operand) } }
      : undefined

const BOUNDS: ReadonlyMap<string, ToBound> = new Map<string, ToBound>([
  ['$eq', (operand) => (isPoint(operand) ? { kind: 'points', values: [operand] } : undefined)],
  [
    '$in',
    (operand) =>
      Array.isArray(operand) && operand.every(isPoint) ? { kind: 'points', values: operand } : undefined,
  ],
  ['$gt', range((value) => ({ low: { value, inclusive: false } }))],
  ['$gte', range((value) => ({ low: { value, inclusive: true } }))],
  ['$lt', range((value) => ({ high: { value, inclusive: false } }))],
  ['$lte', range((value) => ({ high: { value, inclusive: true } }))],
  ['$regex', matching],
])

/**
 * Whether a value equals in a query exactly what it equals in an index. Null does: it is also the entry of a missing
 * field. Documents, arrays and patterns do not, and NaN is left to the query.
 */
function isPoint(value: unknown): boolean {
  if (value === null || value instanceof Date || value instanceof ObjectId) return true
  if (typeof value === 'number') return !Number.isNaN(value)
  return typeof value === 'string' || typeof value === 'boolean'
}

function matching(pattern: unknown): Bound | undefined {
  const prefix = pattern instanceof RegExp ? prefixOf(pattern) : ''
  if (prefix === '') return undefined
  const last = prefix.charCodeAt(prefix.length - 1)
  const low = { value: prefix, inclusive: true }
  // What follows every text with this prefix; nothing does if it ends in the last character there is.
  const next = last === 0xffff ? undefined : prefix.slice(0, -1) + String.fromCharCode(last + 1)
  const high = next === undefined ? {} : { high: { value: next, inclusive: false } }
  return { kind: 'range', range: { rank: rankOf(prefix), low, ...high } }
}
