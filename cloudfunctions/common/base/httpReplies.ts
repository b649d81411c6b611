import * as v from 'valibot'
import { UserIdSchema } from './ids.ts'

const ok = v.literal(true)
const milliseconds = v.pipe(v.number(), v.integer(), v.description('milliseconds since 1970'))
const seconds = v.pipe(v.number(), v.integer(), v.description('seconds'))
const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const tokens = {
  accessToken: v.pipe(v.string(), v.description('JSON Web Token; sub is the userId, sid the session')),
  expiresIn: seconds,
  refreshToken: v.pipe(v.string(), v.description('good once; keep the newest one only')),
  refreshExpiresIn: seconds,
}

const signedIn = {
  ok,
  userId: UserIdSchema,
  isNew: v.boolean(),
  unionid: v.picklist(['known', 'missing']),
  /** Where it is missing. */
  reason: v.optional(v.picklist(['APP_NOT_BOUND', 'NOT_PROVIDED', 'BINDING_NOT_REGISTERED'])),
  nextRoutes: v.optional(v.array(v.string())),
}

const figures = {
  ok,
  state: v.picklist(['waiting', 'finished', 'dead']),
  total: count,
  done: count,
  created: count,
  attached: count,
  merged: count,
  known: count,
  conflicts: count,
  skipped: count,
  startedAt: milliseconds,
  finishedAt: v.optional(milliseconds),
  due: v.optional(milliseconds),
  lastError: v.optional(v.string()),
}

const outcome = v.union([
  v.object({
    outcome: v.picklist(['created', 'attached', 'merged', 'known']),
    userId: UserIdSchema,
  }),
  v.object({ outcome: v.literal('conflict'), userId: UserIdSchema, reason: v.optional(v.string()) }),
  v.object({ outcome: v.literal('refused'), code: v.string() }),
])

const resolvedUser = v.object({
  userId: UserIdSchema,
  identities: v.array(v.object({ app: v.string(), appid: v.string(), openid: v.string() })),
  unions: v.array(v.object({ openPlatform: v.string(), unionid: v.string() })),
})

/** What the endpoints of `gateway` answer: docs/openapi.json is printed from it, and tests hold answers against it. */
export const REPLIES = {
  done: v.object({ ok }),
  session: v.object({ ...signedIn, ...tokens }),
  refreshed: v.object({ ok, userId: UserIdSchema, ...tokens }),
  /** One of those that the function `account` gives; see AccountReply of the client contract. */
  account: v.looseObject({ ok }),
  resolvedIds: v.object({ ok, users: v.array(v.nullable(UserIdSchema)) }),
  resolvedUsers: v.object({ ok, users: v.array(v.nullable(resolvedUser)) }),
  imported: v.object({ ok, results: v.array(outcome) }),
  facts: v.object({ ok, facts: v.array(v.looseObject({ ids: v.array(v.string()) })) }),
  figures: v.object(figures),
  keys: v.object({ keys: v.array(v.looseObject({ kid: v.string(), kty: v.string() })) }),
  health: v.object({ ok }),
  /** The browser goes on somewhere else. */
  redirect: undefined,
  /** Bare text, as WeChat wants it. */
  text: undefined,
} as const
export type ReplyName = keyof typeof REPLIES
