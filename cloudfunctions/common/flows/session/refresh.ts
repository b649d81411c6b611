import { OneIdError } from '../../base/errors.ts'
import type { SessionId } from '../../base/tokens.ts'
import { auditId, writeAudit } from '../../store/audit.ts'
import { readCurrentAccount } from '../../store/currentAccount.ts'
import { createSealing } from '../../store/sealing.ts'
import type { SessionDocument } from '../../store/sessions.ts'
import { endSession, readSession, rotateSession } from '../../store/sessions.ts'
import { inRounds } from '../rounds.ts'
import type { SessionCall } from './call.ts'
import { expiryOf, issueTokens, wholeSecond } from './issue.ts'

/** So long the token before the last one may come again: its answer was lost on the way, or two requests met. */
const LOST_ANSWER_MS = 30_000

const ended = (why: string) => new OneIdError('SESSION_ENDED', why)

/** The session, if it is one and its identity still is somebody's. */
const living = async (
  { ports, now }: SessionCall,
  id: SessionId,
): Promise<SessionDocument & { readonly appid: string }> => {
  const found = await readSession(ports.db, id)
  if (found === undefined) throw ended('no session, or no identity')
  if (found.session.expires <= now) throw ended('expired')
  return { ...found.session, appid: found.identity.appid }
}

/** Somebody has a copy of a token: nobody can say who is the right one, so that both have to sign in again. */
const revokeFamily = async (
  { ports, secret, now }: SessionCall,
  { _id, userId, generation }: SessionDocument,
  app: string,
): Promise<never> => {
  await endSession(ports.db, _id)
  await writeAudit(ports.db, {
    _id: auditId('event', 'session.reused', _id),
    kind: 'event',
    what: 'session.reused',
    at: now,
    actor: 'system',
    subjects: [createSealing(secret).pseudonym(userId)],
    app,
  })
  throw new OneIdError('REFRESH_TOKEN_REUSED', `generation ${generation} is the last`)
}

/**
 * A new access token, and a new refresh token in the place of the old one. The token before the last is answered once
 * more with the same successor for half a minute, because answers get lost; anything older ends the session. 3 requests;
 * 2 when the answer is repeated.
 * @throws OneIdError TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, REFRESH_TOKEN_REUSED
 */
export const refreshSession = async (
  call: SessionCall,
  { app, refreshToken }: { readonly app: string; readonly refreshToken: string },
) => {
  const { ports, tokens, now } = call
  const claims = await tokens.readRefresh(refreshToken, now)
  if (claims.app !== app) throw new OneIdError('TOKEN_INVALID', 'of another app')
  return inRounds(ports, async () => {
    const session = await living(call, claims.session)
    const { generation, rotatedAt } = session
    if (claims.generation > generation) throw ended('its successor is not known')
    const isLast = claims.generation === generation
    if (!isLast && (claims.generation !== generation - 1 || now > rotatedAt + LOST_ANSWER_MS))
      return revokeFamily(call, session, app)
    const account = await readCurrentAccount(ports.db, session.identity)
    if (account === undefined) throw ended('no account')
    const userId = account.user._id
    const next = isLast
      ? { ...session, userId, rotatedAt: wholeSecond(now), expires: expiryOf(call, now) }
      : { ...session, userId }
    if (!isLast) return { ok: true as const, userId, ...(await issueTokens(call, next, app)) }
    if ((await rotateSession(ports.db, session, next)) === 'again') return 'again'
    const issued = await issueTokens(call, { ...next, generation: generation + 1 }, app)
    return { ok: true as const, userId, ...issued }
  })
}
