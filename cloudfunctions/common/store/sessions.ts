import * as v from 'valibot'
import type { UserId } from '../base/ids.ts'
import { UserIdSchema } from '../base/ids.ts'
import type { RandomBytes } from '../base/time.ts'
import type { SessionId } from '../base/tokens.ts'
import { SessionIdSchema } from '../base/tokens.ts'
import type { IdentityDocument } from './documents.ts'
import { Instant } from './documents.ts'
import { IDENTITIES, readKey } from './identities.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { findJoined, insert, remove, update } from './requests.ts'

export const SESSIONS = 'sessions'

const SESSION_ID_BYTES = 24

const SessionDocumentSchema = v.object({
  _id: SessionIdSchema,
  /** Document id of the identity that signed in: it knows whose account it is now, through merges and splits. */
  identity: v.string(),
  /** Whose it was when the session was last refreshed. */
  userId: UserIdSchema,
  startedAt: Instant,
  /** How many refresh tokens there have been; the last of them is good, and no token itself is kept. */
  generation: v.number(),
  /** When that one was issued. */
  rotatedAt: Instant,
  expires: Instant,
})
/** A session of an HTTP client (`sessions`). */
export type SessionDocument = v.InferOutput<typeof SessionDocumentSchema>

export const newSessionId = (random: RandomBytes): SessionId =>
  v.parse(SessionIdSchema, `se-${Buffer.from(random(SESSION_ID_BYTES)).toString('base64url')}`)

/** One request. */
export const insertSession = async (db: CloudDatabase, session: SessionDocument): Promise<void> => {
  await insert(db, SESSIONS, [session])
}

const JoinedSchema = v.object({ signedIn: v.array(v.unknown()) })

/** One request: a session with the identity that signed in, if both are there. */
export const readSession = async (
  db: CloudDatabase,
  id: SessionId,
): Promise<{ readonly session: SessionDocument; readonly identity: IdentityDocument } | undefined> => {
  const join = { from: IDENTITIES, localField: 'identity', foreignField: '_id', as: 'signedIn' }
  const [row] = await findJoined(db, SESSIONS, { _id: id }, join, 1)
  if (row === undefined) return undefined
  const session = readDocument(SESSIONS, SessionDocumentSchema, row)
  const [signedIn] = readDocument(SESSIONS, JoinedSchema, row).signedIn
  const identity = signedIn === undefined ? undefined : readKey(signedIn)
  return identity?.kind === 'identity' ? { session, identity } : undefined
}

/** One request: the next refresh token takes the place of this one, unless another has already. */
export const rotateSession = async (
  db: CloudDatabase,
  { _id, generation }: SessionDocument,
  { rotatedAt, expires, userId }: Pick<SessionDocument, 'rotatedAt' | 'expires' | 'userId'>,
): Promise<'rotated' | 'again'> => {
  const change = { rotatedAt, expires, userId, generation: generation + 1 }
  return (await update(db, SESSIONS, { _id, generation }, change)) === 1 ? 'rotated' : 'again'
}

/** One request: ends one session and says whether there was one. */
export const endSession = async (db: CloudDatabase, id: SessionId): Promise<boolean> =>
  (await remove(db, SESSIONS, { _id: id })) > 0

/** One request: ends all sessions of these identities and says how many there were. */
export const endSessionsOf = (db: CloudDatabase, identities: readonly string[]): Promise<number> =>
  remove(db, SESSIONS, { identity: db.command.in([...identities]) })

/** One request: ends all sessions that were last refreshed for these users. */
export const endSessionsOfUsers = (db: CloudDatabase, users: readonly UserId[]): Promise<number> =>
  remove(db, SESSIONS, { userId: db.command.in([...users]) })

/** One request: removes what has expired and says how many there were. */
export const sweepSessions = (db: CloudDatabase, now: number): Promise<number> =>
  remove(db, SESSIONS, { expires: db.command.lte(now) })
