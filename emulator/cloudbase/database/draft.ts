import { encodeForStorage } from './ejson.ts'
import { writeError } from './errors.ts'
import { isPosition } from './paths.ts'
import { type Document, type Fields, isFields } from './values.ts'

/** MongoDB's own limit of the nulls that setting an element adds before it. */
const BACKFILL_MAX = 1_500_000

/** A document under change. It shares with the original all that is not changed. */
export interface Draft {
  readonly set: (path: readonly string[], value: unknown) => void
  readonly unset: (path: readonly string[]) => void
  /** The original itself if nothing was changed. */
  readonly result: () => Document
}

type Container = Record<string, unknown> | unknown[]

export function createDraft(document: Document): Draft {
  const own = new Set<unknown>()
  let root: Record<string, unknown> | undefined

  const copyOf = (value: unknown): Container => {
    const copy: Container = Array.isArray(value) ? [...value] : isFields(value) ? { ...value } : {}
    own.add(copy)
    return copy
  }
  const rootOf = () => {
    if (root === undefined) {
      root = { ...document }
      own.add(root)
    }
    return root
  }
  /** The container of the last segment, with everything on the way to it ready to be changed. */
  const containerOf = (path: readonly string[]): Container => {
    let at: Container = rootOf()
    for (const segment of path.slice(0, -1)) {
      const inner = get(at, segment)
      const isContainer = isFields(inner) || Array.isArray(inner)
      const next: Container = isContainer && isOwn(own, inner) ? inner : copyOf(inner)
      if (next !== inner) put(at, segment, next)
      at = next
    }
    return at
  }

  return {
    set(path, value) {
      if (isUnchanged(valueAt(root ?? document, path), value)) return
      put(containerOf(path), path.at(-1) ?? '', value)
    },
    unset(path) {
      if (valueAt(root ?? document, path) === undefined) return
      const container = containerOf(path)
      const last = path.at(-1) ?? ''
      // MongoDB manual, "$unset": an element of an array gives way to null.
      if (Array.isArray(container)) put(container, last, null)
      else delete container[last]
    },
    result: () => (root === undefined ? document : { ...root, _id: document._id }),
  }
}

const isOwn = (own: ReadonlySet<unknown>, value: unknown): value is Container => own.has(value)

function get(container: Fields | readonly unknown[], segment: string): unknown {
  if (isFields(container)) return Object.hasOwn(container, segment) ? container[segment] : undefined
  return isPosition(segment) ? container[Number(segment)] : undefined
}

function valueAt(fields: Fields, path: readonly string[]): unknown {
  let value: unknown = fields
  for (const segment of path) {
    if (!isFields(value) && !Array.isArray(value)) return undefined
    value = get(value, segment)
  }
  return value
}

function put(container: Container, segment: string, value: unknown): void {
  if (!Array.isArray(container)) {
    container[segment] = value
    return
  }
  const position = Number(segment)
  if (position - container.length > BACKFILL_MAX) {
    throw writeError(`can't backfill more than ${BACKFILL_MAX} elements of an array`)
  }
  while (container.length < position) container.push(null)
  container[position] = value
}

function isUnchanged(before: unknown, after: unknown): boolean {
  if (typeof before !== 'object' || typeof after !== 'object') return Object.is(before, after)
  return before === after || encodeForStorage(before) === encodeForStorage(after)
}
