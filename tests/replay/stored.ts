import { readKey } from '../../cloudfunctions/common/store/identities.ts'
import type { MergeDocument } from '../../cloudfunctions/common/store/merges.ts'
import { readMerge } from '../../cloudfunctions/common/store/merges.ts'
import type { UserDocument } from '../../cloudfunctions/common/store/users.ts'
import { readUser } from '../../cloudfunctions/common/store/users.ts'
import type { Stored } from '../model/replay.ts'
import { byText, sorted } from '../model/replay.ts'
import type { StoreWorld } from '../storeWorld.ts'

/** Merges in the model's words, `m:<loser>@<its version when it was merged>`, by their ids. A deletion takes journals away. */
export type MergeNames = Map<string, string>

const learn = (
  names: MergeNames,
  users: ReadonlyMap<string, UserDocument>,
  merges: readonly MergeDocument[],
): void => {
  for (const { _id, loser } of merges) {
    const user = users.get(loser)
    // A new journal is seen while its loser is still as the merge has left it.
    if (!names.has(_id) && user !== undefined) names.set(_id, `m:${loser}@${user.version - 1}`)
  }
}

const isGone = (users: ReadonlyMap<string, UserDocument>, userId: string): boolean => {
  let user = users.get(userId)
  while (user?.status === 'merged' && user.mergedInto !== undefined) user = users.get(user.mergedInto)
  return user?.status === 'deleted'
}

/** What the database has, in the model's words. */
export const storedIn = (
  world: StoreWorld,
  names: MergeNames,
  appNames: ReadonlyMap<string, string>,
): Stored => {
  const users = new Map(world.documents('users').map((row) => [String(row['_id']), readUser(row)]))
  const keys = world.documents('identities').map(readKey)
  const merges = world.documents('merges').map(readMerge)
  learn(names, users, merges)
  const nameOf = (mergeId: string): string => names.get(mergeId) ?? mergeId
  const owners = new Set<string>(keys.map(({ userId }) => userId))
  const stamped = (stamp: string | undefined) => (stamp === undefined ? {} : { stamp: nameOf(stamp) })
  return {
    users: [...users.values()]
      .filter(({ _id, version }) => version > 1 || owners.has(_id))
      .sort((a, b) => byText(a._id, b._id))
      .map(({ _id: id, status, version, mergedInto, unions, barriers, splitting, deletion }) => ({
        id,
        status,
        version,
        ...(mergedInto !== undefined && { mergedInto }),
        unions: sorted(unions),
        barriers: barriers.map(nameOf).sort(),
        splitting: splitting === undefined ? [] : [nameOf(splitting)],
        deletionPending: deletion !== undefined,
      })),
    identities: keys
      .flatMap((key) => {
        if (key.kind !== 'identity') return []
        const app = appNames.get(key.appid) ?? key.appid
        return [{ app, user: key.userId, unions: key.unions, ...stamped(key.oneidMerge) }]
      })
      .sort((a, b) => byText(a.app, b.app)),
    unions: keys
      .flatMap((key) => {
        if (key.kind !== 'union') return []
        const { platform, unionid, userId: user, oneidMerge } = key
        return [{ platform, unionid, user, ...stamped(oneidMerge) }]
      })
      .sort((a, b) => byText(`${a.platform}:${a.unionid}`, `${b.platform}:${b.unionid}`)),
    journals: merges
      .filter(({ survivor, loser }) => !isGone(users, survivor) && !isGone(users, loser))
      .map(({ _id, survivor, loser, state }) => ({ id: nameOf(_id), survivor, loser, state }))
      .sort((a, b) => byText(a.id, b.id)),
  }
}
