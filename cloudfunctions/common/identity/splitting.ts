/** A key of the user that is split, as far as the sides depend on it. */
export interface SplitKey {
  readonly id: string
  /**
   * Whose it was before the merge: the `loser`'s, the `survivor`'s, or `nobody`'s, because it came after.
   */
  readonly before: 'loser' | 'survivor' | 'nobody'
  /** The unions that an identity has proved, by id; a union proves nothing. */
  readonly proves: readonly string[]
}

type Side = 'loser' | 'survivor'

/** Keys that each key is joined with, in both directions. */
const joinsOf = (keys: readonly SplitKey[]): ReadonlyMap<string, readonly string[]> => {
  const joins = new Map<string, string[]>(keys.map(({ id }) => [id, []]))
  for (const { id, proves } of keys) {
    for (const union of proves) {
      joins.get(id)?.push(union)
      joins.get(union)?.push(id)
    }
  }
  return joins
}

/**
 * Which keys go back to the loser: those that were its own, and those that came later and are joined with none but the
 * loser's. What is joined with both sides, or with neither, stays with the survivor. The merge itself joined the two
 * sides, so ways from a known key to a known key are not followed.
 * @returns ids of the keys that go
 */
export const losersKeys = (keys: readonly SplitKey[]): ReadonlySet<string> => {
  const joins = joinsOf(keys)
  const known = new Map<string, Side>(
    keys.flatMap(({ id, before }) => (before === 'nobody' ? [] : [[id, before] as const])),
  )
  const sidesAround = (start: string, seen: Set<string>): ReadonlySet<Side> => {
    const sides = new Set<Side>()
    const open = [start]
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen.has(id)) continue
      seen.add(id)
      for (const next of joins.get(id) ?? []) {
        const side = known.get(next)
        if (side === undefined) open.push(next)
        else sides.add(side)
      }
    }
    return sides
  }
  const going = keys.filter(({ id, before }) => {
    if (before !== 'nobody') return before === 'loser'
    const sides = sidesAround(id, new Set())
    return sides.has('loser') && !sides.has('survivor')
  })
  return new Set(going.map(({ id }) => id))
}
