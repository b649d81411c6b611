import type { UserId } from '../../cloudfunctions/common/base/ids.ts'
import type { ActiveUser } from '../../cloudfunctions/common/identity/facts.ts'
import type { RowFacts } from './facts.ts'
import type { ChangedKey, ChangedUser, Overlay } from './overlay.ts'

/** What is known while a batch is decided: what is stored, under what earlier rows would have changed. */
export interface Changes {
  /** The key with this id: as changed, else as stored. */
  readonly key: (id: string | undefined, stored: ChangedKey | undefined) => ChangedKey | undefined
  /** Who somebody would be by now. */
  readonly user: (userId: UserId) => ActiveUser | undefined
  readonly setKey: (id: string | undefined, key: ChangedKey) => void
  readonly setUser: (user: ActiveUser) => void
  /** The loser becomes the survivor. */
  readonly merge: (loser: UserId, survivor: ActiveUser) => void
  readonly save: () => void
}

/** The users of these ids and all whom they were merged into. */
const withHeirs = (overlay: Overlay, ids: readonly UserId[]): Map<UserId, ChangedUser> => {
  const found = new Map<UserId, ChangedUser>()
  let wanted = ids
  while (wanted.length > 0) {
    const some = overlay.users(wanted)
    for (const [id, user] of some) found.set(id, user)
    wanted = [...some.values()].flatMap((user) =>
      user.status === 'merged' && !found.has(user.into) ? [user.into] : [],
    )
  }
  return found
}

/** Reads what is needed for one batch in a few queries, and writes what it changes in one transaction. */
export const changesFor = (overlay: Overlay, facts: readonly RowFacts[]): Changes => {
  const keys = overlay.keys([...new Set(facts.flatMap(({ ids }) => ids))])
  const storedUsers = facts.flatMap(({ identity, union }) =>
    [identity, union].flatMap((key) => key?.user ?? []),
  )
  const owners = [...keys.values()].map(({ user }) => user)
  const users = withHeirs(overlay, [...new Set([...owners, ...storedUsers.map(({ userId }) => userId)])])
  for (const user of storedUsers) if (!users.has(user.userId)) users.set(user.userId, user)
  const changedKeys = new Map<string, ChangedKey>()
  const changedUsers = new Map<UserId, ChangedUser>()

  const setUser = (id: UserId, user: ChangedUser): void => {
    users.set(id, user)
    changedUsers.set(id, user)
  }
  return {
    key: (id, stored) => (id === undefined ? undefined : (keys.get(id) ?? stored)),
    user: (userId) => {
      let user = users.get(userId)
      while (user?.status === 'merged') user = users.get(user.into)
      return user
    },
    setKey: (id, key) => {
      if (id === undefined) return
      keys.set(id, key)
      changedKeys.set(id, key)
    },
    setUser: (user) => setUser(user.userId, user),
    merge: (loser, survivor) => {
      setUser(loser, { status: 'merged', into: survivor.userId })
      setUser(survivor.userId, survivor)
    },
    save: () => overlay.save(changedKeys, changedUsers),
  }
}
