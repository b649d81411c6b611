import * as v from 'valibot'
import { Instant } from './documents.ts'
import { IDENTITIES, KEYS_AT_MOST } from './identities.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { find, findInOrder, remove } from './requests.ts'
import { USERS } from './users.ts'

/** All that is looked at: a user that is otherwise unreadable must not stop the sweep. */
const SweptUserSchema = v.object({
  _id: v.string(),
  createdAt: Instant,
  status: v.optional(v.unknown()),
  version: v.optional(v.unknown()),
})
type SweptUser = v.InferOutput<typeof SweptUserSchema>

/** One request: users created between two instants (ms, both included), oldest first. */
export const usersCreated = async (
  db: CloudDatabase,
  from: number,
  until: number,
  limit: number,
): Promise<readonly SweptUser[]> => {
  const { command } = db
  const where = { createdAt: command.and(command.gte(from), command.lte(until)) }
  const rows = await findInOrder(db, USERS, where, 'createdAt', limit)
  return rows.map((row) => readDocument(USERS, SweptUserSchema, row))
}

/** Whatever else a key may look like: it is one, and somebody's. */
const OwnedSchema = v.object({ userId: v.string() })

/** One request: which of these users have a key. There may be others that have one, too. */
const someWithKeys = async (db: CloudDatabase, userIds: readonly string[]): Promise<ReadonlySet<string>> => {
  const where = { userId: db.command.in([...userIds]) }
  const keys = await find(db, IDENTITIES, where, KEYS_AT_MOST)
  return new Set(keys.map((key) => v.parse(OwnedSchema, key).userId))
}

/**
 * Version 1: neither merged nor split ever, so that nobody but its own first login knew it. A claim that came with the
 * user is that login's, too; any other raises the version, and is made for somebody who has a key.
 */
const isUntouched = ({ status, version }: SweptUser): boolean => status === 'active' && version === 1

/**
 * Removes those users that never got an identity: their login was cut off, or somebody else was faster.
 * @param users older than any call that could still give them one
 * @returns how many there were; one request, and two for each of them
 */
export const removeOrphans = async (db: CloudDatabase, users: readonly SweptUser[]): Promise<number> => {
  const untouched = users.filter(isUntouched).map(({ _id }) => _id)
  if (untouched.length === 0) return 0
  const known = await someWithKeys(db, untouched)
  let removed = 0
  for (const _id of untouched.filter((userId) => !known.has(userId))) {
    // A reply holds so many keys at most: that it named none of this user's proves nothing.
    if ((await find(db, IDENTITIES, { userId: _id }, 1)).length > 0) continue
    removed += await remove(db, USERS, { _id, status: 'active', version: 1 })
  }
  return removed
}
