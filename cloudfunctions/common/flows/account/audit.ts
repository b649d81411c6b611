import type { UserId } from '../../base/ids.ts'
import type { AuditLine } from '../../store/audit.ts'
import { auditId } from '../../store/audit.ts'
import type { AccountPorts } from './call.ts'

interface Change {
  readonly what: string
  readonly userId: UserId
  /** Alias of the app in which it was done. */
  readonly app: string
  /** The person, unless WeChat brought it. */
  readonly by?: 'system'
  /** Documents that it is about besides the user. */
  readonly about?: readonly string[]
  /** What makes the line one, where that is not the moment. */
  readonly once?: string
}

/** The audit line of a change to one's own account; it knows user and documents by their pseudonyms only. */
export const auditLineOf = (
  { now, sealing: { pseudonym } }: AccountPorts,
  { what, userId, app, by, about = [], once }: Change,
): AuditLine => ({
  _id: auditId('event', what, once ?? `${userId} ${now}`),
  kind: 'event',
  what,
  at: now,
  actor: by ?? pseudonym(userId),
  subjects: [userId, ...about].map(pseudonym),
  app,
})
