import * as v from 'valibot'
import { describe, expect, it, vi } from 'vitest'
import { AppIdSchema } from '../../base/ids.ts'
import { says } from '../testing.ts'
import type { PaymentDoors } from './door.ts'
import type { OrderAtWeChat } from './orderState.ts'
import { askOrder, closeAtWeChat } from './orderState.ts'
import { CALLBACK, REPORTED } from './testing.ts'

// CloudPay.queryOrder and CloudPay.closeOrder references, 2026-11.

const ORDER: OrderAtWeChat = {
  mchId: '1712734762',
  orderNumber: '2021WERUN1647839289398',
  nonce: '00112233445566778899aabbccddeeff',
  appid: undefined,
}
const PARAMS = {
  subMchId: '1712734762',
  outTradeNo: '2021WERUN1647839289398',
  nonceStr: '00112233445566778899aabbccddeeff',
}
const APPID = v.parse(AppIdSchema, 'wxd2565e6a04246fd1')

const SUCCESS = { returnCode: 'SUCCESS', returnMsg: 'OK', resultCode: 'SUCCESS' }
const REFUSED = { ...SUCCESS, resultCode: 'FAIL', errCodeDes: '订单不存在' }
/** The fields of a payment are those of its callback. */
const PAID = { ...CALLBACK, ...SUCCESS }

const answering = (answer: unknown) => vi.fn<PaymentDoors['payCall']>(async () => answer)
const failing = () => vi.fn<PaymentDoors['payCall']>(() => Promise.reject(new Error('late')))
const ask = (answer: unknown) => askOrder({ payCall: answering(answer) }, ORDER)

describe('what WeChat Pay knows of an order', () => {
  it.each([undefined, APPID])('is asked for by its number at the merchant, for %s', async (appid) => {
    const payCall = answering({ ...SUCCESS, tradeState: 'NOTPAY' })
    await askOrder({ payCall }, { ...ORDER, appid })
    expect(payCall.mock.calls).toEqual([['queryOrder', PARAMS, appid]])
  })

  it.each([
    ['NOTPAY', 'unpaid'],
    ['USERPAYING', 'unpaid'],
    ['PAYERROR', 'unpaid'],
    ['CLOSED', 'closed'],
    ['REVOKED', 'closed'],
  ])('is by its tradeState: %s is %s', async (tradeState, answer) => {
    expect(await ask({ ...SUCCESS, tradeState })).toBe(answer)
  })

  it.each(['NOTPAY', 'USERPAYING', 'PAYERROR', 'CLOSED', 'REVOKED'])(
    'is no payment where the tradeState is %s, whatever fields are beside it',
    async (tradeState) => {
      expect(await ask({ ...PAID, tradeState })).toBeTypeOf('string')
    },
  )

  it.each(['SUCCESS', 'REFUND'])('is the payment where it is %s', async (tradeState) => {
    expect(await ask({ ...PAID, tradeState })).toStrictEqual(REPORTED)
  })

  it.each([
    ['no tradeState', PAID],
    ['one that is new', { ...PAID, tradeState: 'ACCEPT' }],
    ['one in small letters', { ...PAID, tradeState: 'success' }],
  ])('is unknown where the answer has %s', async (_, answer) => {
    expect(await ask(answer)).toBe('unknown')
  })

  it('is unknown where it refuses to say', async () => {
    expect(await ask(REFUSED)).toBe('unknown')
    expect(await ask({ ...REFUSED, tradeState: 'SUCCESS' })).toBe('unknown')
  })

  it.each([
    [
      'a payment without its number',
      { ...PAID, tradeState: 'SUCCESS', transactionId: undefined },
      'a payment without its fields',
    ],
    ['a payment without anything', { ...SUCCESS, tradeState: 'REFUND' }, 'a payment without its fields'],
  ])('is PAYMENT_BUSY where the answer has %s', async (_, answer, detail) => {
    await expect(ask(answer)).rejects.toThrow(expect.toSatisfy(says(`PAYMENT_BUSY: queryOrder: ${detail}`)))
  })

  it('is PAYMENT_BUSY where there is no answer', async () => {
    await expect(askOrder({ payCall: failing() }, ORDER)).rejects.toThrow('PAYMENT_BUSY: queryOrder')
  })
})

describe('an order that nobody is to pay any more', () => {
  it.each([undefined, APPID])('is closed by its number at the merchant, for %s', async (appid) => {
    const payCall = answering(SUCCESS)
    expect(await closeAtWeChat({ payCall }, { ...ORDER, appid })).toBe('closed')
    expect(payCall.mock.calls).toEqual([['closeOrder', PARAMS, appid]])
  })

  it.each([
    ['该订单已支付', { ...SUCCESS, resultCode: 'FAIL', errCodeDes: '该订单已支付' }],
    ['订单已关闭', { ...SUCCESS, resultCode: 'FAIL', errCodeDes: '订单已关闭' }],
    ['订单不存在', REFUSED],
  ])('is not where WeChat Pay says %s', async (_, answer) => {
    expect(await closeAtWeChat({ payCall: answering(answer) }, ORDER)).toBe('refused')
  })

  it('is PAYMENT_BUSY where there is no answer', async () => {
    await expect(closeAtWeChat({ payCall: failing() }, ORDER)).rejects.toThrow('PAYMENT_BUSY: closeOrder')
  })
})
