import type { StoreWorld } from '../storeWorld.ts'
import type { Stage } from './stage.ts'
import { sealing } from './stage.ts'

/**
 * Fields that say when something happened, how often it was tried or what was in between. They rightly differ after a
 * cut: `place` and the ids of jobs and notes are made of chance and time.
 */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'createdAt',
  'version',
  'firstSeen',
  'lastSeen',
  'at',
  'undoUntil',
  'firstPassAt',
  'requestedAt',
  'due',
  'leaseUntil',
  'attempts',
  'lastError',
  'place',
  'usersUntil',
])

/** Their ids are made of versions, times or chance. */
const NAMELESS: ReadonlySet<string> = new Set(['jobs', 'notes', 'audit', 'merges'])

/** Conflicts that pass by themselves: whether anybody met them depends on when the logins came. */
const PASSING: ReadonlySet<unknown> = new Set(['SPLIT_UNDERWAY', 'DELETION_PENDING'])

/** Marks of who was erased: whoever came back before the erasure got to the identity has none, and needs none. */
const MOOT: ReadonlySet<unknown> = new Set(['erased'])

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const bare = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(bare)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([field]) => !LEFT_OUT.has(field))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([field, inner]) => [field, bare(inner)]),
  )
}

/** Users by their order of creation and merges by their loser, because the ids are made of chance and of versions. */
const namesOf = (world: StoreWorld): ReadonlyMap<string, string> => {
  const users = world
    .documents('users')
    .toSorted((one, other) => Number(one['createdAt']) - Number(other['createdAt']))
  const names = new Map<string, string>()
  for (const [index, { _id }] of users.entries()) {
    names.set(String(_id), `user ${index + 1}`)
    names.set(sealing.pseudonym(String(_id)), `pseudonym of user ${index + 1}`)
  }
  for (const { _id, loser } of world.documents('merges'))
    names.set(String(_id), `merge of ${names.get(String(loser))}`)
  return names
}

const COLLECTIONS = [
  'users',
  'identities',
  'merges',
  'notes',
  'jobs',
  'sessions',
  'ephemeral',
  'audit',
] as const

/** All that is stored and all that was told, in the same words whatever the ids are; sorted. */
export const endState = (world: StoreWorld, { told }: Stage): Readonly<Record<string, readonly string[]>> => {
  const names = namesOf(world)
  const named = (document: unknown): string => {
    let text = JSON.stringify(bare(document))
    for (const [id, name] of names) text = text.replaceAll(id, name)
    return text
  }
  const stored = COLLECTIONS.map((collection) => {
    const documents = world
      .documents(collection)
      .filter(({ kind, what }) => kind !== 'conflict' || !PASSING.has(what))
      .filter(({ kind }) => !MOOT.has(kind))
    const lines = documents.map(({ _id, ...rest }) =>
      named(NAMELESS.has(collection) ? rest : { _id, ...rest }),
    )
    return [collection, lines.sort()] as const
  })
  const heard = told.filter(isRecord).map(({ id, ...event }) => named(event))
  return { ...Object.fromEntries(stored), told: [...new Set(heard)].sort() }
}
