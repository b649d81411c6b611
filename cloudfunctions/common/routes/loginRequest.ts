import * as v from 'valibot'
import { OneIdError } from '../base/errors.ts'
import { WeChatCodeSchema } from '../wechat/weChatNumbers.ts'
import { readEvent } from './readEvent.ts'

/** A profile is sealed into 500 to 900 characters; base64 of the most that the decryption takes. */
const ENCRYPTED_DATA_CHARACTERS_AT_MOST = 21_848

/** userInfo as JSON: 200 to 500 characters. */
const RAW_DATA_CHARACTERS_AT_MOST = 8_192

/** What wx.getUserInfo gives besides the profile. */
export const OPEN_DATA_FIELDS = {
  encryptedData: v.optional(
    v.pipe(v.string(), v.nonEmpty(), v.maxLength(ENCRYPTED_DATA_CHARACTERS_AT_MOST), v.base64()),
  ),
  /** 16 bytes. */
  iv: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{22}==$/))),
  rawData: v.optional(v.pipe(v.string(), v.nonEmpty(), v.maxLength(RAW_DATA_CHARACTERS_AT_MOST))),
  /** SHA-1. */
  signature: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/))),
} as const

const LoginRequestSchema = v.object({
  /** Left alone here: the route looks at it only after WeChat vouches for it. */
  openData: v.optional(v.unknown()),
  code: v.optional(WeChatCodeSchema),
  ...OPEN_DATA_FIELDS,
})

export type LoginFields = v.InferOutput<typeof LoginRequestSchema>

/** What each field is worthless without. */
const NEEDS = [
  ['encryptedData', 'code'],
  ['encryptedData', 'iv'],
  ['iv', 'encryptedData'],
  ['rawData', 'signature'],
  ['signature', 'rawData'],
  ['rawData', 'encryptedData'],
] as const

/** @throws OneIdError INPUT_INVALID if a field is worthless without another that is missing */
export const complete = <Fields extends Omit<LoginFields, 'openData'>>(request: Fields): Fields => {
  for (const [field, needed] of NEEDS) {
    if (request[field] !== undefined && request[needed] === undefined)
      throw new OneIdError('INPUT_INVALID', `${needed} is missing beside ${field}`, { field: needed })
  }
  return request
}

/**
 * The event of `login`. Whatever ids a client puts into it are not among the fields that are read.
 * @throws OneIdError INPUT_INVALID, before a code is spent
 */
export const readLoginRequest = (event: unknown): LoginFields =>
  complete(readEvent(LoginRequestSchema, event))
