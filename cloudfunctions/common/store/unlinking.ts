import { isSameKey } from '../identity/facts.ts'
import type { AuditLine } from './audit.ts'
import { AUDIT } from './audit.ts'
import type { IdentityDocument, UnionDocument } from './documents.ts'
import { IDENTITIES, readKey } from './identities.ts'
import type { CloudDatabase } from './requests.ts'
import type { Outcome } from './transaction.ts'
import { transact } from './transaction.ts'
import type { UserDocument } from './users.ts'
import { readUser, USERS } from './users.ts'

/** One identity that leaves its user, decided and not yet done. */
export interface UnlinkPlan {
  /** As it was before its keys were read. */
  readonly user: UserDocument
  readonly identity: IdentityDocument
  /** Unions that nothing but this identity has proved. */
  readonly unions: readonly UnionDocument[]
  readonly line: AuditLine
}

const isSame = (one: IdentityDocument, other: IdentityDocument): boolean =>
  one.unions.length === other.unions.length && one.route === other.route

/**
 * One transaction: the identity and its unions are gone. 7 requests, 2 more for each union. The version of the user
 * tells two that unlink at once apart, so that the second looks again at what is left.
 */
export const commitUnlink = (
  db: CloudDatabase,
  { user, identity, unions, line }: UnlinkPlan,
): Promise<Outcome> =>
  transact(db, async ({ read, change, insert, remove }) => {
    const stored = await read(USERS, user._id)
    if (stored === undefined) return 'again'
    const { status, version, unions: claimed } = readUser(stored)
    if (status !== 'active' || version !== user.version) return 'again'
    for (const { _id } of [identity, ...unions]) {
      const document = await read(IDENTITIES, _id)
      const key = document === undefined ? undefined : readKey(document)
      if (key?.userId !== user._id) return 'again'
      // It has proved something since, which would bring it back; or its person has signed in for the first time.
      const isAsRead = key.kind === 'union' || isSame(key, identity)
      if (!isAsRead) return 'again'
      await remove(IDENTITIES, _id)
    }
    const left = claimed.filter((claim) => !unions.some((union) => isSameKey(claim, union)))
    await change(USERS, user._id, { version: version + 1, unions: db.command.set(left) })
    await insert(AUDIT, line)
    return 'committed'
  })
