import { bindingAt } from '../../base/apps.ts'
import type { UserId } from '../../base/ids.ts'
import type { ActiveUser, KnownUser, ProvedUnion } from '../../identity/facts.ts'
import type { ImportRow } from '../../routes/importRow.ts'
import { importRow } from '../../routes/importRow.ts'
import { followAliases } from '../../store/aliases.ts'
import { identityId } from '../../store/documentIds.ts'
import { markedOf } from '../../store/ephemeral.ts'
import { ERASED } from '../../store/erasure.ts'
import { keyIdsOf, readManyKeys } from '../../store/identities.ts'
import { knownUser, readUsers } from '../../store/users.ts'
import type { ImportCall } from './call.ts'

/** What is stored about one row, with whom the accounts are now. */
interface RowFacts {
  /** Document ids of the identity and, if the row shows a unionid of a bound app, of the union. */
  readonly ids: readonly string[]
  readonly identity?: { readonly user: ActiveUser; readonly unions: readonly ProvedUnion[] }
  readonly union?: { readonly user: ActiveUser }
  /** Whose account was deleted, and whom this row does not bring back. */
  readonly erased?: true
}

const isActive = (user: KnownUser): user is ActiveUser => user.status === 'active'

/** Who the users of these keys are now; deleted ones are nobody. One request, and one for each alias. */
const currentUsers = async (
  { ports: { db } }: ImportCall,
  users: readonly KnownUser[],
): Promise<ReadonlyMap<UserId, ActiveUser>> => {
  const direct = new Map(users.filter(isActive).map((user) => [user.userId, user]))
  const merged = users.filter(({ status }) => status === 'merged').map(({ userId }) => userId)
  if (merged.length === 0) return direct
  const heirs = await followAliases(db, merged)
  const heirsById = new Map(
    (await readUsers(db, [...new Set(heirs.values())])).map((user) => [user._id, knownUser(user)]),
  )
  return new Map([
    ...direct,
    ...merged.flatMap((userId): [UserId, ActiveUser][] => {
      const heir = heirsById.get(heirs.get(userId) ?? userId)
      return heir !== undefined && isActive(heir) ? [[userId, heir]] : []
    }),
  ])
}

/**
 * What `decide` would look at for these rows: a dry run of an import decides by it, and writes nothing. 2 requests
 * for fifty rows, 2 more where merges have not reached a key.
 * @throws OneIdError APP_NOT_REGISTERED
 */
export const factsOfRows = async (call: ImportCall, rows: readonly ImportRow[]) => {
  const { config, ports, now } = call
  const wanted = rows.map((row) => {
    const evidence = importRow(config, row, now)
    const app = config.find(evidence.appid)
    return { evidence, binding: app && bindingAt(app, now) }
  })
  const facts: RowFacts[] = []
  for (let at = 0; at < wanted.length; at += PER_REQUEST) {
    const batch = wanted.slice(at, at + PER_REQUEST)
    const stored = await readManyKeys(ports.db, batch)
    const users = stored.flatMap(({ identity, union }) => [identity, union].flatMap((key) => key?.user ?? []))
    const current = await currentUsers(call, users)
    const ids = batch.map(({ evidence }) => identityId(evidence.appid, evidence.openid))
    const marked = await markedOf(ports.db, ERASED, [...new Set(ids)])
    for (const [n, { identity, union }] of stored.entries()) {
      const [one, id] = [batch[n], ids[n]]
      const isErased =
        identity === undefined ? id !== undefined && marked.has(id) : identity.user.status === 'deleted'
      const [owner, holder] = [identity, union].map((key) => key && current.get(key.user.userId))
      facts.push({
        ids: one === undefined ? [] : keyIdsOf(one),
        ...(identity !== undefined &&
          owner !== undefined && { identity: { user: owner, unions: identity.unions } }),
        ...(holder !== undefined && { union: { user: holder } }),
        ...(isErased && { erased: true }),
      })
    }
  }
  return { ok: true as const, facts }
}

/** Two keys each: as many ids as one query should name. */
const PER_REQUEST = 50
