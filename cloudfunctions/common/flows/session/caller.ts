import { OneIdError } from '../../base/errors.ts'
import type { AccessClaims } from '../../base/tokens.ts'
import type { Caller } from '../../routes/proof.ts'
import { registeredApp } from '../../routes/proof.ts'
import { readSession } from '../../store/sessions.ts'
import type { SessionCall } from './call.ts'

/**
 * Who is calling with an access token that was verified: the identity that signed in, as long as its session lives. Our
 * own paths look each time, so that what was signed out is out at once. 1 request.
 * @throws OneIdError SESSION_ENDED, APP_NOT_REGISTERED
 */
export const sessionCaller = async (
  { ports, config, now }: Pick<SessionCall, 'ports' | 'config' | 'now'>,
  { session: id }: AccessClaims,
): Promise<Caller> => {
  const found = await readSession(ports.db, id)
  if (found === undefined || found.session.expires <= now)
    throw new OneIdError('SESSION_ENDED', 'no session, or no identity')
  const { appid, openid } = found.identity
  return { app: registeredApp(config, appid), evidence: { appid, openid } }
}
