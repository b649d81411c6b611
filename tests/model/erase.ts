import { ENDED } from './merge.ts'
import type { Outcome } from './outcome.ts'
import type { ChangeUser, Erase, Process } from './process.ts'
import type { State, User } from './state.ts'
import { identityIn, putUser, removeDocuments, resolve, userIn } from './state.ts'
import type { World } from './world.ts'
import { keeps } from './world.ts'

/** The account that an app would sign its person in to. */
export const accountOf = (state: State, app: string): string | undefined => {
  const identity = identityIn(state, app)
  if (identity === undefined) return undefined
  const userId = resolve(state, identity.userId)
  return userIn(state, userId).status === 'active' ? userId : undefined
}

export const eraseBegin = (state: State, app: string): readonly Outcome[] => {
  const userId = accountOf(state, app)
  const ended = { request: 'get', result: 'ok', state, process: ENDED } as const
  if (userId === undefined) return [ended]
  const { version, deletionPending } = userIn(state, userId)
  return [deletionPending ? ended : { ...ended, process: { at: 'request-deletion', userId, version } }]
}

/** Compare-and-set on the version; a user that has changed is looked up again. */
const changeUser = (state: State, process: ChangeUser, change: Partial<User>, next: Process): Outcome => {
  const { at: request, userId, version } = process
  const user = userIn(state, userId)
  if (user.version !== version || user.status !== 'active')
    return { request, result: 'changed', state, process: { at: 'start' } }
  const changed = putUser(state, userId, { ...user, ...change, version: version + 1 })
  return { request, result: 'ok', state: changed, process: next }
}

/** The wish is written; a job fulfils it. */
export const requestDeletion = (state: State, process: ChangeUser): readonly Outcome[] => {
  const done = changeUser(state, process, { deletionPending: true }, ENDED)
  if (done.result !== 'ok') return [done]
  const erasures = { ...done.state.erasures, [process.userId]: { passes: 0, waiting: 0 } as const }
  return [{ ...done, state: { ...done.state, erasures } }]
}

/** The job that has deleted a user first remembers who had become it, and goes on when it is taken up again. */
export const deleteUser = (state: State, process: ChangeUser): readonly Outcome[] => {
  const { userId } = process
  const deleted = { status: 'deleted', barriers: [], unions: [], deletionPending: false } as const
  const aliases = Object.entries(state.users).filter(([, { status }]) => status === 'merged')
  const remembers = aliases.some(([id]) => resolve(state, id) === userId)
  return [changeUser(state, process, deleted, remembers ? ENDED : { at: 'erase', userId, late: false })]
}

/** What was the user's goes, and what is left with the tombstones that led to it. */
export const erase = (world: World, state: State, process: Erase): readonly Outcome[] => {
  const follows = keeps(world, 'erasure follows aliases')
  const isTheirs = (one: string): boolean => (follows ? resolve(state, one) : one) === process.userId
  const next = removeDocuments(state, (one) => isTheirs(one.userId))
  return [{ request: 'erase', result: 'ok', state: next, process: { ...process, at: 'erase-users' } }]
}

/**
 * The tombstones say that they are deleted, too. The code takes the alias away from them and remembers in the job where
 * they led to; here it stays where it was.
 */
export const eraseUsers = (state: State, { userId, late }: Erase): readonly Outcome[] => {
  let next = state
  for (const [id, user] of Object.entries(state.users)) {
    if (user.status !== 'merged' || resolve(state, id) !== userId) continue
    next = putUser(next, id, { ...user, status: 'deleted', barriers: [], unions: [] })
  }
  const process: Process = { at: 'hand-back', of: 'erasure', id: userId, last: late }
  return [{ request: 'erase-users', result: 'ok', state: next, process }]
}
