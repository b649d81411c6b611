import { ENDED } from './merge.ts'
import type { ChangeUser, Erase, Outcome, Passes, Process, State, User } from './state.ts'
import { identityIn, putUser, removeDocuments, resolve, running, userIn } from './state.ts'
import type { World } from './world.ts'
import { keeps } from './world.ts'

/** The account that an app would sign its person in to. */
export const accountOf = (world: World, state: State, app: string): string | undefined => {
  const identity = identityIn(state, app)
  if (identity === undefined) return undefined
  const userId = resolve(state, identity.userId)
  const { status, splitting } = userIn(state, userId)
  if (status !== 'active') return undefined
  return splitting.length > 0 && keeps(world, 'splits finish first') ? undefined : userId
}

export const eraseBegin = (world: World, state: State, app: string): readonly Outcome[] => {
  const userId = accountOf(world, state, app)
  if (userId === undefined) return [{ request: 'get', result: 'ok', state, process: ENDED }]
  const { version } = userIn(state, userId)
  return [{ request: 'get', result: 'ok', state, process: { at: 'request-deletion', userId, version } }]
}

/** Compare-and-set on the version; a user that has changed is looked up again. */
const changeUser = (state: State, process: ChangeUser, change: Partial<User>, next: Process): Outcome => {
  const { at: request, userId, version } = process
  const user = userIn(state, userId)
  if (user.version !== version) return { request, result: 'changed', state, process: { at: 'start' } }
  const changed = putUser(state, userId, { ...user, ...change, version: version + 1 })
  return { request, result: 'ok', state: changed, process: next }
}

export const requestDeletion = (state: State, process: ChangeUser): readonly Outcome[] => {
  const next: Process = { at: 'delete', userId: process.userId, version: process.version + 1 }
  return [changeUser(state, process, { deletionPending: true }, next)]
}

export const deleteUser = (state: State, process: ChangeUser): readonly Outcome[] => {
  const next: Process = { at: 'erase', userId: process.userId, late: false }
  const deleted = { status: 'deleted', barriers: [], unions: [], deletionPending: false } as const
  const done = changeUser(state, process, deleted, next)
  if (done.result !== 'ok') return [done]
  const erasures = { ...done.state.erasures, [process.userId]: { passes: 0, waiting: 0 } as const }
  return [{ ...done, state: { ...done.state, erasures } }]
}

/** What was the user's goes, and the tombstones that led to it say that it is deleted. */
export const erase = (world: World, state: State, { userId, late }: Erase): readonly Outcome[] => {
  const follows = keeps(world, 'erasure follows aliases')
  const isTheirs = (one: string): boolean => (follows ? resolve(state, one) : one) === userId
  let next = removeDocuments(state, (one) => isTheirs(one.userId))
  for (const [id, user] of Object.entries(next.users)) {
    if (user.status !== 'merged' || resolve(state, id) !== userId) continue
    next = putUser(next, id, {
      ...user,
      status: 'deleted',
      version: user.version + 1,
      barriers: [],
      unions: [],
    })
  }
  const noted: Passes = late ? { passes: 2, waiting: 0 } : { passes: 1, waiting: running(state) }
  const erasures = { ...next.erasures, [userId]: noted }
  return [{ request: 'erase', result: 'ok', state: { ...next, erasures }, process: ENDED }]
}
