import * as v from 'valibot'
import {
  AppIdSchema,
  MergeIdSchema,
  OpenIdSchema,
  OpenPlatformIdSchema,
  UnionIdSchema,
  UserIdSchema,
} from '../base/ids.ts'
import { DAY_MS } from '../base/time.ts'
import { PhoneNumberSchema } from '../wechat/phoneNumber.ts'
import { ConflictIdSchema, JobIdSchema } from './documentIds.ts'
import { readEvent } from './readEvent.ts'

/** Why an administrator did it: stays in the audit, so a full stop is not enough. */
const reason = v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(500))

/** What we gave out as `next` or printed as a code: visible characters without blanks. */
const token = (charactersAtMost: number) =>
  v.pipe(v.string(), v.maxLength(charactersAtMost), v.regex(/^[\x21-\x7e]+$/))

/** Milliseconds since 1970. Before 2020 nobody had an account here: such a number is one of seconds. */
const moment = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(Date.parse('2020-01-01')),
  v.maxValue(Number.MAX_SAFE_INTEGER),
)

/** A page of figures holds a hundred days at most, and both ends may be days begun. */
const COVERAGE_DAYS = 98

/** One way to look a user up, and no other beside it. */
const BySchema = v.union([
  v.strictObject({ userId: UserIdSchema }),
  v.strictObject({ appid: AppIdSchema, openid: OpenIdSchema }),
  v.strictObject({ openPlatform: OpenPlatformIdSchema, unionid: UnionIdSchema }),
  v.strictObject({ phone: PhoneNumberSchema }),
])

const TwoUsersSchema = v.pipe(
  v.strictTuple([UserIdSchema, UserIdSchema]),
  v.check(([one, other]) => one !== other),
)

const AdminRequestSchema = v.variant('action', [
  v.object({ action: v.literal('becomeFirst'), code: token(128) }),
  v.object({ action: v.literal('find'), by: BySchema }),
  v.object({ action: v.literal('show'), userId: UserIdSchema }),
  v.object({ action: v.literal('merge'), users: TwoUsersSchema, reason }),
  v.object({ action: v.literal('split'), mergeId: MergeIdSchema, reason }),
  v.object({ action: v.literal('conflicts'), after: v.optional(token(256)) }),
  v.object({ action: v.literal('resolve'), conflictId: ConflictIdSchema, reason }),
  v.object({ action: v.literal('liftBarrier'), mergeId: MergeIdSchema, reason }),
  v.object({ action: v.literal('backlog'), after: v.optional(token(256)) }),
  v.object({ action: v.literal('revive'), jobId: JobIdSchema, reason }),
  v.pipe(
    v.object({ action: v.literal('coverage'), since: moment, until: moment }),
    v.forward(
      v.check(({ since, until }) => since < until && until - since <= COVERAGE_DAYS * DAY_MS),
      ['until'],
    ),
  ),
  v.pipe(
    v.object({ action: v.literal('paymentWindows'), since: moment, until: moment }),
    v.forward(
      v.check(({ since, until }) => since < until && until - since <= 366 * DAY_MS),
      ['until'],
    ),
  ),
  v.object({ action: v.literal('appoint'), userId: UserIdSchema, reason }),
  v.object({ action: v.literal('dismiss'), userId: UserIdSchema, reason }),
])

export type AdminFields = v.InferOutput<typeof AdminRequestSchema>

/**
 * The event of `admin`. Whether the caller may do it, the event cannot say.
 * @throws OneIdError INPUT_INVALID
 */
export const readAdminRequest = (event: unknown): AdminFields => readEvent(AdminRequestSchema, event)
