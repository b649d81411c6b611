import type { Config } from '../base/config.ts'
import type { UserId } from '../base/ids.ts'
import { appNamed } from '../routes/appNamed.ts'
import type { ResolveIds, ResolveUsers } from '../routes/resolveRequest.ts'
import { findKeys } from '../store/administration.ts'
import { followAliases } from '../store/aliases.ts'
import { identityId, unionId } from '../store/documentIds.ts'
import type { KeyDocument } from '../store/documents.ts'
import { readKeysOf } from '../store/identities.ts'
import type { Ports } from './ports.ts'

interface Resolving {
  readonly ports: Pick<Ports, 'db'>
  readonly config: Config
}

const keyIdOf = (config: Config, one: ResolveIds['ids'][number]): string =>
  'openid' in one
    ? identityId(appNamed(config, one.app).appid, one.openid)
    : unionId(one.openPlatform, one.unionid)

/**
 * Which users these openids and unionids belong to now: over all merges, null where nobody is known, or the account was
 * deleted. 2 requests, 1 more for each alias.
 * @throws OneIdError APP_NOT_REGISTERED
 */
export const resolveIds = async ({ ports: { db }, config }: Resolving, { ids }: ResolveIds) => {
  const keyIds = ids.map((one) => keyIdOf(config, one))
  const owners = new Map((await findKeys(db, [...new Set(keyIds)])).map(({ _id, userId }) => [_id, userId]))
  const now = await followAliases(db, [...owners.values()])
  const users = keyIds.map((id) => {
    const owner = owners.get(id)
    return (owner && now.get(owner)) ?? null
  })
  return { ok: true as const, users }
}

const keysView = (keys: readonly KeyDocument[], config: Config) => ({
  identities: keys.flatMap((key) =>
    key.kind === 'identity'
      ? [{ app: config.find(key.appid)?.alias ?? key.appid, appid: key.appid, openid: key.openid }]
      : [],
  ),
  unions: keys.flatMap((key) =>
    key.kind === 'union' ? [{ openPlatform: key.platform, unionid: key.unionid }] : [],
  ),
})

/**
 * What these users are called at WeChat: their openids and unionids as they are, for a server that sends messages. A
 * user that was merged is answered as the one that it became. 2 requests, 1 more for each alias.
 */
export const resolveUsers = async ({ ports: { db }, config }: Resolving, { users }: ResolveUsers) => {
  const now = await followAliases(db, users)
  // Right after a merge some keys still point at the tombstone.
  const holders = [...new Set([...users, ...now.values()])]
  const keys = await readKeysOf(db, ...holders)
  const heirOf = (userId: UserId): UserId => now.get(userId) ?? userId
  return {
    ok: true as const,
    users: users.map((asked) => {
      const userId = now.get(asked)
      if (userId === undefined) return null
      return {
        userId,
        ...keysView(
          keys.filter((key) => heirOf(key.userId) === userId),
          config,
        ),
      }
    }),
  }
}
