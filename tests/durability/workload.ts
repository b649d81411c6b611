/** One change of one document. */
export type Change =
  | { readonly do: 'insert' | 'set'; readonly id: string; readonly n: number; readonly text: string }
  | { readonly do: 'increment' | 'remove'; readonly id: string }

/** What a program asks of the database and waits for. */
export type Operation =
  | { readonly do: 'transaction'; readonly changes: readonly Change[]; readonly commit: boolean }
  | { readonly do: 'one'; readonly change: Change }
  /** Several documents in one request: each is stored on its own, in this order. */
  | { readonly do: 'insert several'; readonly changes: readonly (Change & { readonly do: 'insert' })[] }
  | { readonly do: 'increment group' | 'remove group'; readonly group: number }
  | { readonly do: 'create collection'; readonly name: string }
  | { readonly do: 'create index'; readonly field: string }

export const COLLECTION = 'things'

/** Documents of group 0 to 9. */
export const groupOf = (n: number) => Math.abs(n) % 10

/** The operations of a seed, without an end: a parent process can foretell what its child does. */
export function* workload(seed: number): Generator<Operation> {
  const random = randomFrom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  let created = 0
  const newId = () => {
    created += 1
    return `${seed}-${created}`
  }
  /** Of a document that was made, though it may be gone; at first, of none. */
  const anyId = () => `${seed}-${below(created + 1)}`
  const text = () => 'x'.repeat(below(200))
  const insert = () => ({ do: 'insert', id: newId(), n: below(1000), text: text() }) as const
  const change = (): Change => {
    const kind = below(10)
    if (kind < 4) return insert()
    if (kind < 6) return { do: 'set', id: anyId(), n: below(1000), text: text() }
    return { do: kind < 9 ? 'increment' : 'remove', id: anyId() }
  }
  const several = <T>(make: () => T) => Array.from({ length: 2 + below(5) }, make)
  for (;;) {
    const kind = below(100)
    if (kind < 45) yield { do: 'transaction', changes: several(change), commit: kind < 40 }
    else if (kind < 80) yield { do: 'one', change: change() }
    else if (kind < 90) yield { do: 'insert several', changes: several(insert) }
    else if (kind < 94) yield { do: 'increment group', group: below(10) }
    else if (kind < 96) yield { do: 'remove group', group: below(10) }
    else if (kind < 98) yield { do: 'create collection', name: `c${newId()}` }
    else yield { do: 'create index', field: `f${below(1000)}` }
  }
}

/** Numbers from 0 to 1, the same ones for the same seed: the generator "mulberry32", which is in the public domain. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
