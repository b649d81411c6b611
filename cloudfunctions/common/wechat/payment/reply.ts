import * as v from 'valibot'
import { OneIdError } from '../../base/errors.ts'
import type { AppId } from '../../base/ids.ts'
import type { PayApi, PaymentDoors } from './door.ts'

const CodesSchema = v.looseObject({
  returnCode: v.string(),
  returnMsg: v.optional(v.string()),
  resultCode: v.optional(v.string()),
  errCodeDes: v.optional(v.string()),
})
type Codes = v.InferOutput<typeof CodesSchema>

/** What WeChat Pay answered: it did what was asked, or says in Chinese why not. */
export type PayReply = { readonly fields: Codes } | { readonly refused: string }

/**
 * Asks WeChat Pay. The SDK resolves with a refusal, and puts 0 in the place of its code (wx-server-sdk 4.0.2): only
 * the two result codes tell, and the words.
 * @throws OneIdError PAYMENT_BUSY if there is no answer that can be read
 */
export const askPay = async (
  { payCall }: Pick<PaymentDoors, 'payCall'>,
  api: PayApi,
  params: Readonly<Record<string, unknown>>,
  appid: AppId | undefined,
): Promise<PayReply> => {
  let answer: unknown
  try {
    answer = await payCall(api, params, appid)
  } catch (error) {
    throw new OneIdError('PAYMENT_BUSY', api, { cause: error })
  }
  const parsed = v.safeParse(CodesSchema, answer)
  if (!parsed.success) throw new OneIdError('PAYMENT_BUSY', `${api}: an answer without returnCode`)
  const { returnCode, resultCode, returnMsg, errCodeDes } = parsed.output
  if (returnCode === 'SUCCESS' && resultCode === 'SUCCESS') return { fields: parsed.output }
  return { refused: errCodeDes ?? returnMsg ?? returnCode }
}

/** What a request of WeChat Pay needs besides its own fields: 32 characters that nobody can guess. */
export const nonceOf = (random: (count: number) => Uint8Array): string =>
  Buffer.from(random(16)).toString('hex')
