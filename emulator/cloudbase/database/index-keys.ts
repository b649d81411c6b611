import { writeError } from './errors.ts'
import { child, isPosition } from './paths.ts'
import { valueKey } from './value-key.ts'
import type { Document } from './values.ts'

/** Where one indexed field stands while a document is walked; `rest` is undefined once its value is found. */
interface Cursor {
  readonly value: unknown
  readonly rest: readonly string[] | undefined
}

/** The values of one index entry, in the order of the index's fields. */
export type Entry = readonly unknown[]

/** MongoDB's entry of an empty array, which is not that of a missing field. */
export const EMPTY_ARRAY = Symbol('empty array')

/**
 * The entries of a document in an index (MongoDB manual, "Multikey Indexes"): one per element of the array on the
 * way, if there is one. All fields that meet an array must meet the same one.
 */
export function entriesOf(document: Document, paths: readonly (readonly string[])[]): Entry[] {
  return expand(paths.map((path) => ({ value: document, rest: path })))
}

/** The text under which an entry is filed. */
export function entryKey(entry: Entry): string {
  const [first] = entry
  if (entry.length === 1) return first === EMPTY_ARRAY ? 'empty' : valueKey(first)
  return JSON.stringify(entry.map((value) => (value === EMPTY_ARRAY ? 'empty' : valueKey(value))))
}

function expand(starts: readonly Cursor[]): Entry[] {
  const cursors = starts.map(advance)
  const open = cursors.filter((cursor) => cursor.rest !== undefined)
  const array = open[0]?.value
  if (!Array.isArray(array)) return [cursors.map((cursor) => cursor.value)]
  if (open.some((cursor) => cursor.value !== array)) throw writeError('cannot index parallel arrays')
  const elements: readonly unknown[] = array.length === 0 ? [EMPTY_ARRAY] : array
  return elements.flatMap((element) => expand(cursors.map((cursor) => enter(cursor, element))))
}

/** Walks down until the path ends or an array is met that has to be spread. */
function advance(cursor: Cursor): Cursor {
  let { value, rest } = cursor
  while (rest !== undefined) {
    const [segment, ...further] = rest
    if (Array.isArray(value) && (segment === undefined || !isPosition(segment))) return { value, rest }
    if (segment === undefined) return { value, rest: undefined }
    value = child(value, segment)
    rest = value === undefined ? undefined : further
  }
  return { value, rest }
}

/** One element of a spread array; an array directly inside it is a value and is not spread again. */
function enter({ value, rest }: Cursor, element: unknown): Cursor {
  if (rest === undefined) return { value, rest }
  if (rest.length === 0) return { value: element, rest: undefined }
  if (element === EMPTY_ARRAY || Array.isArray(element)) return { value: undefined, rest: undefined }
  return { value: element, rest }
}
