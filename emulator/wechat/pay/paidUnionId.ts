import type { ApiDoor, WeChatParts } from '../door.ts'
import { REFUSALS, WeChatRefusal } from '../errors.ts'
import type { Tokens } from '../token/index.ts'
import { PAY_LIMITS } from './limits.ts'
import type { Ledger, Order } from './orders.ts'
import { PROVIDER } from './replies.ts'

/** Refusals of auth.getPaidUnionId alone (its reference, 2026-11). */
const PAID_REFUSALS = {
  notBound: () => new WeChatRefusal(89002, 'appid not bound to open platform'),
  invalidTrade: () => new WeChatRefusal(89300, 'invalid trade'),
} as const

interface Asked {
  readonly appid: string
  readonly openid: unknown
  readonly transactionId: unknown
  readonly mchId: unknown
  readonly outTradeNo: unknown
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** By transaction, or by merchant and order number; whether the provider's or the sub-merchant's id is wanted is not
 * documented for cloud pay. Assumption: either. */
const orderOf = (ledger: Ledger, asked: Asked): Order | undefined => {
  if (isText(asked.transactionId)) return ledger.byTransaction(asked.transactionId)
  const { mchId, outTradeNo } = asked
  if (!isText(mchId) || !isText(outTradeNo)) return undefined
  const direct = ledger.byNumber(mchId, outTradeNo)
  if (direct !== undefined || mchId !== PROVIDER.mchId) return direct
  return ledger.orders.list().find((order) => order.outTradeNo === outTradeNo)
}

/**
 * The unionid of somebody who has just paid, without asking them: within five minutes of the payment.
 * Which refusal comes first when several apply is not documented. Assumption: openid, binding, trade.
 * @throws WeChatRefusal 40003, 89002, 89300
 */
export const paidUnionId = ({ world, now }: WeChatParts, ledger: Ledger, asked: Asked): string => {
  const { appid, openid } = asked
  if (!isText(openid)) throw REFUSALS.missingOpenid()
  const who = world.whoIs(appid, openid)
  if (who === undefined || who.app.kind !== 'mini-program') throw REFUSALS.invalidOpenid()
  const unionid = world.unionid(who.app, who.person.id)
  if (unionid === undefined) throw PAID_REFUSALS.notBound()
  const order = orderOf(ledger, asked)
  if (order?.paidAt === undefined || order.appid !== appid || order.openid !== openid)
    throw PAID_REFUSALS.invalidTrade()
  if (now() - order.paidAt > PAY_LIMITS.PAID_UNIONID_WINDOW_MS) throw PAID_REFUSALS.invalidTrade()
  return unionid
}

/** `GET /wxa/getpaidunionid` */
export const paidUnionIdDoor = (parts: WeChatParts, ledger: Ledger, tokens: Tokens): ApiDoor => ({
  method: 'GET',
  path: '/wxa/getpaidunionid',
  answer: ({ query }) => ({
    unionid: paidUnionId(parts, ledger, {
      appid: tokens.appidOf(query['access_token']),
      openid: query['openid'],
      transactionId: query['transaction_id'],
      mchId: query['mch_id'],
      outTradeNo: query['out_trade_no'],
    }),
    errcode: 0,
    errmsg: 'ok',
  }),
})
