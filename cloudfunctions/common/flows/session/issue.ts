import type { UserId } from '../../base/ids.ts'
import { DAY_MS, MINUTE_MS } from '../../base/time.ts'
import type { SessionDocument } from '../../store/sessions.ts'
import { insertSession, newSessionId } from '../../store/sessions.ts'
import type { SessionCall } from './call.ts'

/** What a client gets to go on with. */
export interface IssuedTokens {
  readonly accessToken: string
  /** Seconds. */
  readonly expiresIn: number
  readonly refreshToken: string
  /** Seconds. */
  readonly refreshExpiresIn: number
}

/** Tokens know seconds: an instant between two would make the same token twice different. */
export const wholeSecond = (ms: number): number => Math.floor(ms / 1_000) * 1_000

/** When a session ends that is used now and never again. */
export const expiryOf = ({ config }: Pick<SessionCall, 'config'>, now: number): number =>
  wholeSecond(now) + config.gateway.refreshDays * DAY_MS

/** The tokens of a session as it stands. For the same session document the refresh token is the same text. */
export const issueTokens = async (
  { tokens, config, now }: SessionCall,
  { _id: session, userId, generation, rotatedAt, expires }: SessionDocument,
  app: string,
): Promise<IssuedTokens> => {
  const accessExpires = wholeSecond(now) + config.gateway.accessMinutes * MINUTE_MS
  return {
    accessToken: await tokens.issueAccess({ userId, session, app }, now, accessExpires),
    expiresIn: config.gateway.accessMinutes * 60,
    refreshToken: await tokens.issueRefresh({ session, app, generation }, rotatedAt, expires),
    refreshExpiresIn: Math.floor((expires - now) / 1_000),
  }
}

/** Somebody has signed in: a session of the identity that proved it. 1 request. */
export const startSession = async (
  call: SessionCall,
  { identity, userId }: { readonly identity: string; readonly userId: UserId },
  app: string,
): Promise<IssuedTokens> => {
  const { ports, now } = call
  const session: SessionDocument = {
    _id: newSessionId(ports.random),
    identity,
    userId,
    startedAt: now,
    generation: 1,
    rotatedAt: wholeSecond(now),
    expires: expiryOf(call, now),
  }
  await insertSession(ports.db, session)
  return issueTokens(call, session, app)
}
