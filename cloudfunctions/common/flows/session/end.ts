import { OneIdError } from '../../base/errors.ts'
import type { Caller } from '../../routes/proof.ts'
import { writeAudit } from '../../store/audit.ts'
import { readKeysOf } from '../../store/identities.ts'
import { createSealing } from '../../store/sealing.ts'
import { endSession, endSessionsOf } from '../../store/sessions.ts'
import { auditLineOf } from '../account/audit.ts'
import { callerOf } from '../account/caller.ts'
import type { SessionCall } from './call.ts'

/**
 * Signs out here: no token of this session is refreshed any more. Doing it again changes nothing. 1 request.
 * @throws OneIdError TOKEN_INVALID, TOKEN_EXPIRED
 */
export const endThisSession = async (
  { ports, tokens, now }: SessionCall,
  { app, refreshToken }: { readonly app: string; readonly refreshToken: string },
) => {
  const claims = await tokens.readRefresh(refreshToken, now)
  if (claims.app !== app) throw new OneIdError('TOKEN_INVALID', 'of another app')
  await endSession(ports.db, claims.session)
  return { ok: true as const }
}

/** Signs out everywhere: every session of every app of the account. 4 requests. */
export const endAllSessions = async ({ ports, secret, now }: SessionCall, { evidence, app }: Caller) => {
  const { db } = ports
  const { user, identity } = await callerOf(db, evidence)
  const keys = await readKeysOf(db, user._id)
  await endSessionsOf(db, [identity._id, ...keys.map(({ _id }) => _id)])
  const line = { what: 'session.endAll', userId: user._id, app: app.alias }
  await writeAudit(db, auditLineOf({ ...ports, now, sealing: createSealing(secret) }, line))
  return { ok: true as const }
}
