import * as v from 'valibot'
import type { ErrorCode } from '../base/errors.ts'
import { OneIdError } from '../base/errors.ts'
import type { Secret } from '../base/secret.ts'
import { TOKEN_REFUSALS } from './accessToken.ts'
import type { CloudIdField } from './openDataFields.ts'
import { readCloudId } from './openDataFields.ts'
import { readAnswer } from './readAnswer.ts'
import { WatermarkSchema } from './watermark.ts'
import type { Fetch } from './weChatApi.ts'
import { postToWeChat } from './weChatApi.ts'
import { refusalOf } from './weChatNumbers.ts'

/** A phone number in the form of E.164: `+8613800000000`. */
export const PhoneNumberSchema = v.pipe(v.string(), v.regex(/^\+[1-9]\d{6,14}$/), v.brand('PhoneNumber'))
export type PhoneNumber = v.InferOutput<typeof PhoneNumberSchema>

const API = 'phonenumber.getPhoneNumber'

/**
 * purePhoneNumber has no country code; phoneNumber has one for numbers from abroad only. countryCode is a number in
 * the sample of the page and a text in answers (page getPhoneNumber, 2026-11). People write blanks and hyphens.
 */
const NumbersSchema = v.object({
  purePhoneNumber: v.pipe(
    v.string(),
    v.transform((text) => text.replace(/[\s()-]/g, '')),
    v.digits(),
  ),
  countryCode: v.pipe(
    v.union([v.string(), v.number()]),
    v.transform((code) => String(code).replace(/^\+/, '')),
    v.digits(),
  ),
})

const internationalOf = ({ countryCode, purePhoneNumber }: v.InferOutput<typeof NumbersSchema>): string =>
  `+${countryCode}${purePhoneNumber}`

const InternationalSchema = v.pipe(NumbersSchema, v.transform(internationalOf), PhoneNumberSchema)

const ReplySchema = v.object({ phoneInfo: InternationalSchema })

const CloudIdSchema = v.looseObject({ watermark: WatermarkSchema })

/**
 * The number in what `cloud.openapi.phonenumber.getPhoneNumber` answered.
 * @throws OneIdError WECHAT_BUSY if there is none that can be read
 */
export const phoneNumberOf = (reply: unknown): PhoneNumber => {
  const parsed = v.safeParse(ReplySchema, reply)
  if (!parsed.success) throw new OneIdError('WECHAT_BUSY', `${API}: the answer has no number`)
  return parsed.output.phoneInfo
}

/**
 * The number behind `wx.cloud.CloudID(e.detail.cloudID)` of the getPhoneNumber button: costs nothing.
 * @throws OneIdError as readCloudId
 */
export const phoneNumberOfCloudId = (given: CloudIdField): PhoneNumber => {
  const parsed = v.safeParse(InternationalSchema, readCloudId(CloudIdSchema, given))
  if (parsed.success) return parsed.output
  const { field } = given
  throw new OneIdError('CLOUD_ID_INVALID', `${field}: no phone number`, { field })
}

/** Page getPhoneNumber, 2026-11. -604102 is the cloud call's time-out, -604103 its system error. */
const REFUSALS: ReadonlyMap<number, ErrorCode> = new Map([
  [40029, 'PHONE_CODE_INVALID'],
  [40013, 'PHONE_CODE_INVALID'],
  [-604102, 'WECHAT_BUSY'],
  [-604103, 'WECHAT_BUSY'],
])

const RejectedSchema = v.object({ errCode: v.number() })

/**
 * What the rejection of `cloud.openapi.phonenumber.getPhoneNumber` means. Its words stay behind: they may hold more
 * than the number of the error.
 */
export const phoneNumberError = (error: unknown): OneIdError => {
  if (error instanceof OneIdError) return error
  const rejected = v.safeParse(RejectedSchema, error)
  return rejected.success
    ? refusalOf(API, REFUSALS, rejected.output.errCode)
    : new OneIdError('WECHAT_BUSY', `${API}: no answer`)
}

const PATH = '/wxa/business/getuserphonenumber'

const AnswerSchema = v.object({ phone_info: v.unknown() })

/**
 * The same by HTTPS, for a call that did not begin in a mini-program: there the cloud call is refused (-604104).
 * @param token access_token of the mini-program
 * @returns what phoneNumberOf reads
 * @throws OneIdError PHONE_CODE_INVALID, WECHAT_TOKEN_REFUSED, WECHAT_BUSY, WECHAT_RATE_LIMITED, WECHAT_QUOTA_USED,
 * WECHAT_APP_REFUSED
 */
export const askPhoneNumber = async ({
  token,
  fetch,
  code,
}: {
  readonly token: Secret<string>
  readonly fetch: Fetch
  readonly code: string
}): Promise<unknown> => {
  const own = new Map([...REFUSALS, ...TOKEN_REFUSALS])
  const answer = await postToWeChat(fetch, PATH, { access_token: token.reveal() }, { code })
  const { phone_info } = readAnswer({ api: PATH, own, schema: AnswerSchema, wanted: 'number' }, answer)
  return { phoneInfo: phone_info }
}
