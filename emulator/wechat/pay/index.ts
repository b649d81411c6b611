import * as v from 'valibot'
import { UserError } from '../../userError.ts'
import type { ClientApi } from '../clientApi.ts'
import { ClientFailure } from '../clientApi.ts'
import type { ApiDoor, WeChatParts } from '../door.ts'
import type { Tokens } from '../token/index.ts'
import { PAY_LIMITS } from './limits.ts'
import { createNotifier } from './notify.ts'
import type { Order } from './orders.ts'
import { openLedger } from './orders.ts'
import { paidUnionId, paidUnionIdDoor } from './paidUnionId.ts'
import { closeOrder, queryOrder, queryRefund, refund } from './queries.ts'
import { notUnderstood, signatureOf } from './replies.ts'
import type { Payer } from './unifiedOrder.ts'
import { unifiedOrder } from './unifiedOrder.ts'

/** What the sheet of `wx.requestPayment` is given: the `payment` of unifiedOrder. */
export const SheetSchema = v.object({
  appId: v.string(),
  timeStamp: v.string(),
  nonceStr: v.string(),
  package: v.string(),
  paySign: v.string(),
})
export type PaymentSheet = v.InferOutput<typeof SheetSchema>

/** Why a payment did not happen, in the words of `wx.requestPayment`. */
export type PayOutcome = { readonly order: Order } | { readonly fail: string }

export interface Pay {
  readonly doors: readonly ApiDoor[]
  readonly clientApis: readonly ClientApi[]
  /**
   * `cloudPay.<api>`: everything in snake_case. Undefined for an API that is not simulated.
   * @param payer who the calling function serves; none for a timer
   */
  readonly cloudPay: (
    api: string,
    params: Readonly<Record<string, unknown>>,
    payer: Payer | undefined,
  ) => Readonly<Record<string, unknown>> | undefined
  /**
   * An order made up for somebody who only wants to see a payment; its sheet is ready to be confirmed.
   * @throws UserError MERCHANT_MISSING when the world has no merchant
   */
  readonly order: (payer: Payer, totalFee: number, functionName: string) => PaymentSheet
  /** Somebody confirms the payment sheet on the phone. */
  readonly confirm: (payer: Payer, sheet: PaymentSheet) => PayOutcome
  readonly orders: () => readonly Order[]
  /** `auth.getPaidUnionId` as a cloud call. @throws WeChatRefusal */
  readonly paidUnionId: (appid: string, params: Readonly<Record<string, unknown>>) => string
}

/** WeChat Pay as a service provider for the merchants of the world, and the unionid that a payment opens. */
export const createPay = (parts: WeChatParts, tokens: Tokens): Pay => {
  const { now, random, tables } = parts
  const ledger = openLedger(tables)
  const notifier = createNotifier(parts, ledger)

  const order: Pay['order'] = (payer, totalFee, functionName) => {
    const [merchant] = parts.world.merchants
    if (merchant === undefined) {
      throw new UserError(
        'MERCHANT_MISSING',
        'this world has no merchant',
        'Add one to the world file: "merchants".',
      )
    }
    const reply = unifiedOrder(parts, ledger, payer, {
      function_name: functionName,
      env_id: 'local',
      sub_mch_id: merchant.mchId,
      nonce_str: random(16),
      body: 'a payment from the control API',
      out_trade_no: `local${random(12)}`,
      total_fee: totalFee,
      spbill_create_ip: '127.0.0.1',
      trade_type: 'JSAPI',
    })
    return v.parse(SheetSchema, reply['payment'])
  }

  /** The order behind a sheet, if this payer can pay it now. */
  const payable = (payer: Payer, sheet: PaymentSheet): PayOutcome => {
    const signed = signatureOf([sheet.appId, sheet.timeStamp, sheet.nonceStr, sheet.package])
    if (sheet.appId !== payer.appid || sheet.paySign !== signed) return { fail: '支付验证签名失败' }
    const order = ledger.byPrepay(sheet.package.replace(/^prepay_id=/, ''))
    if (order === undefined) return { fail: '订单不存在' }
    if (order.personId !== payer.personId) return { fail: '支付者与下单者不一致' }
    if (order.state !== 'NOTPAY') return { fail: order.state === 'CLOSED' ? '订单已关闭' : '该订单已支付' }
    const { createdAt, expiresAt = Number.POSITIVE_INFINITY } = order
    const last = Math.min(createdAt + PAY_LIMITS.PREPAY_LIFETIME_MS, expiresAt)
    if (now() > last) return { fail: '订单已过期' }
    return { order }
  }

  const confirm: Pay['confirm'] = (payer, sheet) => {
    const found = payable(payer, sheet)
    if ('fail' in found) return found
    // 28 digits that begin with a 4, as transaction ids have looked for years; beyond 2^53, so a text everywhere.
    const digits = BigInt(`0x${random(12)}`)
      .toString()
      .padStart(27, '0')
      .slice(-27)
    const paid: Order = { ...found.order, state: 'SUCCESS', transactionId: `4${digits}`, paidAt: now() }
    ledger.orders.put(paid.key, paid)
    notifier.announce(paid)
    return { order: paid }
  }

  const onPhone = (
    name: string,
    ask: (payer: Payer, sheet: PaymentSheet) => PayOutcome,
    tell: (order: Order) => Readonly<Record<string, unknown>>,
  ): ClientApi => ({
    name,
    answer: ({ person, app }, options) => {
      const sheet = v.safeParse(SheetSchema, { ...options, appId: app.appid })
      // Assumption: the words.
      if (!sheet.success) throw new ClientFailure(`parameter error: ${v.getDotPath(sheet.issues[0]) ?? ''}`)
      const outcome = ask({ appid: app.appid, personId: person.id }, sheet.output)
      if ('fail' in outcome) throw new ClientFailure(outcome.fail)
      return tell(outcome.order)
    },
  })

  /** What the phone shows on the sheet. No API of mini-programs: WeChat's own client asks this of its servers. */
  const describePayment = onPhone('describePayment', payable, ({ totalFee, body, subMchId }) => ({
    totalFee,
    body,
    merchant: parts.world.merchants.find(({ mchId }) => mchId === subMchId)?.name ?? '',
  }))

  /** `wx.requestPayment`: the person has confirmed the sheet. */
  const requestPayment = onPhone('requestPayment', confirm, () => ({}))

  return {
    doors: [paidUnionIdDoor(parts, ledger, tokens)],
    clientApis: [describePayment, requestPayment],
    cloudPay: (api, params, payer) => {
      if (api === 'unifiedOrder') {
        return payer === undefined
          ? notUnderstood('缺少参数openid')
          : unifiedOrder(parts, ledger, payer, params)
      }
      if (api === 'queryOrder') return queryOrder(ledger, params)
      if (api === 'closeOrder') return closeOrder(ledger, params)
      if (api === 'refund') return refund(parts, ledger, notifier, params)
      return api === 'queryRefund' ? queryRefund(ledger, params) : undefined
    },
    order,
    confirm,
    orders: () => ledger.orders.list(),
    paidUnionId: (appid, params) =>
      paidUnionId(parts, ledger, {
        appid,
        openid: params['openid'],
        transactionId: params['transaction_id'],
        mchId: params['mch_id'],
        outTradeNo: params['out_trade_no'],
      }),
  }
}
