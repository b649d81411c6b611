import { auditId, writeAudit } from '../../store/audit.ts'
import type { AdminCall } from './call.ts'

/** One request: what an administrator did, to whom and why. Looking at somebody is written down as well. */
export const record = async (
  { ports, sealing, now, caller }: AdminCall,
  what: string,
  about: readonly string[],
  reason?: string,
): Promise<void> => {
  const actor = sealing.pseudonym(caller.user._id)
  await writeAudit(ports.db, {
    _id: auditId('event', what, actor, String(now), Buffer.from(ports.random(12)).toString('hex')),
    kind: 'event',
    what: `admin.${what}`,
    at: now,
    actor,
    subjects: about.map(sealing.pseudonym),
    ...(reason !== undefined && { reason }),
  })
}
