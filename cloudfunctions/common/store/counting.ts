import * as v from 'valibot'
import { ROUTES } from '../identity/evidence.ts'
import { IDENTITIES } from './identities.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { aggregated, count } from './requests.ts'
import type { Slice } from './slices.ts'
import { sliceCount, sliceOf } from './slices.ts'
import { USERS } from './users.ts'

/** Ids of identities begin so; those of unions, in the same collection, do not. */
const IDENTITY_PREFIX = 'wx-'
const USER_PREFIX = 'u'

/** A slice of so many documents is counted in less than the 5 s that the database gives a request. Assumption. */
const DOCUMENTS_PER_SLICE = 50_000
const DEEPEST = 2

/** Identities of one app that came by one route. */
const IdentityGroupSchema = v.object({
  _id: v.object({ appid: v.string(), route: v.picklist(ROUTES) }),
  identities: v.number(),
  known: v.number(),
  seen: v.number(),
  added: v.number(),
})
export type IdentityGroup = v.InferOutput<typeof IdentityGroupSchema>

const UserGroupSchema = v.object({ _id: v.nullable(v.string()), users: v.number() })

const within = ({ command }: CloudDatabase, { from, to }: Slice) => ({
  _id: command.and(command.gte(from), command.lt(to)),
})

/** One request, or two: by how many characters of their ids identities and users have to be cut into slices. */
export const depthOfSlices = async (db: CloudDatabase): Promise<number> => {
  for (let depth = DEEPEST; depth > 0; depth--) {
    const sample = sliceOf(IDENTITY_PREFIX, depth, Math.floor(sliceCount(depth) / 2))
    const expected = (await count(db, IDENTITIES, within(db, sample))) * sliceCount(depth)
    if (expected > DOCUMENTS_PER_SLICE * sliceCount(depth - 1)) return depth
  }
  return 0
}

/** One request: the identities of a slice; `seen` and `added` are those since `day` (ms since 1970). */
export const countIdentities = async (
  db: CloudDatabase,
  depth: number,
  index: number,
  day: number,
): Promise<readonly IdentityGroup[]> => {
  const { aggregate: $ } = db.command
  const sumIf = (condition: unknown) => $.sum($.cond([condition, 1, 0]))
  const rows = await aggregated(db, IDENTITIES, (identities) =>
    identities
      .match(within(db, sliceOf(IDENTITY_PREFIX, depth, index)))
      .group({
        _id: { appid: '$appid', route: '$route' },
        identities: $.sum(1),
        // What is no list at all compares as less than an empty one, and fails nothing.
        known: sumIf($.gt(['$unions', []])),
        seen: sumIf($.gte(['$lastSeen', day])),
        added: sumIf($.gte(['$firstSeen', day])),
      })
      .end(),
  )
  return rows.map((row) => readDocument(IDENTITIES, IdentityGroupSchema, row))
}

/** One request: the users of a slice by their status. */
export const countUsers = async (
  db: CloudDatabase,
  depth: number,
  index: number,
): Promise<Readonly<Record<string, number>>> => {
  const { aggregate: $ } = db.command
  const rows = await aggregated(db, USERS, (users) =>
    users
      .match(within(db, sliceOf(USER_PREFIX, depth, index)))
      .group({ _id: '$status', users: $.sum(1) })
      .end(),
  )
  const groups = rows.map((row) => readDocument(USERS, UserGroupSchema, row))
  return Object.fromEntries(groups.map(({ _id, users }) => [_id ?? 'unknown', users]))
}
