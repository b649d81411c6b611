import * as v from 'valibot'
import type { AppId, OpenId, UnionId } from '../../base/ids.ts'
import { UnionIdSchema } from '../../base/ids.ts'
import type { PaymentDoors } from './door.ts'

/** `getPaidUnionId`: "within 5 minutes after the payment" (its reference, 2026-11). */
export const PAID_UNIONID_WINDOW_MS = 300_000

/** A payment whose payer is looked for. */
export interface PaymentOfPerson {
  readonly openid: OpenId
  readonly transactionId: string
  /** The app that the call speaks for, where that is not the environment's own. */
  readonly appid: AppId | undefined
}

/**
 * `busy`: WeChat may say it in a moment. `later`: it may say it yet, and must not be pressed. `never`: it will not, whoever asks. `elsewhere`: this chain of calls may not ask
 * (-604104, -604101), another may. `number` is WeChat's, for the record.
 */
export type PaidUnionIdAnswer =
  | { readonly unionid: UnionId }
  | { readonly refused: 'busy' | 'later' | 'never' | 'elsewhere' | 'openid'; readonly number: string }

/** Reference of getPaidUnionId, 2026-11: no such trade, or too late; app not bound to an open platform account. */
const TERMINAL: readonly number[] = [89300, 89002]

/** The openid is not one of the app that the call speaks for. */
const WRONG_OPENID = 40003

/** Too often in a minute, in a day (page of global return codes, 2026-11). */
const TOO_OFTEN: readonly number[] = [45011, 45009]

/** Illegal source, no permission (page of error codes of cloud development, 2026-11). */
const OF_THIS_CHAIN: readonly number[] = [-604104, -604101]

const ReplySchema = v.object({ unionid: UnionIdSchema })
const RejectedSchema = v.object({ errCode: v.number() })

const refusalOf = (number: number): PaidUnionIdAnswer => {
  const told = { number: String(number) }
  if (TERMINAL.includes(number)) return { refused: 'never', ...told }
  if (number === WRONG_OPENID) return { refused: 'openid', ...told }
  if (OF_THIS_CHAIN.includes(number)) return { refused: 'elsewhere', ...told }
  return { refused: TOO_OFTEN.includes(number) ? 'later' : 'busy', ...told }
}

/**
 * Asks once for the unionid of who has just paid. By transaction and not by the merchant's number: whose number is
 * meant, the service provider's or the merchant's, is not documented for cloud payment. Never rejects: whatever was
 * not an answer may be one the next time.
 */
export const askForPayer = async (
  { askPaidUnionId }: Pick<PaymentDoors, 'askPaidUnionId'>,
  { openid, transactionId, appid }: PaymentOfPerson,
): Promise<PaidUnionIdAnswer> => {
  try {
    const parsed = v.safeParse(ReplySchema, await askPaidUnionId({ openid, transactionId }, appid))
    return parsed.success ? parsed.output : { refused: 'busy', number: 'NO_UNIONID' }
  } catch (error) {
    const rejected = v.safeParse(RejectedSchema, error)
    return rejected.success ? refusalOf(rejected.output.errCode) : { refused: 'busy', number: 'NO_ANSWER' }
  }
}
