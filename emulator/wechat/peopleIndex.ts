import type { Person } from './definition.ts'
import { openidsIn } from './ids.ts'
import type { WorldState } from './worldState.ts'
import { tieKey } from './worldState.ts'

/**
 * What is asked about everybody at once, worked out no oftener than people and ties change: a world of a test may have
 * a hundred thousand people, who are read page by page.
 */
export interface PeopleIndex {
  /** In the order in which they came. */
  readonly people: () => readonly Person[]
  /** The openid of somebody of this world. */
  readonly openid: (appid: string, personId: string) => string
  /** Whose openid it is; undefined for one that nobody here has. */
  readonly owner: (appid: string, openid: string) => Person | undefined
  /** Who follows, in the order of people: the same list until somebody comes, follows or leaves. */
  readonly followers: (appid: string) => readonly string[]
  /** Somebody has come, or is another now. */
  readonly peopleChanged: () => void
  readonly followersChanged: (appid: string) => void
  /** Nothing is as it was. */
  readonly forget: () => void
}

/** The openids of one app that are known so far. */
interface Known {
  readonly make: (personId: string) => string
  readonly ofPerson: Map<string, string>
  readonly owners: Map<string, string>
  /** How many people have been looked through for the owner of an openid. */
  looked: number
}

export const createPeopleIndex = (state: Pick<WorldState, 'people' | 'follows'>): PeopleIndex => {
  let everybody: readonly Person[] | undefined
  const apps = new Map<string, Known>()
  const followers = new Map<string, readonly string[]>()

  const people = (): readonly Person[] => {
    everybody ??= state.people.list()
    return everybody
  }

  const knownIn = (appid: string): Known => {
    const known = apps.get(appid) ?? {
      make: openidsIn(appid),
      ofPerson: new Map(),
      owners: new Map(),
      looked: 0,
    }
    apps.set(appid, known)
    return known
  }

  const openidIn = ({ make, ofPerson, owners }: Known, personId: string): string => {
    const known = ofPerson.get(personId)
    if (known !== undefined) return known
    const made = make(personId)
    ofPerson.set(personId, made)
    owners.set(made, personId)
    return made
  }

  /** Looks through those who were not looked at yet, and no further than needed. */
  const lookFor = (known: Known, openid: string): string | undefined => {
    const all = people()
    while (!known.owners.has(openid)) {
      const next = all[known.looked]
      if (next === undefined) return undefined
      known.looked += 1
      openidIn(known, next.id)
    }
    return known.owners.get(openid)
  }

  return {
    people,
    openid: (appid, personId) => openidIn(knownIn(appid), personId),
    owner: (appid, openid) => {
      const personId = lookFor(knownIn(appid), openid)
      return personId === undefined ? undefined : state.people.get(personId)
    },
    followers: (appid) => {
      const found =
        followers.get(appid) ??
        people().flatMap(({ id }) =>
          state.follows.get(tieKey({ personId: id, appid })) === undefined ? [] : [id],
        )
      followers.set(appid, found)
      return found
    },
    // People never leave, and those who come are the last: who was looked at stays looked at.
    peopleChanged: () => {
      everybody = undefined
      followers.clear()
    },
    followersChanged: (appid) => void followers.delete(appid),
    forget: () => {
      everybody = undefined
      followers.clear()
      apps.clear()
    },
  }
}
