import { describe, expect, it } from 'vitest'
import { WeChatRefusal } from '../errors.ts'
import type { TestWeChat } from '../testing.ts'
import { openWeChat } from '../testing.ts'
import type { PaymentSheet } from './index.ts'

// Requests, replies and callback: CloudPay.unifiedOrder and paymentCallback references; business codes: WeChat Pay v2;
// getPaidUnionId: its reference (all 2026-11).

const shop = 'wx0000000000000001'
const club = 'wx0000000000000002'
const lab = 'wx0000000000000003'

const REQUEST = {
  function_name: 'payCallback',
  env_id: 'local',
  sub_mch_id: '1900000001',
  nonce_str: 'nonce',
  body: '一杯咖啡',
  out_trade_no: 'order-1',
  total_fee: 990,
  spbill_create_ip: '127.0.0.1',
  trade_type: 'JSAPI',
}

const alice = { appid: shop, personId: 'alice' }
const bob = { appid: shop, personId: 'bob' }

const order = (weChat: TestWeChat, more: object = {}, payer = alice) =>
  weChat.pay.cloudPay('unifiedOrder', { ...REQUEST, ...more }, payer) ?? {}

const isSheet = (value: unknown): value is PaymentSheet =>
  typeof value === 'object' && value !== null && 'paySign' in value

const sheetOf = (reply: Readonly<Record<string, unknown>>): PaymentSheet => {
  const { payment } = reply
  if (!isSheet(payment)) throw new Error(`no payment in ${JSON.stringify(reply)}`)
  return payment
}

const buy = (weChat: TestWeChat, more: object = {}, payer = alice) => {
  const outcome = weChat.pay.confirm(payer, sheetOf(order(weChat, more, payer)))
  if ('fail' in outcome) throw new Error(outcome.fail)
  return outcome.order
}

describe('an order', () => {
  it('answers what wx.requestPayment needs', () => {
    expect(order(openWeChat())).toMatchObject({
      return_code: 'SUCCESS',
      result_code: 'SUCCESS',
      sub_appid: shop,
      sub_mch_id: '1900000001',
      trade_type: 'JSAPI',
      payment: {
        appId: shop,
        signType: 'MD5',
        package: expect.stringMatching(/^prepay_id=wx/),
        timeStamp: expect.stringMatching(/^\d{10}$/),
      },
    })
  })

  it('is the same order when it is asked for again, and taken when something else is asked for under its number', () => {
    const weChat = openWeChat()
    expect(order(weChat)['prepay_id']).toBe(order(weChat)['prepay_id'])
    expect(order(weChat, { total_fee: 1 })).toMatchObject({
      result_code: 'FAIL',
      err_code: 'OUT_TRADE_NO_USED',
    })
    expect(order(weChat, {}, bob)).toMatchObject({ err_code: 'OUT_TRADE_NO_USED' })
    buy(weChat)
    expect(order(weChat)).toMatchObject({ result_code: 'FAIL', err_code: 'ORDERPAID' })
  })

  it.each([
    ['no function', { function_name: undefined }],
    ['a number that is none', { out_trade_no: 'order 1' }],
    ['half a fen', { total_fee: 0.5 }],
    ['a body that is too long', { body: 'x'.repeat(129) }],
    ['another trade type', { trade_type: 'NATIVE' }],
  ])('with %s is not understood', (_, more) => {
    expect(order(openWeChat(), more)).toMatchObject({ return_code: 'FAIL' })
  })

  it.each([
    ['a merchant of nobody', { sub_mch_id: '1900000009' }, 'MCHID_NOT_EXIST'],
    ['somebody else’s openid', { sub_openid: 'oSomebodyElse' }, 'PARAM_ERROR'],
  ])('with %s is refused', (_, more, code) => {
    expect(order(openWeChat(), more)).toMatchObject({
      return_code: 'SUCCESS',
      result_code: 'FAIL',
      err_code: code,
    })
  })

  it('can be queried, closed and no longer paid', () => {
    const weChat = openWeChat()
    const sheet = sheetOf(order(weChat))
    const names = { sub_mch_id: '1900000001', nonce_str: 'n', out_trade_no: 'order-1' }
    expect(weChat.pay.cloudPay('queryOrder', names, undefined)).toMatchObject({ trade_state: 'NOTPAY' })
    expect(weChat.pay.cloudPay('closeOrder', names, undefined)).toMatchObject({ result_code: 'SUCCESS' })
    expect(weChat.pay.cloudPay('queryOrder', names, undefined)).toMatchObject({ trade_state: 'CLOSED' })
    expect(weChat.pay.confirm(alice, sheet)).toEqual({ fail: '订单已关闭' })
    expect(weChat.pay.cloudPay('queryOrder', { ...names, out_trade_no: 'x' }, undefined)).toMatchObject({
      err_code: 'ORDERNOTEXIST',
    })
    expect(weChat.pay.cloudPay('downloadBill', {}, undefined)).toBeUndefined()
  })
})

describe('a payment', () => {
  it.each([
    ['a changed amount', (sheet: PaymentSheet) => ({ ...sheet, package: `${sheet.package}x` }), alice],
    ['a changed signature', (sheet: PaymentSheet) => ({ ...sheet, paySign: '0' }), alice],
    ['another app', (sheet: PaymentSheet) => sheet, { ...alice, appid: club }],
    ['another person', (sheet: PaymentSheet) => sheet, bob],
  ])('with %s fails', (_, change, payer) => {
    const weChat = openWeChat()
    expect(weChat.pay.confirm(payer, change(sheetOf(order(weChat))))).toHaveProperty('fail')
    expect(weChat.pay.orders()[0]?.state).toBe('NOTPAY')
  })

  it('after two hours finds the order expired', () => {
    const weChat = openWeChat()
    const sheet = sheetOf(order(weChat))
    weChat.clock.advance('2h1s')
    expect(weChat.pay.confirm(alice, sheet)).toEqual({ fail: '订单已过期' })
  })

  it('can be given back in parts, not more than was paid, and the same part once', () => {
    const weChat = openWeChat()
    const { transactionId } = buy(weChat)
    const refund = (number: string, fee: number) =>
      weChat.pay.cloudPay(
        'refund',
        {
          sub_mch_id: '1900000001',
          nonce_str: 'n',
          transaction_id: transactionId,
          out_refund_no: number,
          total_fee: 990,
          refund_fee: fee,
        },
        undefined,
      )
    const first = refund('r1', 500)
    expect(first).toMatchObject({ result_code: 'SUCCESS', refund_fee: 500 })
    expect(refund('r1', 500)).toEqual(first)
    expect(refund('r2', 500)).toMatchObject({ err_code: 'NOTENOUGH' })
    expect(refund('r3', 490)).toMatchObject({ result_code: 'SUCCESS' })
    expect(
      weChat.pay.cloudPay(
        'queryRefund',
        { sub_mch_id: '1900000001', nonce_str: 'n', out_trade_no: 'order-1' },
        undefined,
      ),
    ).toMatchObject({
      refund_count: 2,
      out_refund_no_0: 'r1',
      refund_fee_1: 490,
    })
  })
})

describe('the notice of a refund', () => {
  // WeChat Pay v2, refund result notice with req_info opened (2026-11). In Beijing it is already February.
  it('comes until it is taken, once for a refund, to the function that the refund names', async () => {
    const weChat = openWeChat()
    weChat.clock.set(Date.UTC(2027, 0, 31, 16, 30, 5))
    const { transactionId } = buy(weChat)
    await weChat.agenda.settled()
    const before = weChat.functions.calls.length
    weChat.functions.answerWith(() => (weChat.functions.calls.length === before + 1 ? {} : { errcode: 0 }))
    const wanted = {
      sub_mch_id: '1900000001',
      nonce_str: 'n',
      transaction_id: transactionId,
      out_refund_no: 'r1',
      total_fee: 990,
      refund_fee: 100,
    }
    const refund = (more: object) => weChat.pay.cloudPay('refund', { ...wanted, ...more }, undefined)
    refund({ function_name: 'refunded' })
    refund({ function_name: 'refunded' })
    // Nobody is told of one that names no function.
    refund({ out_refund_no: 'r2' })
    await weChat.agenda.settled()
    weChat.clock.advance('2d')
    await weChat.agenda.settled()
    const told = weChat.functions.calls.slice(before)
    expect(told.map(({ name }) => name)).toEqual(['refunded', 'refunded'])
    expect(told[1]?.event).toMatchObject({
      returnCode: 'SUCCESS',
      subMchId: '1900000001',
      transactionId,
      outTradeNo: 'order-1',
      outRefundNo: 'r1',
      totalFee: 990,
      refundFee: 100,
      refundStatus: 'SUCCESS',
      successTime: '2027-02-01 00:30:05',
    })
    expect(told[1]?.event).not.toHaveProperty('resultCode')
  })
})

describe('the callback', () => {
  it('names payer, order and amount in camelCase, with the openid of the mini-program in subOpenid', async () => {
    const weChat = openWeChat()
    const { transactionId, openid } = buy(weChat, { attach: 'x' })
    await weChat.agenda.settled()
    expect(weChat.functions.calls).toEqual([
      {
        name: 'payCallback',
        event: expect.objectContaining({
          returnCode: 'SUCCESS',
          resultCode: 'SUCCESS',
          subAppid: shop,
          subMchId: '1900000001',
          subOpenid: openid,
          outTradeNo: 'order-1',
          transactionId,
          totalFee: 990,
          attach: 'x',
          timeEnd: expect.stringMatching(/^\d{14}$/),
        }),
      },
    ])
    expect(weChat.functions.calls[0]?.event['openid']).not.toBe(openid)
    expect(transactionId).toMatch(/^4\d{27}$/)
  })

  it.each([
    ['errcode as a text', { errcode: '0' }],
    ['the answer of plain WeChat Pay', { return_code: 'SUCCESS' }],
    ['nothing', undefined],
  ])('answered with %s comes again, 15 s later at first, 16 times in all within a day', async (_, answer) => {
    const weChat = openWeChat()
    weChat.functions.answerWith(() => answer)
    buy(weChat)
    await weChat.agenda.settled()
    const tries: number[] = [weChat.functions.calls.length]
    for (const wait of ['14s', '1s', '15s', '30s', '3m', '1d1h', '10d']) {
      weChat.clock.advance(wait)
      await weChat.agenda.settled()
      tries.push(weChat.functions.calls.length)
    }
    expect(tries).toEqual([1, 1, 2, 3, 4, 5, 16, 16])
  })

  it('comes no more once the function has answered the number 0, after an error too', async () => {
    const weChat = openWeChat()
    let times = 0
    weChat.functions.answerWith(() => {
      times += 1
      if (times === 1) throw new Error('timed out')
      return { errcode: 0, errmsg: 'ok' }
    })
    buy(weChat)
    await weChat.agenda.settled()
    weChat.clock.advance('10d')
    await weChat.agenda.settled()
    expect(weChat.functions.calls).toHaveLength(2)
    expect(weChat.pay.orders()[0]).toMatchObject({ notified: 2, accepted: true })
  })
})

describe('getPaidUnionId', () => {
  const ask = (weChat: TestWeChat, app: string, more: object = {}) => {
    const paid = weChat.pay.orders()[0]
    const query = {
      access_token: weChat.token(app),
      openid: paid?.openid ?? '',
      transaction_id: paid?.transactionId ?? '',
    }
    return weChat.ask('/wxa/getpaidunionid', { query: { ...query, ...more } })
  }

  it('gives the unionid in both forms, over HTTPS and as a cloud call', () => {
    const weChat = openWeChat()
    const { openid, transactionId } = buy(weChat)
    const unionid = weChat.world.caller('alice', 'shop').unionid
    expect(ask(weChat, 'shop')).toEqual({ unionid, errcode: 0, errmsg: 'ok' })
    expect(
      ask(weChat, 'shop', { transaction_id: '', mch_id: '1900000001', out_trade_no: 'order-1' }),
    ).toMatchObject({ unionid })
    expect(weChat.pay.paidUnionId(shop, { openid, transaction_id: transactionId })).toBe(unionid)
  })

  it('before 2021 too, when nothing else gives it', () => {
    const weChat = openWeChat()
    weChat.world.change.setPolicy('before-2021')
    buy(weChat)
    expect(weChat.world.caller('alice', 'shop')).not.toHaveProperty('unionid')
    expect(ask(weChat, 'shop')).toHaveProperty('unionid')
  })

  it('4:59 succeeds, 5:01 fails with 89300', () => {
    const weChat = openWeChat()
    buy(weChat)
    weChat.clock.advance('4m59s')
    expect(ask(weChat, 'shop')).toMatchObject({ errcode: 0 })
    weChat.clock.advance('2s')
    expect(ask(weChat, 'shop')).toMatchObject({ errcode: 89300 })
  })

  it.each([
    ['another app’s token', 'club', {}, 40003],
    ['another person of the app', 'shop', 'bob', 89300],
    ['an openid of nobody', 'shop', { openid: 'oNobody' }, 40003],
    ['an order that is not there', 'shop', { transaction_id: '4200000000' }, 89300],
    ['no token', 'shop', { access_token: '' }, 41001],
    ['no openid', 'shop', { openid: '' }, 41009],
  ])('refuses %s', (_, app, more, errcode) => {
    const weChat = openWeChat()
    buy(weChat)
    const query = more === 'bob' ? { openid: weChat.world.caller('bob', 'shop').openid } : Object(more)
    expect(ask(weChat, app, query)).toMatchObject({ errcode })
  })

  it('refuses an app that is bound to nothing with 89002, and an order that is not paid with 89300', () => {
    const weChat = openWeChat()
    const person = { appid: lab, personId: 'alice' }
    buy(weChat, {}, person)
    expect(ask(weChat, 'lab')).toMatchObject({ errcode: 89002 })
    order(weChat, { out_trade_no: 'order-2' }, bob)
    const { openid } = weChat.world.caller('bob', 'shop')
    const unpaid = () =>
      weChat.pay.paidUnionId(shop, { openid, mch_id: '1900000001', out_trade_no: 'order-2' })
    expect(unpaid).toThrow(WeChatRefusal)
    expect(unpaid).toThrow('invalid trade')
  })
})
