import * as v from 'valibot'
import type { UserId } from '../base/ids.ts'
import { AUDIT } from './audit.ts'
import type { KeyDocument } from './documents.ts'
import { EPHEMERAL } from './ephemeral.ts'
import { IDENTITIES, readKey } from './identities.ts'
import { JOBS } from './jobs.ts'
import { MERGES } from './merges.ts'
import { ORDERS } from './orders.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { findInOrder } from './requests.ts'
import type { Sealing } from './sealing.ts'
import { SESSIONS } from './sessions.ts'
import type { UserDocument } from './users.ts'
import { USERS } from './users.ts'

/** What one request of a function may bring (docs.cloudbase.net, database limits, 2026-11). */
const PAGE = 1_000

const RowSchema = v.looseObject({ _id: v.string() })
type Row = v.InferOutput<typeof RowSchema>

/** One request for each thousand documents. */
const findAll = async (
  db: CloudDatabase,
  collection: string,
  where: Readonly<Record<string, unknown>>,
): Promise<Row[]> => {
  const found: Row[] = []
  let page: readonly Row[]
  do {
    const after = found.at(-1)?._id
    const further = after === undefined ? where : { ...where, _id: db.command.gt(after) }
    const documents = await findInOrder(db, collection, further, '_id', PAGE)
    page = documents.map((document) => readDocument(collection, RowSchema, document))
    found.push(...page)
  } while (page.length === PAGE)
  return found
}

/** The number itself in the place of the seal; its keyed hash is ours and says nothing to the person. */
const opened = ({ phone, ...user }: UserDocument, { open }: Sealing) =>
  phone === undefined
    ? user
    : { ...user, phone: { number: open(phone.sealed, user._id), lastDigits: phone.lastDigits, at: phone.at } }

/** Who else a conflict was about is somebody else's business. */
const withoutOthers = (key: KeyDocument) => {
  if (key.kind === 'union' || key.conflict === undefined) return key
  const { other, ...conflict } = key.conflict
  return { ...key, conflict }
}

/**
 * Everything that is held about a person, by collection. 8 requests, one more for each further thousand documents of one.
 * @param users the account, and every tombstone that merges have made on the way to it
 */
export const readPersonalData = async (
  db: CloudDatabase,
  sealing: Sealing,
  users: readonly UserDocument[],
) => {
  const { command } = db
  const ids: UserId[] = users.map(({ _id }) => _id)
  const theirs = command.in(ids)
  return {
    [USERS]: users.map((each) => opened(each, sealing)),
    [IDENTITIES]: (await findAll(db, IDENTITIES, { userId: theirs })).map(readKey).map(withoutOthers),
    [MERGES]: [
      ...(await findAll(db, MERGES, { survivor: theirs })),
      // Of accounts that were split off again: the others are named by their survivor.
      ...(await findAll(db, MERGES, { loser: theirs, survivor: command.nin(ids) })),
    ],
    [ORDERS]: await findAll(db, ORDERS, { 'buyer.userId': theirs }),
    [JOBS]: await findAll(db, JOBS, { users: theirs }),
    [SESSIONS]: await findAll(db, SESSIONS, { userId: theirs }),
    [EPHEMERAL]: await findAll(db, EPHEMERAL, { userId: theirs }),
    [AUDIT]: await findAll(db, AUDIT, { subjects: command.in(ids.map(sealing.pseudonym)) }),
  }
}
