import * as v from 'valibot'
import { describe, expect, it, vi } from 'vitest'
import { AppIdSchema } from '../../base/ids.ts'
import { says } from '../testing.ts'
import type { PaymentDoors } from './door.ts'
import type { RefundRequest } from './refund.ts'
import { refundPayment } from './refund.ts'

// CloudPay.refund reference, 2026-11.

const REQUEST: RefundRequest = {
  envId: 'test-f0b102',
  functionName: 'payCallback',
  mchId: '1900009231',
  orderNumber: '1217752501201407033233368018',
  nonce: '00112233445566778899aabbccddeeff',
  refundNumber: 'rf-0123456789abcdef0123456789abcdef',
  totalFen: 1_900,
  refundFen: 400,
  appid: undefined,
}
const SUCCESS = { returnCode: 'SUCCESS', returnMsg: 'OK', resultCode: 'SUCCESS' }

const answering = (answer: unknown) => vi.fn<PaymentDoors['payCall']>(async () => answer)

describe('a refund', () => {
  it.each([undefined, v.parse(AppIdSchema, 'wxfedcba9876543210')])(
    'says of which order, under which number, and how much of it: for %s',
    async (appid) => {
      const payCall = answering(SUCCESS)
      await expect(refundPayment({ payCall }, { ...REQUEST, appid })).resolves.toBeUndefined()
      expect(payCall.mock.calls).toEqual([
        [
          'refund',
          {
            functionName: 'payCallback',
            envId: 'test-f0b102',
            subMchId: '1900009231',
            nonceStr: '00112233445566778899aabbccddeeff',
            outTradeNo: '1217752501201407033233368018',
            outRefundNo: 'rf-0123456789abcdef0123456789abcdef',
            totalFee: 1_900,
            refundFee: 400,
          },
          appid,
        ],
      ])
    },
  )

  it.each([
    [{ ...SUCCESS, resultCode: 'FAIL', errCodeDes: '基本账户余额不足' }, '基本账户余额不足'],
    [{ returnCode: 'FAIL', returnMsg: '参数错误' }, '参数错误'],
  ])('is REFUND_REFUSED for %j', async (answer, words) => {
    await expect(refundPayment({ payCall: answering(answer) }, REQUEST)).rejects.toThrow(
      expect.toSatisfy(says(`REFUND_REFUSED: refund: ${words}`)),
    )
  })

  it('is PAYMENT_BUSY, and no refusal, where there is no answer', async () => {
    const payCall = vi.fn<PaymentDoors['payCall']>(() => Promise.reject(new Error('late')))
    await expect(refundPayment({ payCall }, REQUEST)).rejects.toMatchObject({ code: 'PAYMENT_BUSY' })
    await expect(refundPayment({ payCall: answering({}) }, REQUEST)).rejects.toThrow(
      expect.toSatisfy(says('PAYMENT_BUSY: refund: an answer without returnCode')),
    )
  })
})
