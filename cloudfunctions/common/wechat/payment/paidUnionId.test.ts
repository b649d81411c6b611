import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it, vi } from 'vitest'
import { AppIdSchema, OpenIdSchema } from '../../base/ids.ts'
import type { PaymentDoors } from './door.ts'
import type { PaymentOfPerson } from './paidUnionId.ts'
import { askForPayer, PAID_UNIONID_WINDOW_MS } from './paidUnionId.ts'

// getPaidUnionId reference and page of error codes of cloud development, developers.weixin.qq.com, 2026-11.

const PAYMENT: PaymentOfPerson = {
  openid: v.parse(OpenIdSchema, 'oGZUI0egBJY1zhBYw2KhdUfwVJJE'),
  transactionId: '4200004561202203217657282768',
  appid: undefined,
}
const UNIONID = 'oTmHYjg-tElZ68xxxxxxxxhy1Rgk'

type Ask = PaymentDoors['askPaidUnionId']

const answering = (answer: unknown) => vi.fn<Ask>(async () => answer)
const rejecting = (error: unknown) => vi.fn<Ask>(() => Promise.reject(error))
const ask = (askPaidUnionId: Ask) => askForPayer({ askPaidUnionId }, PAYMENT)

describe('the unionid of who has paid', () => {
  it('can be had for five minutes', () => {
    expect(PAID_UNIONID_WINDOW_MS).toBe(300_000)
  })

  it.each([undefined, v.parse(AppIdSchema, 'wxfedcba9876543210')])(
    'is asked for once, by openid and transaction alone, for %s',
    async (appid) => {
      const askPaidUnionId = answering({ unionid: UNIONID, errCode: 0 })
      await askForPayer({ askPaidUnionId }, { ...PAYMENT, appid })
      expect(askPaidUnionId.mock.calls).toEqual([
        [{ openid: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE', transactionId: '4200004561202203217657282768' }, appid],
      ])
    },
  )

  it('is in the answer with errCode 0', async () => {
    const answer = { unionid: UNIONID, errCode: 0, errMsg: 'openapi.auth.getPaidUnionId:ok' }
    expect(await ask(answering(answer))).toStrictEqual({ unionid: 'oTmHYjg-tElZ68xxxxxxxxhy1Rgk' })
  })

  it.each([
    // No such trade, or five minutes are over; no open platform account.
    [89300, 'never'],
    [89002, 'never'],
    [40003, 'openid'],
    // No permission, illegal source of the chain of calls.
    [-604101, 'elsewhere'],
    [-604104, 'elsewhere'],
    // Busy, too many calls.
    [-1, 'busy'],
    [45011, 'later'],
    [45009, 'later'],
    // Faults of cloud calls.
    [-604100, 'busy'],
    [-604102, 'busy'],
    [-604103, 'busy'],
    [99999, 'busy'],
  ])('is refused by number: %i is %s', async (errCode, refused) => {
    const askPaidUnionId = rejecting(Object.assign(new Error('errMsg: words, rid: 6166f719'), { errCode }))
    expect(await ask(askPaidUnionId)).toStrictEqual({ refused, number: String(errCode) })
    expect(askPaidUnionId).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['a time-out', new Error('no answer within 5000 ms')],
    ['no errCode', new Error('socket hang up')],
    ['an errCode that is text', Object.assign(new Error(''), { errCode: 'ETIMEDOUT' })],
    ['a number as text', { errCode: '89300' }],
    ['another spelling', { errcode: 89300 }],
    ['nothing', undefined],
    ['null', null],
    ['words', 'late'],
  ])('may come later where the call rejects with %s', async (_, error) => {
    expect(await ask(rejecting(error))).toStrictEqual({ refused: 'busy', number: 'NO_ANSWER' })
  })

  it('may come later where the call does not even begin', async () => {
    const never = vi.fn<Ask>(() => {
      throw new Error('no permission is configured')
    })
    expect(await ask(never)).toStrictEqual({ refused: 'busy', number: 'NO_ANSWER' })
  })

  it.each([
    [{ errCode: 0, errMsg: 'openapi.auth.getPaidUnionId:ok' }],
    [{ unionid: '', errCode: 0 }],
    [{ unionid: null }],
    [{ unionid: 1_234_567_890 }],
    [{ unionid: 'o$' }],
    [{ unionid: { $gt: '' } }],
    [{}],
    [undefined],
    [null],
    [UNIONID],
  ])('may come later where the answer is %j', async (answer) => {
    expect(await ask(answering(answer))).toStrictEqual({ refused: 'busy', number: 'NO_UNIONID' })
  })

  it('is an answer whatever WeChat does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), fc.boolean(), async (thing, rejects) => {
        const answer = await ask(rejects ? rejecting(thing) : answering(thing))
        expect(
          'unionid' in answer || ['busy', 'later', 'never', 'elsewhere', 'openid'].includes(answer.refused),
        ).toBe(true)
      }),
    )
  })
})
