import type { Config } from '../../base/config.ts'
import type { AppId, OpenId, UserId } from '../../base/ids.ts'
import type { PersonalFields } from '../../store/accounts.ts'
import { writePersonalFields } from '../../store/accounts.ts'
import { writeAudit } from '../../store/audit.ts'
import { readCurrentAccount } from '../../store/currentAccount.ts'
import { identityId } from '../../store/documentIds.ts'
import { readKeysOf } from '../../store/identities.ts'
import type { CloudDatabase } from '../../store/requests.ts'
import { endSessionsOf } from '../../store/sessions.ts'
import type { UserDocument } from '../../store/users.ts'
import { inRounds } from '../rounds.ts'
import { auditLineOf } from './audit.ts'
import type { AccountPorts } from './call.ts'
import { requestDeletion } from './deletion.ts'

/** A change of authorisation that WeChat pushed, after its signature was checked. */
export interface AuthorizationChange {
  readonly appid: AppId
  readonly openid: OpenId
  /** `user_info_modified`, `user_authorization_revoke` or `user_authorization_cancellation`. */
  readonly event: string
  /** Numbers of what was revoked; WeChat documents one, and a text. */
  readonly revokeInfo: string
  /** Names the message: work on it that was cut off and done again is one line of the audit. The moment if absent. */
  readonly message?: string
}

/**
 * RevokeInfo as far as it is about something that is kept (pages of the event, 2026-11): below 200 of mini-programs, from
 * 200 of official accounts, 301 of websites and mobile apps, where it stands for everything.
 */
const REVOKED: ReadonlyMap<string, readonly (keyof PersonalFields)[]> = new Map([
  ['6', ['nickname', 'avatar']],
  ['8', ['phone']],
  ['19', ['nickname']],
  ['20', ['avatar']],
  ['205', ['nickname', 'avatar']],
  ['301', ['nickname', 'avatar', 'phone']],
])

/** Of what was revoked, what the user still has. */
const erasureOf = ({ profile, phone }: UserDocument, revokeInfo: string): PersonalFields => {
  const has = { nickname: profile?.nickname, avatar: profile?.avatar, phone }
  const revoked = (revokeInfo.match(/\d+/g) ?? []).flatMap((number) => REVOKED.get(number) ?? [])
  return Object.fromEntries(revoked.filter((field) => has[field] !== undefined).map((field) => [field, null]))
}

/** The line comes first: once the fields are gone, whoever was cut off finds nothing to do, and nothing to write down. */
const eraseRevoked = async (
  ports: AccountPorts,
  user: UserDocument,
  { revokeInfo, message }: AuthorizationChange,
  app: string,
): Promise<'done' | 'again'> => {
  const { _id: userId } = user
  const erasure = erasureOf(user, revokeInfo)
  if (Object.keys(erasure).length === 0) return 'done'
  const once = message === undefined ? {} : { once: `${userId} ${message}` }
  await writeAudit(
    ports.db,
    auditLineOf(ports, { what: 'account.revoke', userId, app, by: 'system', ...once }),
  )
  return (await writePersonalFields(ports.db, userId, erasure)) === 'again' ? 'again' : 'done'
}

/** Who has withdrawn signs in again, by who closed the account in none of the apps. */
const endSessions = async (
  db: CloudDatabase,
  event: AuthorizationChange['event'],
  identity: string,
  userId: UserId,
): Promise<void> => {
  const others = event === 'user_authorization_cancellation' ? await readKeysOf(db, userId) : []
  await endSessionsOf(db, [identity, ...others.map(({ _id }) => _id)])
}

/**
 * The person has withdrawn consent in WeChat's own settings, or closed the account there: what was revoked is erased, or
 * the account is deleted as if the person had asked here; its sessions end. Delivered again, it finds nothing to do. About people who are
 * not known, and about what is not kept, nothing is done. 1 to 6 requests.
 */
export const revoke = async (
  ports: AccountPorts,
  config: Config,
  change: AuthorizationChange,
): Promise<void> => {
  const { appid, openid, event } = change
  const { db } = ports
  const app = config.find(appid)?.alias ?? 'unknown'
  if (event !== 'user_authorization_revoke' && event !== 'user_authorization_cancellation') return
  await inRounds(ports, async () => {
    const account = await readCurrentAccount(db, identityId(appid, openid))
    if (account === undefined) return 'done'
    const { identity, user } = account
    await endSessions(db, event, identity._id, user._id)
    if (event === 'user_authorization_revoke') return eraseRevoked(ports, user, change, app)
    const asked = await requestDeletion(ports, config.retention, user, { app, by: 'system' })
    return asked === 'again' ? asked : 'done'
  })
}
