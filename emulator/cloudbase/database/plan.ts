import { ObjectId } from 'bson'
import { entryKey } from './index-keys.ts'
import type { Collection, Slot } from './model.ts'
import { valueKey } from './value-key.ts'
import { type Fields, isFields } from './values.ts'

/** Where the documents that may match a query are found. */
interface Plan {
  /** Name of the index used; undefined when the whole collection is scanned. */
  readonly index: string | undefined
  readonly slots: Iterable<Slot>
  /** The index alone decides: what it finds need not be tested against the query. */
  readonly exact: boolean
}

/** Longest list of look-ups before a scan is taken to be cheaper. */
const LOOKUPS_MAX = 1000

/** Chooses `_id` first, then the declared index with the most fields that the query fixes by equality. */
export function planQuery(collection: Collection, query: Fields): Plan {
  const fixed = new Map<string, readonly unknown[]>()
  collectEqualities(query, fixed)
  const ids = fixed.get('_id')
  if (ids !== undefined) {
    const keys = new Set(ids.map(valueKey))
    const exact = Object.keys(query).length === 1 && isPureEquality(query['_id'])
    return { index: '_id_', slots: slotsById(collection, keys), exact }
  }
  let best:
    | { name: string; keys: string[]; postings: Map<string, Map<Slot, number>>; width: number }
    | undefined
  for (const { definition, postings } of collection.indexes) {
    const keys = lookups(definition.keys.map(({ field }) => fixed.get(field)))
    if (keys === undefined || definition.keys.length <= (best?.width ?? 0)) continue
    best = { name: definition.name, keys, postings, width: definition.keys.length }
  }
  if (best === undefined) return { index: undefined, slots: collection.slots.values(), exact: false }
  const slots = new Set<Slot>()
  for (const key of best.keys) for (const slot of best.postings.get(key)?.keys() ?? []) slots.add(slot)
  return { index: best.name, slots, exact: false }
}

/** Values that each field must be one of, from the query itself and the clauses of its `$and`. */
function collectEqualities(query: Fields, fixed: Map<string, readonly unknown[]>): void {
  for (const [name, condition] of Object.entries(query)) {
    if (name === '$and' && Array.isArray(condition)) {
      for (const clause of condition) if (isFields(clause)) collectEqualities(clause, fixed)
    } else if (!name.startsWith('$') && !fixed.has(name)) {
      const values = equalValues(condition)
      if (values !== undefined) fixed.set(name, values)
    }
  }
}

function equalValues(condition: unknown): readonly unknown[] | undefined {
  const values = isFields(condition)
    ? '$eq' in condition
      ? [condition['$eq']]
      : condition['$in']
    : [condition]
  return Array.isArray(values) && values.every(isFilable) ? values : undefined
}

function isPureEquality(condition: unknown): boolean {
  return !isFields(condition) || Object.keys(condition).length === 1
}

/** Values equal in the index exactly when they are equal in a query: no null (also missing), documents or patterns. */
function isFilable(value: unknown): boolean {
  if (value instanceof Date || value instanceof ObjectId) return true
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function* slotsById(collection: Collection, keys: Iterable<string>): Generator<Slot> {
  for (const key of keys) {
    const slot = collection.slots.get(key)
    if (slot !== undefined) yield slot
  }
}

/** Every combination of the fields' values, as keys of the index. */
function lookups(values: readonly (readonly unknown[] | undefined)[]): string[] | undefined {
  let entries: unknown[][] = [[]]
  for (const choices of values) {
    if (choices === undefined || entries.length * choices.length > LOOKUPS_MAX) return undefined
    entries = entries.flatMap((entry) => choices.map((choice) => [...entry, choice]))
  }
  return entries.map(entryKey)
}
