import { OneIdError } from '../../base/errors.ts'
import { isSameKey } from '../../identity/facts.ts'
import type { CurrentAccount } from '../../store/currentAccount.ts'
import type { IdentityDocument, KeyDocument, UnionDocument } from '../../store/documents.ts'
import { readKeysOf } from '../../store/identities.ts'
import { healKey } from '../../store/keyWrites.ts'
import type { CloudDatabase } from '../../store/requests.ts'
import { endSessionsOf } from '../../store/sessions.ts'
import { commitUnlink } from '../../store/unlinking.ts'
import { inRounds } from '../rounds.ts'
import { auditLineOf } from './audit.ts'
import type { AccountCall } from './call.ts'
import { callerOf, isDirect } from './caller.ts'

interface Leaving {
  readonly identity: IdentityDocument
  readonly unions: readonly UnionDocument[]
}

/**
 * What leaves the account with an identity: the unions as well that it has proved and no other identity of the account.
 * @throws OneIdError IDENTITY_NOT_FOUND, LAST_IDENTITY
 */
export const leaving = (keys: readonly KeyDocument[], id: string): Leaving => {
  const identities = keys.filter((key) => key.kind === 'identity')
  const identity = identities.find(({ _id }) => _id === id)
  if (identity === undefined) throw new OneIdError('IDENTITY_NOT_FOUND', 'unlink', { field: 'id' })
  const others = identities.filter((other) => other !== identity)
  if (others.length === 0) throw new OneIdError('LAST_IDENTITY', 'unlink')
  const unions = keys
    .filter((key) => key.kind === 'union')
    .filter((union) => identity.unions.some((proved) => isSameKey(proved, union)))
    .filter((union) => !others.some((other) => other.unions.some((proved) => isSameKey(proved, union))))
  return { identity, unions }
}

/** Right after a merge the caller's identity may still be with the tombstone: it follows now, to be among the keys. */
export const bringHome = async (db: CloudDatabase, account: CurrentAccount): Promise<void> => {
  const { identity, user, owner } = account
  if (isDirect(account) || owner.mergeId === undefined) return
  const to = { userId: user._id, by: owner.mergeId }
  await healKey(db, identity, { key: 'identity', from: owner._id, to })
}

/**
 * One app is taken from the account. The identity is removed, and so is a union that only this identity has proved:
 * otherwise the unionid would bring the same openid back at its next login. That login makes a new account then. A union
 * that another identity of the account has proved too stays, and by it the openid does come back.
 *
 * 10 requests, 2 more for each union. Two calls at once never take the last identity: the version of the user is read
 * before the keys and compared in the transaction.
 * @throws OneIdError IDENTITY_NOT_FOUND, LAST_IDENTITY, LOGIN_CONTENDED while a split is underway
 */
export const unlink = ({ ports, proof }: AccountCall, id: string) =>
  inRounds(ports, async () => {
    const { db } = ports
    const account = await callerOf(db, proof.evidence)
    const { user } = account
    // Which of the keys stay with this account is not settled yet.
    if (user.splitting !== undefined) throw new OneIdError('LOGIN_CONTENDED', 'a split is underway')
    await bringHome(db, account)
    const going = leaving(await readKeysOf(db, user._id), id)
    // First: a session that outlived its identity would be somebody's again at the next login of this openid.
    await endSessionsOf(db, [id])
    const outcome = await commitUnlink(db, {
      ...going,
      user,
      line: auditLineOf(ports, {
        what: 'account.unlink',
        userId: user._id,
        app: proof.app.alias,
        about: [id],
      }),
    })
    return outcome === 'again' ? 'again' : { ok: true as const }
  })
