import type { App } from '../../../base/apps.ts'
import { bindingAt } from '../../../base/apps.ts'
import type { UserId } from '../../../base/ids.ts'
import { provedIn } from '../../../identity/facts.ts'
import type { AuditLine } from '../../../store/audit.ts'
import { auditId } from '../../../store/audit.ts'
import type { IdentityDocument, KeyDocument, UnionDocument } from '../../../store/documents.ts'
import { eventId } from '../notifications.ts'
import type { Work } from '../work.ts'
import type { Announcement } from './publish.ts'

type Known = Pick<Work, 'config' | 'sealing'>

/** What is written about an app: its alias, or the appid of one that is no longer in the registry. */
export const appName = ({ config }: Pick<Work, 'config'>, appid: App['appid']): string =>
  config.find(appid)?.alias ?? appid

const unionidOf = ({ config }: Known, { appid, lastSeen, unions }: IdentityDocument) => {
  const app = config.find(appid)
  const binding = app && bindingAt(app, lastSeen)
  return binding !== undefined && provedIn(unions, binding) !== undefined ? 'known' : 'missing'
}

const conflictLine = (work: Known, identity: IdentityDocument, userId: UserId): readonly AuditLine[] => {
  const { _id, appid, conflict } = identity
  if (conflict === undefined) return []
  const { reason, union, other, at } = conflict
  const subjects = [userId, _id, ...(other === undefined ? [] : [other])].map((id) =>
    work.sealing.pseudonym(id),
  )
  const line: AuditLine = {
    _id: auditId('conflict', _id, union, reason),
    kind: 'conflict',
    open: true,
    at,
    actor: 'system',
    subjects,
    what: reason,
    app: appName(work, appid),
    identity: _id,
    union,
  }
  return [line]
}

/** An identity is attached when it first appears, and anew with every union that it proves. */
const ofIdentity = (work: Known, identity: IdentityDocument, userId: UserId): readonly Announcement[] => {
  const { _id, appid, firstSeen, lastSeen: at, unions, route } = identity
  const version = [_id, String(firstSeen), String(unions.length)]
  const app = appName(work, appid)
  const event = {
    type: 'identity.attached',
    id: eventId('identity.attached', ...version),
    at,
    userId,
    identity: _id,
    app,
    unionid: unionidOf(work, identity),
  } as const
  const actor = work.sealing.pseudonym(userId)
  const line: AuditLine = {
    _id: auditId('event', 'identity.attached', ...version),
    kind: 'event',
    what: 'identity.attached',
    at,
    actor,
    subjects: [actor, work.sealing.pseudonym(_id)],
    route,
    app,
  }
  return [
    { line, told: { event, users: [userId] } },
    ...conflictLine(work, identity, userId).map((conflict) => ({ line: conflict })),
  ]
}

const ofUnion = ({ sealing }: Known, union: UnionDocument, userId: UserId): readonly Announcement[] => {
  const { _id, firstSeen: at, route } = union
  const actor = sealing.pseudonym(userId)
  const line: AuditLine = {
    _id: auditId('event', 'union.attached', _id, String(at)),
    kind: 'event',
    what: 'union.attached',
    at,
    actor,
    subjects: [actor, sealing.pseudonym(_id)],
    route,
  }
  return [{ line }]
}

/**
 * What is to be said about a key.
 * @param userId whose it is now: no event names a user after it was told that the user has been merged
 */
export const announcementsOf = (work: Known, key: KeyDocument, userId: UserId): readonly Announcement[] =>
  key.kind === 'identity' ? ofIdentity(work, key, userId) : ofUnion(work, key, userId)
