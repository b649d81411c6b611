import * as v from 'valibot'
import type { AppId } from '../base/ids.ts'
import { documentId } from './documentIds.ts'
import { Instant } from './documents.ts'
import { EPHEMERAL } from './ephemeral.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { find, insert, update } from './requests.ts'

const KIND = 'app-token'

const AppTokenSchema = v.object({
  _id: v.string(),
  kind: v.literal(KIND),
  /** The token, sealed for this document; empty before the first one has come. */
  sealed: v.string(),
  /** From then on a new one is asked for. */
  renewAt: Instant,
  /** Until then this one works, and the document stays. */
  expires: Instant,
  /** Somebody is asking for a new one, and nobody else does before. */
  leaseUntil: Instant,
})
/** The access token of an app, as all instances share it (`ephemeral`). */
export type AppTokenDocument = v.InferOutput<typeof AppTokenSchema>

/** `ep-…` */
export const appTokenId = (appid: AppId): string => documentId('ep', [KIND, appid])

/** One request. */
export const readAppToken = async (db: CloudDatabase, id: string): Promise<AppTokenDocument | undefined> =>
  (await find(db, EPHEMERAL, { _id: id, kind: KIND }, 1)).map((document) =>
    readDocument(EPHEMERAL, AppTokenSchema, document),
  )[0]

/**
 * One request: whoever gets the lease asks WeChat; everybody else uses what there is, or waits. A token that has expired
 * is nothing to use, and goes: the document has to stay until the lease ends.
 */
export const leaseAppToken = async (
  db: CloudDatabase,
  id: string,
  known: AppTokenDocument | undefined,
  now: number,
  leaseMs: number,
): Promise<'leased' | 'elsewhere'> => {
  const leaseUntil = now + leaseMs
  if (known === undefined) {
    const first = { _id: id, kind: KIND, sealed: '', renewAt: 0, expires: leaseUntil, leaseUntil }
    return (await insert(db, EPHEMERAL, [first])) === 'inserted' ? 'leased' : 'elsewhere'
  }
  const asRead = { _id: id, sealed: known.sealed, leaseUntil: known.leaseUntil }
  const isOver = known.expires <= now
  const held = {
    leaseUntil,
    expires: Math.max(known.expires, leaseUntil),
    ...(isOver && { sealed: '', renewAt: 0 }),
  }
  return (await update(db, EPHEMERAL, asRead, held)) === 1 ? 'leased' : 'elsewhere'
}

/** One request: the new token is everybody's. */
export const writeAppToken = async (
  db: CloudDatabase,
  id: string,
  token: Pick<AppTokenDocument, 'sealed' | 'renewAt' | 'expires'>,
): Promise<void> => {
  await update(db, EPHEMERAL, { _id: id }, { ...token, leaseUntil: 0 })
}

/** One request: nobody is asking any more. */
export const releaseAppToken = async (db: CloudDatabase, id: string): Promise<void> => {
  await update(db, EPHEMERAL, { _id: id }, { leaseUntil: 0 })
}

/** One request: WeChat refuses this token, so that nobody goes on with it; another that has come since stays. */
export const rejectAppToken = async (db: CloudDatabase, { _id, sealed }: AppTokenDocument): Promise<void> => {
  await update(db, EPHEMERAL, { _id, sealed }, { sealed: '', renewAt: 0 })
}
