import * as v from 'valibot'
import type { Step } from '../interleaving.ts'

const Fields = v.record(v.string(), v.unknown())
type Fields = v.InferOutput<typeof Fields>

const DataSchema = v.object({ data: v.union([v.array(Fields), Fields]) })
const StatsSchema = v.object({
  stats: v.object({ updated: v.optional(v.number()), removed: v.optional(v.number()) }),
})

/** One request of the real code, as far as it says what it is. */
export interface Asked {
  readonly method: string
  /** Undefined for what begins and ends a transaction. */
  readonly collection: string | undefined
  readonly inTransaction: boolean
  /** What it looks for: the fields of `where` or `match`, or the id of one document. */
  readonly where: Fields
  /** What it writes; of an update one. */
  readonly data: readonly Fields[]
}

const argumentOf = (steps: readonly Step[], ...methods: readonly string[]): unknown =>
  steps.find(({ method }) => methods.includes(method))?.args[0]

export const askedBy = (steps: readonly Step[]): Asked => {
  const last = steps.at(-1)
  const collection = argumentOf(steps, 'collection')
  const where = argumentOf(steps, 'where', 'match')
  const id = argumentOf(steps, 'doc')
  const written = v.safeParse(DataSchema, last?.args[0])
  return {
    method: last?.method ?? '',
    collection: typeof collection === 'string' ? collection : undefined,
    inTransaction: steps[0]?.method === 'startTransaction',
    where: v.is(Fields, where) ? where : { ...(typeof id === 'string' && { _id: id }) },
    data: written.success ? [written.output.data].flat() : [],
  }
}

/** How many documents a write changed or removed. */
export const changedBy = (reply: unknown): number => {
  const parsed = v.safeParse(StatsSchema, reply)
  return parsed.success ? (parsed.output.stats.updated ?? parsed.output.stats.removed ?? 0) : 0
}

/** Documents that a request of the SDK answered. */
export const documentsIn = (reply: unknown): readonly Fields[] => {
  const parsed = v.safeParse(DataSchema, reply)
  return parsed.success ? [parsed.output.data].flat() : []
}

/** Text of a field, unless it is a command or nothing. */
export const textOf = (fields: Fields | undefined, field: string): string | undefined => {
  const value = fields?.[field]
  return typeof value === 'string' ? value : undefined
}

/** Documents that a write outside of a transaction may touch, as `collection/id` or, for any of them, `collection/`. */
export const touchedBy = ({ collection, where, data, method }: Asked): readonly string[] => {
  if (!['add', 'update', 'remove'].includes(method)) return []
  const ids = method === 'add' ? data.map((one) => textOf(one, '_id')) : [textOf(where, '_id')]
  return ids.map((id) => `${collection}/${id ?? ''}`)
}
