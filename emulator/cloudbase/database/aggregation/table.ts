import { valueAlong } from '../expressions/field-path.ts'
import { leadsTo } from '../paths.ts'
import { valueKey } from '../value-key.ts'
import type { Fields } from '../values.ts'
import type { Source } from './stage.ts'

/** Documents by the value of a field. */
export type Table = ReadonlyMap<string, readonly Fields[]>

/** Whether an index and a query agree on what equals the value. */
export const isPlain = (value: unknown) =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && !Number.isNaN(value))

/** By every value that a query by equality finds the document by: each element of an array, and the array. */
function fileForQuery(documents: readonly Fields[], path: readonly string[]): Table {
  return file(documents, (document) => {
    const keys = new Set<string>()
    leadsTo(document, path, (value) => keys.add(valueKey(value)).size === 0, true)
    return keys
  })
}

/** By the value that the field has in an expression: an array as a whole. */
export const fileForExpression = (documents: readonly Fields[], path: readonly string[]): Table =>
  file(documents, (document) => [valueKey(valueAlong(document, path, 0))])

function file(documents: readonly Fields[], keysOf: (document: Fields) => Iterable<string>): Table {
  const table = new Map<string, Fields[]>()
  for (const document of documents) {
    for (const key of keysOf(document)) {
      const others = table.get(key)
      if (others === undefined) table.set(key, [document])
      else others.push(document)
    }
  }
  return table
}

/** Finds the documents that have one of some values at a path: by an index, else by a table that is made once. */
export function finderOf(source: Source, field: string): (values: readonly unknown[]) => readonly Fields[] {
  let table: Table | undefined
  const indexed = source.hasIndex(field)
  return (values) => {
    if (indexed && values.every(isPlain)) return source.find({ [field]: { $in: values } })
    table ??= fileForQuery(source.find({}), field.split('.'))
    const [first] = values
    if (values.length === 1) return table.get(valueKey(first)) ?? []
    const found = new Set<Fields>()
    for (const value of values) for (const document of table.get(valueKey(value)) ?? []) found.add(document)
    return [...found]
  }
}
