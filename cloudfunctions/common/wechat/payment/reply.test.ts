import * as v from 'valibot'
import { describe, expect, it, vi } from 'vitest'
import { AppIdSchema } from '../../base/ids.ts'
import { says } from '../testing.ts'
import type { PaymentDoors } from './door.ts'
import { askPay, nonceOf } from './reply.ts'

// return_code and result_code of WeChat Pay v2, which cloudPay answers in camelCase (CloudPay references, 2026-11).

const APPID = v.parse(AppIdSchema, 'wxfedcba9876543210')

const answering = (answer: unknown) => vi.fn<PaymentDoors['payCall']>(async () => answer)
const ask = (answer: unknown) => askPay({ payCall: answering(answer) }, 'queryOrder', {}, undefined)

const SUCCESS = { returnCode: 'SUCCESS', returnMsg: 'OK', resultCode: 'SUCCESS', errCode: 0 }

describe('WeChat Pay', () => {
  it.each([undefined, APPID])('is asked once, with what it needs to know, for %s', async (appid) => {
    const payCall = answering(SUCCESS)
    const params = { subMchId: '1000000001', outTradeNo: 'n' }
    await askPay({ payCall }, 'closeOrder', params, appid)
    expect(payCall.mock.calls).toEqual([['closeOrder', params, appid]])
  })

  it('has done what was asked where both codes say so, and every field is kept', async () => {
    const answer = { ...SUCCESS, tradeState: 'NOTPAY', payment: { timeStamp: '1' } }
    expect(await ask(answer)).toStrictEqual({ fields: answer })
  })

  it.each([
    ['refuses the business', { ...SUCCESS, resultCode: 'FAIL', errCodeDes: '该订单已支付' }, '该订单已支付'],
    ['did not understand', { returnCode: 'FAIL', returnMsg: '签名错误' }, '签名错误'],
    ['says FAIL and no word', { returnCode: 'FAIL' }, 'FAIL'],
    ['fails beside a result', { ...SUCCESS, returnCode: 'FAIL', returnMsg: '签名错误' }, '签名错误'],
    ['fails with both words', { returnCode: 'FAIL', returnMsg: 'OK', errCodeDes: '系统错误' }, '系统错误'],
  ])('%s', async (_, answer, refused) => {
    expect(await ask(answer)).toStrictEqual({ refused })
  })

  it.each([
    ['no result', { returnCode: 'SUCCESS', returnMsg: 'OK' }],
    ['a result in small letters', { ...SUCCESS, resultCode: 'success' }],
    ['a code in small letters', { ...SUCCESS, returnCode: 'success' }],
    ['errCode 0 alone', { returnCode: 'FAIL', errCode: 0 }],
  ])('has not done it with %s', async (_, answer) => {
    expect(await ask(answer)).toHaveProperty('refused')
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', '<xml></xml>'],
    ['no code', { resultCode: 'SUCCESS' }],
    ['a code that is no text', { ...SUCCESS, returnCode: 0 }],
    ['a result that is no text', { ...SUCCESS, resultCode: 0 }],
    ['snake_case', { return_code: 'SUCCESS', result_code: 'SUCCESS' }],
  ])('is busy where it answers %s', async (_, answer) => {
    await expect(ask(answer)).rejects.toThrow(
      expect.toSatisfy(says('PAYMENT_BUSY: queryOrder: an answer without returnCode')),
    )
  })

  it('is busy where it does not answer; why is in the cause alone', async () => {
    const late = new Error('no answer within 5000 ms, oGZUI0egBJY1zhBYw2KhdUfwVJJE')
    const payCall = vi.fn<PaymentDoors['payCall']>(() => Promise.reject(late))
    await expect(askPay({ payCall }, 'refund', {}, undefined)).rejects.toMatchObject({
      code: 'PAYMENT_BUSY',
      message: 'PAYMENT_BUSY: refund',
      cause: late,
    })
    expect(payCall).toHaveBeenCalledTimes(1)
  })
})

describe('the nonce of a request', () => {
  it('is 16 random bytes as 32 characters, the most that WeChat Pay takes', () => {
    const random = vi.fn((count: number) => Uint8Array.from({ length: count }, (_, at) => at * 17))
    expect(nonceOf(random)).toBe('00112233445566778899aabbccddeeff')
    expect(random.mock.calls).toEqual([[16]])
  })
})
