import * as v from 'valibot'
import { describe, expect, it, vi } from 'vitest'
import { AppIdSchema } from '../../base/ids.ts'
import { says } from '../testing.ts'
import type { PaymentDoors } from './door.ts'
import type { OrderRequest } from './unifiedOrder.ts'
import { orderPayment } from './unifiedOrder.ts'

// CloudPay.unifiedOrder and wx.requestPayment references, 2026-11.

const REQUEST: OrderRequest = {
  envId: 'test-f0b102',
  functionName: 'payCallback',
  mchId: '1900009231',
  orderNumber: '1217752501201407033233368018',
  description: '一杯咖啡',
  fen: 1_900,
  address: '203.0.113.7',
  nonce: '00112233445566778899aabbccddeeff',
  // 2026-11-20T08:00:00.999Z
  createdAt: 1_795_161_600_999,
  // 2026-11-20T08:15:00.999Z
  expiresAt: 1_795_162_500_999,
  appid: undefined,
}

const PAYMENT = {
  timeStamp: '1795161601',
  nonceStr: '5K8264ILTKCH16CQ2502SI8ZNMTM67VS',
  package: 'prepay_id=wx20160001000000000000000000000000',
  signType: 'MD5',
  paySign: '22D9B4E54AB1950F51E0649E8810ACD6',
}
const SUCCESS = { returnCode: 'SUCCESS', returnMsg: 'OK', resultCode: 'SUCCESS' }

const answering = (answer: unknown) => vi.fn<PaymentDoors['payCall']>(async () => answer)
const order = (answer: unknown) => orderPayment({ payCall: answering(answer) }, REQUEST)

describe('an order at WeChat Pay', () => {
  it.each([undefined, v.parse(AppIdSchema, 'wxfedcba9876543210')])(
    'says who sells what, who is told, and until when it can be paid in Beijing time: for %s',
    async (appid) => {
      const payCall = answering({ ...SUCCESS, payment: PAYMENT })
      await orderPayment({ payCall }, { ...REQUEST, appid })
      expect(payCall.mock.calls).toEqual([
        [
          'unifiedOrder',
          {
            functionName: 'payCallback',
            envId: 'test-f0b102',
            subMchId: '1900009231',
            nonceStr: '00112233445566778899aabbccddeeff',
            body: '一杯咖啡',
            outTradeNo: '1217752501201407033233368018',
            totalFee: 1_900,
            spbillCreateIp: '203.0.113.7',
            tradeType: 'JSAPI',
            timeStart: '20261120160000',
            timeExpire: '20261120161500',
          },
          appid,
        ],
      ])
    },
  )

  it.each(['MD5', 'HMAC-SHA256'])('is answered with what wx.requestPayment takes (%s)', async (signType) => {
    const payment = { ...PAYMENT, signType }
    const answer = { ...SUCCESS, prepayId: 'wx2016', payment: { ...payment, appId: 'wx0123456789abcdef' } }
    expect(await order(answer)).toStrictEqual(payment)
  })

  it.each([
    [{ ...SUCCESS, resultCode: 'FAIL', errCodeDes: '该订单已支付' }, '该订单已支付'],
    [{ returnCode: 'FAIL', returnMsg: 'sub_mch_id 参数错误' }, 'sub_mch_id 参数错误'],
  ])('is PAYMENT_REFUSED for %j', async (answer, words) => {
    await expect(order(answer)).rejects.toThrow(
      expect.toSatisfy(says(`PAYMENT_REFUSED: unifiedOrder: ${words}`)),
    )
  })

  it.each([
    ['no payment', undefined],
    ['null', null],
    ['a part of it', { ...PAYMENT, paySign: undefined }],
    ['no package', { ...PAYMENT, package: undefined }],
    ['a timeStamp that is a number', { ...PAYMENT, timeStamp: 1_795_161_601 }],
    ['a nonceStr that is a number', { ...PAYMENT, nonceStr: 7 }],
    ['a signature of WeChat Pay v3', { ...PAYMENT, signType: 'RSA' }],
  ])('is PAYMENT_BUSY where the answer has %s', async (_, payment) => {
    await expect(order({ ...SUCCESS, payment })).rejects.toThrow(
      expect.toSatisfy(says('PAYMENT_BUSY: unifiedOrder: an answer without payment')),
    )
  })

  it('is PAYMENT_BUSY where there is no answer', async () => {
    const payCall = vi.fn<PaymentDoors['payCall']>(() => Promise.reject(new Error('late')))
    await expect(orderPayment({ payCall }, REQUEST)).rejects.toThrow('PAYMENT_BUSY: unifiedOrder')
  })
})
