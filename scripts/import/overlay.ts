import * as v from 'valibot'
import type { UserId } from '../../cloudfunctions/common/base/ids.ts'
import { UserIdSchema } from '../../cloudfunctions/common/base/ids.ts'
import type { ActiveUser, ProvedUnion } from '../../cloudfunctions/common/identity/facts.ts'
import { ActiveUserSchema, UnionsSchema } from './facts.ts'
import type { Scratch } from './scratch.ts'

/** A key as earlier rows would have left it. */
export interface ChangedKey {
  readonly user: UserId
  /** What an identity has proved; empty for a union. */
  readonly unions: readonly ProvedUnion[]
}

/** A user as earlier rows would have left it: active, or merged into another. */
export type ChangedUser = ActiveUser | { readonly status: 'merged'; readonly into: UserId }

/** What rows of a file would have changed by now, on disk: memory does not grow with the file. */
export interface Overlay {
  readonly keys: (ids: readonly string[]) => Map<string, ChangedKey>
  readonly users: (ids: readonly UserId[]) => Map<UserId, ChangedUser>
  readonly save: (keys: ReadonlyMap<string, ChangedKey>, users: ReadonlyMap<UserId, ChangedUser>) => void
}

export const OVERLAY_TABLES = `
  create table keys (id text primary key, content text not null) without rowid;
  create table users (id text primary key, content text not null) without rowid;`

const RowsSchema = v.array(v.object({ id: v.string(), content: v.pipe(v.string(), v.parseJson()) }))

const KeySchema = v.object({ user: UserIdSchema, unions: UnionsSchema })
const UserSchema = v.variant('status', [
  ActiveUserSchema,
  v.object({ status: v.literal('merged'), into: UserIdSchema }),
])

export const openOverlay = ({ db }: Scratch): Overlay => {
  const selectFrom = (table: string) =>
    db.prepare(`select id, content from ${table} where id in (select value from json_each(?))`)
  const insertInto = (table: string) =>
    db.prepare(
      `insert or replace into ${table}
       select json_extract(value, '$[0]'), json_extract(value, '$[1]') from json_each(?)`,
    )
  const [selectKeys, selectUsers] = [selectFrom('keys'), selectFrom('users')]
  const [insertKeys, insertUsers] = [insertInto('keys'), insertInto('users')]
  const listed = (all: ReadonlyMap<string, object>): string =>
    JSON.stringify([...all].map(([id, content]) => [id, JSON.stringify(content)]))

  return {
    keys: (ids) =>
      new Map(
        v
          .parse(RowsSchema, selectKeys.all(JSON.stringify(ids)))
          .map(({ id, content }) => [id, v.parse(KeySchema, content)]),
      ),
    users: (ids) =>
      new Map(
        v
          .parse(RowsSchema, selectUsers.all(JSON.stringify(ids)))
          .map(({ id, content }) => [v.parse(UserIdSchema, id), v.parse(UserSchema, content)]),
      ),
    save: (keys, users) => {
      db.exec('begin')
      if (keys.size > 0) insertKeys.run(listed(keys))
      if (users.size > 0) insertUsers.run(listed(users))
      db.exec('commit')
    },
  }
}
