import { writeError } from './errors.ts'
import { child, isPosition } from './paths.ts'
import { compareValues, EMPTY_ARRAY } from './value-order.ts'
import type { Fields } from './values.ts'

/** The values of one index entry, in the order of the index's fields. */
export type Entry = readonly unknown[]

/** Where one indexed field stands while a document is walked; `rest` is undefined once its value is found. */
interface Cursor {
  readonly value: unknown
  readonly rest: readonly string[] | undefined
}

/**
 * The entries of a document in an index (MongoDB manual, "Multikey Indexes"): one per element of the array on the
 * way, if there is one. All fields that meet an array must meet the same one.
 *
 * @param onArray told the position of every field that meets an array
 */
export function entriesOf(
  document: Fields,
  paths: readonly (readonly string[])[],
  onArray: (field: number) => void = () => {},
): Entry[] {
  return expand(
    paths.map((path) => ({ value: document, rest: path })),
    onArray,
  )
}

/** Order of entries, field by field. */
export function compareEntries(a: Entry, b: Entry, directions: readonly number[]): number {
  // Asked for every item that a search passes: no iterators here.
  for (let field = 0; field < directions.length; field += 1) {
    const order = compareValues(a[field], b[field])
    if (order !== 0) return order * (directions[field] ?? 1)
  }
  return 0
}

/** Whether two entries are the same key of the index. */
export function sameEntry(a: Entry, b: Entry): boolean {
  return a.every((value, field) => compareValues(value, b[field]) === 0)
}

function expand(starts: readonly Cursor[], onArray: (field: number) => void): Entry[] {
  const cursors = starts.map(advance)
  const array = cursors.find((cursor) => cursor.rest !== undefined)?.value
  if (!Array.isArray(array)) return [cursors.map((cursor) => cursor.value)]
  for (const [field, { rest, value }] of cursors.entries()) {
    if (rest === undefined) continue
    if (value !== array) throw writeError('cannot index parallel arrays')
    onArray(field)
  }
  const elements: readonly unknown[] = array.length === 0 ? [EMPTY_ARRAY] : array
  return elements.flatMap((element) =>
    expand(
      cursors.map((cursor) => enter(cursor, element)),
      onArray,
    ),
  )
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
