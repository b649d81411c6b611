import type { FunctionPost, FunctionReply } from '../door.ts'
import { PAY_LIMITS } from './limits.ts'
import type { Order } from './orders.ts'

/**
 * The newer integration (集成中心): a gateway of the platform verifies and decrypts the notification of WeChat Pay v3
 * and POSTs it to the HTTP access of a function
 * (docs.cloudbase.net/integration/wechat-pay-miniprogram, 2026-11).
 */
export const INTEGRATION_PATH = '/unifiedOrderTrigger'

/** A function's name has no slash; what is told by HTTP is named by its path. */
export const isIntegration = ({ functionName }: Order): boolean => functionName.includes('/')

/** RFC 3339 in Beijing time, as WeChat Pay v3 writes instants. */
const v3Time = (at: number): string =>
  new Date(at + 8 * 3_600_000).toISOString().replace(/\.\d{3}Z$/, '+08:00')

/**
 * What the gateway sends of a paid order: the envelope of WeChat Pay v3 with the plaintext in `ParsedContent`. The
 * merchant is no sub-merchant here, and `payer.openid` is the one in the mini-program (v3, direct merchant).
 * Assumptions: the envelope's other fields are kept, ParsedContent is an object, and the integration is called `local`.
 */
export const integrationPost = (order: Order, id: string): FunctionPost => {
  const time = v3Time(order.paidAt ?? 0)
  return {
    path: order.functionName,
    headers: { 'x-tcb-integration-id': 'local' },
    timeoutMs: PAY_LIMITS.INTEGRATION_REAL_LIMIT_MS,
    body: {
      id,
      create_time: time,
      event_type: 'TRANSACTION.SUCCESS',
      resource_type: 'encrypt-resource',
      summary: '支付成功',
      ParsedContent: {
        appid: order.appid,
        mchid: order.subMchId,
        out_trade_no: order.outTradeNo,
        transaction_id: order.transactionId,
        trade_type: 'JSAPI',
        trade_state: 'SUCCESS',
        trade_state_desc: '支付成功',
        bank_type: 'OTHERS',
        attach: order.attach ?? '',
        success_time: time,
        payer: { openid: order.openid },
        amount: {
          total: order.totalFee,
          payer_total: order.totalFee,
          currency: 'CNY',
          payer_currency: 'CNY',
        },
      },
    },
  }
}

/** HTTP 200 and `{ code: 'SUCCESS' }` within five seconds; anything else is told again. */
export const isTaken = ({ status, body }: FunctionReply, tookMs: number): boolean =>
  status === 200 &&
  tookMs <= PAY_LIMITS.INTEGRATION_REPLY_MS &&
  typeof body === 'object' &&
  body !== null &&
  'code' in body &&
  body.code === 'SUCCESS'
