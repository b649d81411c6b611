import * as v from 'valibot'
import type { WeChatParts } from '../door.ts'
import { openidOf } from '../ids.ts'
import { PAY_LIMITS } from './limits.ts'
import type { Ledger, Order } from './orders.ts'
import { orderKey } from './orders.ts'
import { notUnderstood, readPayTime, refusedBusiness, signatureOf, succeeded } from './replies.ts'

const text = (longest: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(longest))

const RequestSchema = v.looseObject({
  function_name: text(60),
  env_id: text(64),
  sub_mch_id: v.string(),
  nonce_str: text(PAY_LIMITS.NONCE_LENGTH),
  body: text(PAY_LIMITS.BODY_LENGTH),
  out_trade_no: v.pipe(v.string(), v.regex(PAY_LIMITS.OUT_TRADE_NO)),
  total_fee: v.pipe(v.number(), v.integer(), v.minValue(1)),
  spbill_create_ip: v.string(),
  trade_type: v.literal('JSAPI'),
  attach: v.optional(text(PAY_LIMITS.ATTACH_LENGTH)),
  sub_openid: v.optional(v.string()),
  time_expire: v.optional(v.pipe(v.string(), v.transform(readPayTime), v.number())),
})

/** Who pays: the mini-program and the person that the calling function serves. */
export interface Payer {
  readonly appid: string
  readonly personId: string
}

const payment = (appid: string, order: Order, nonce: string, now: number) => {
  const timeStamp = String(Math.floor(now / 1_000))
  const bundle = `prepay_id=${order.prepayId}`
  return {
    appId: appid,
    timeStamp,
    nonceStr: nonce,
    package: bundle,
    signType: 'MD5',
    paySign: signatureOf([appid, timeStamp, nonce, bundle]),
  }
}

/** Whole seconds, as `time_start` has them: a minute that a client has counted from its own second is long enough. */
const isTooShort = (expiresAt: number, now: number): boolean =>
  expiresAt - Math.floor(now / 1_000) * 1_000 < PAY_LIMITS.TIME_EXPIRE_LEAST_MS

/**
 * `cloudPay.unifiedOrder`. The same order number with the same content answers again with the same prepay_id; with
 * another content it is taken (OUT_TRADE_NO_USED, WeChat Pay v2).
 *
 * `time_expire` counts with the first request only. WeChat Pay calls a change of it an error, and does not say which.
 * Assumption: whatever a later request says there is passed over.
 */
export const unifiedOrder = (
  { world, now, random }: WeChatParts,
  ledger: Ledger,
  payer: Payer,
  params: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => {
  const parsed = v.safeParse(RequestSchema, params)
  if (!parsed.success) {
    const [issue] = parsed.issues
    return notUnderstood(`参数错误: ${v.getDotPath(issue) ?? ''}`)
  }
  const wanted = parsed.output
  if (!world.merchants.some(({ mchId }) => mchId === wanted.sub_mch_id)) {
    return refusedBusiness('MCHID_NOT_EXIST', '商户号不存在')
  }
  const openid = openidOf(payer.appid, payer.personId)
  if (wanted.sub_openid !== undefined && wanted.sub_openid !== openid) {
    return refusedBusiness('PARAM_ERROR', 'sub_openid与sub_appid不匹配')
  }
  const known = ledger.byNumber(wanted.sub_mch_id, wanted.out_trade_no)
  if (known?.state === 'SUCCESS' || known?.state === 'REFUND')
    return refusedBusiness('ORDERPAID', '该订单已支付')
  if (known?.state === 'CLOSED') return refusedBusiness('ORDERCLOSED', '该订单已关闭')
  if (
    known !== undefined &&
    (known.totalFee !== wanted.total_fee || known.body !== wanted.body || known.openid !== openid)
  ) {
    return refusedBusiness('OUT_TRADE_NO_USED', '商户订单号重复')
  }
  if (known === undefined && wanted.time_expire !== undefined && isTooShort(wanted.time_expire, now())) {
    // The words are WeChat Pay v2's; public reports have them in return_msg. Assumption: the code, as a business refusal.
    return refusedBusiness('TIME_EXPIRE_INVALID', 'time_expire时间过短，刷卡至少1分钟，其他5分钟')
  }
  const order: Order = known ?? {
    key: orderKey(wanted.sub_mch_id, wanted.out_trade_no),
    outTradeNo: wanted.out_trade_no,
    subMchId: wanted.sub_mch_id,
    appid: payer.appid,
    openid,
    personId: payer.personId,
    totalFee: wanted.total_fee,
    body: wanted.body,
    ...(wanted.attach !== undefined && { attach: wanted.attach }),
    functionName: wanted.function_name,
    prepayId: `wx${random(17)}`,
    createdAt: now(),
    ...(wanted.time_expire !== undefined && { expiresAt: wanted.time_expire }),
    state: 'NOTPAY',
    notified: 0,
    accepted: false,
  }
  ledger.orders.put(order.key, order)
  return succeeded(wanted.nonce_str, {
    sub_appid: payer.appid,
    sub_mch_id: wanted.sub_mch_id,
    sign: signatureOf([order.prepayId]),
    trade_type: 'JSAPI',
    prepay_id: order.prepayId,
    payment: payment(payer.appid, order, wanted.nonce_str, now()),
  })
}
