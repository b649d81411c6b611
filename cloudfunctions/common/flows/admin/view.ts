import type { Config } from '../../base/config.ts'
import type { KeyDocument } from '../../store/documents.ts'
import type { MergeDocument } from '../../store/merges.ts'
import type { UserDocument } from '../../store/users.ts'

/** Enough to recognise an id that one knows, too little to use it. */
const shortened = (id: string): string => `${id.slice(0, 4)}…${id.slice(-4)}`

const keysView = (keys: readonly KeyDocument[], config: Config) => ({
  identities: keys.flatMap((key) => {
    if (key.kind !== 'identity') return []
    const { _id: id, appid, openid, route, firstSeen, lastSeen, unions } = key
    const app = config.find(appid)?.alias ?? 'unknown'
    const unionids = unions.map(({ unionid }) => shortened(unionid))
    return [{ id, app, openid: shortened(openid), route, firstSeen, lastSeen, unionids }]
  }),
  unions: keys.flatMap((key) => {
    if (key.kind !== 'union') return []
    const { _id: id, platform: openPlatform, unionid, route, firstSeen } = key
    return [{ id, openPlatform, unionid: shortened(unionid), route, firstSeen }]
  }),
})

const mergeView = (
  { _id: mergeId, survivor, loser, at, by, reason, state, undoUntil }: MergeDocument,
  { barriers }: UserDocument,
) => {
  const barrier = barriers.includes(mergeId)
  return {
    ...{ mergeId, survivor, loser, at, by, state, undoUntil, barrier },
    ...(reason !== undefined && { reason }),
  }
}

/** A user's graph as an administrator sees it. */
export const userView = (
  config: Config,
  user: UserDocument,
  keys: readonly KeyDocument[],
  merges: readonly MergeDocument[],
) => {
  const { _id: userId, status, createdAt, administrator, mergedInto, deletion, profile, phone } = user
  return {
    ...{ userId, status, createdAt, administrator },
    ...(mergedInto !== undefined && { mergedInto }),
    ...(deletion !== undefined && { deletionDue: deletion.due }),
    ...(profile?.nickname !== undefined && { nickname: profile.nickname }),
    ...(phone !== undefined && { phone: `*******${phone.lastDigits}` }),
    ...keysView(keys, config),
    merges: merges.map((merge) => mergeView(merge, user)),
  }
}
