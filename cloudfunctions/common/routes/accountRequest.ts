import * as v from 'valibot'
import { OneIdError } from '../base/errors.ts'
import { WeChatCodeSchema } from '../wechat/weChatNumbers.ts'
import { IdentityDocumentIdSchema } from './documentIds.ts'
import { readEvent } from './readEvent.ts'

const NICKNAME_CHARACTERS_AT_MOST = 64
const AVATAR_CHARACTERS_AT_MOST = 1_024

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const NicknameSchema = v.pipe(v.string(), v.trim(), v.maxLength(NICKNAME_CHARACTERS_AT_MOST))

/** A file of the cloud storage or an address, or nothing: an empty text removes what is there. */
const AvatarSchema = v.pipe(
  v.string(),
  v.maxLength(AVATAR_CHARACTERS_AT_MOST),
  v.regex(/^(?:(?:cloud|https):\/\/\S+)?$/),
)

export const AccountRequestSchema = v.variant('action', [
  v.object({ action: v.literal('me') }),
  v.object({
    action: v.literal('profile'),
    nickname: v.optional(NicknameSchema),
    avatar: v.optional(AvatarSchema),
  }),
  v.object({
    action: v.literal('phone'),
    code: v.optional(WeChatCodeSchema),
    /** Left alone here: it is looked at only after WeChat vouches for it. */
    phone: v.optional(v.unknown()),
  }),
  v.object({ action: v.literal('identities') }),
  v.object({ action: v.literal('unlink'), id: IdentityDocumentIdSchema }),
  v.object({
    action: v.literal('claimGuest'),
    guestId: v.pipe(v.string(), v.toLowerCase(), v.regex(UUID_V4)),
  }),
  v.object({ action: v.literal('export') }),
  v.object({ action: v.literal('delete') }),
  v.object({ action: v.literal('cancelDeletion') }),
])

export type AccountFields = v.InferOutput<typeof AccountRequestSchema>

/**
 * The event of `account`. Whose account it is, the event cannot say.
 * @throws OneIdError INPUT_INVALID
 */
export const readAccountRequest = (event: unknown): AccountFields => {
  const request = readEvent(AccountRequestSchema, event)
  if (request.action === 'phone' && request.code === undefined && request.phone === undefined)
    throw new OneIdError('INPUT_INVALID', 'neither code nor phone', { field: 'code' })
  return request
}
