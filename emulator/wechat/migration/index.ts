import * as v from 'valibot'
import type { ApiDoor, WeChatParts } from '../door.ts'
import { REFUSALS } from '../errors.ts'
import { officialAccountOf } from '../followers/account.ts'
import { LIST_REFUSALS } from '../followers/errors.ts'
import type { Followers } from '../followers/index.ts'
import { openidOf } from '../ids.ts'
import type { OAuth } from '../oauth/index.ts'
import type { Tokens } from '../token/index.ts'
import { MIGRATION_REFUSALS } from './errors.ts'
import { MIGRATION_LIMITS } from './limits.ts'

const MigrationSchema = v.object({
  from: v.string(),
  to: v.string(),
  /** Undefined while the platform is moving followers. */
  completedAt: v.optional(v.number()),
  /** Whose openid can be changed: followers of the old account, and who had allowed it something. */
  people: v.array(v.string()),
})

export interface Migrations {
  readonly doors: readonly ApiDoor[]
  /** The administrators have confirmed that `to` takes over the followers of `from`. */
  readonly confirm: (from: string, to: string) => void
  /** The platform has moved the followers. */
  readonly complete: (from: string, to: string) => void
}

const BodySchema = v.looseObject({ from_appid: v.string(), openid_list: v.array(v.string()) })

/** One official account takes over the followers of another, who get new openids (账号迁移). */
export const createMigrations = (
  { world, now, tables }: WeChatParts,
  tokens: Tokens,
  followers: Followers,
  oauth: OAuth,
): Migrations => {
  const migrations = tables.open('migrations', MigrationSchema)
  const keyOf = (from: string, to: string): string => `${from} ${to}`

  const peopleOf = (appid: string): string[] => [
    ...new Set([
      ...followers.list(world.app(appid)).map(({ personId }) => personId),
      ...oauth.authorised(appid),
    ]),
  ]

  const door: ApiDoor = {
    method: 'POST',
    path: '/cgi-bin/changeopenid',
    answer: ({ query, body }) => {
      const to = officialAccountOf(world, tokens, query['access_token'])
      if (body === undefined) throw REFUSALS.emptyBody()
      const parsed = v.safeParse(BodySchema, body)
      if (!parsed.success) throw LIST_REFUSALS.invalidList()
      const { from_appid: from, openid_list: openids } = parsed.output
      // Assumption: a wrong number of openids is refused as batchget refuses it.
      if (openids.length === 0 || openids.length > MIGRATION_LIMITS.BATCH)
        throw LIST_REFUSALS.invalidListSize()
      // The page wants the original id (gh_…); what works is the appid (000aea3bf1cf708d3cc4e31186b000, 2026-03).
      const found = migrations.get(keyOf(from, to.appid))
      if (found === undefined) throw MIGRATION_REFUSALS.notMigrated()
      const { completedAt, people } = found
      if (completedAt === undefined) throw REFUSALS.busy()
      // Assumption: when the time is over it is as if there had been no migration.
      if (now() - completedAt > MIGRATION_LIMITS.USABLE_MS) throw MIGRATION_REFUSALS.notMigrated()
      const moved = new Set(people)
      return {
        errcode: 0,
        errmsg: 'ok',
        result_list: openids.map((openid) => {
          const personId = world.whoIs(from, openid)?.person.id
          return personId === undefined || !moved.has(personId)
            ? { ori_openid: openid, new_openid: '', err_msg: 'ori_openid error' }
            : { ori_openid: openid, new_openid: openidOf(to.appid, personId), err_msg: 'ok' }
        }),
      }
    },
  }

  return {
    doors: [door],
    confirm: (fromName, toName) => {
      const [from, to] = [world.app(fromName).appid, world.app(toName).appid]
      migrations.put(keyOf(from, to), { from, to, people: [] })
    },
    complete: (fromName, toName) => {
      const [from, to] = [world.app(fromName), world.app(toName)]
      const key = keyOf(from.appid, to.appid)
      const people = peopleOf(from.appid)
      for (const { personId } of followers.list(from)) followers.migrate(personId, from, to)
      migrations.put(key, { from: from.appid, to: to.appid, people, completedAt: now() })
    },
  }
}
