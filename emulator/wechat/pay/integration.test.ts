import { describe, expect, it } from 'vitest'
import { openWeChat } from '../testing.ts'
import { integrationPost, isTaken } from './integration.ts'

// docs.cloudbase.net/integration/wechat-pay-miniprogram, and notifications of WeChat Pay v3 (both 2026-11).

describe('a notification of the integration center', () => {
  it('has the plaintext of v3 in ParsedContent, with the openid of the mini-program', () => {
    const { pay, world, clock } = openWeChat()
    clock.set(Date.UTC(2027, 0, 31, 16, 30, 5))
    const { appid, openid } = world.caller('alice', 'shop')
    const payer = { appid, personId: 'alice' }
    const outcome = pay.confirm(payer, pay.order(payer, 990, 'pay/unifiedOrderTrigger'))
    if ('fail' in outcome) throw new Error(outcome.fail)
    expect(integrationPost(outcome.order, 'id')).toMatchObject({
      path: 'pay/unifiedOrderTrigger',
      headers: { 'x-tcb-integration-id': 'local' },
      body: {
        event_type: 'TRANSACTION.SUCCESS',
        ParsedContent: {
          mchid: '1900000001',
          payer: { openid },
          amount: { total: 990 },
          trade_state: 'SUCCESS',
          // In Beijing it is already February.
          success_time: '2027-02-01T00:30:05+08:00',
        },
      },
    })
  })

  it.each([
    ['SUCCESS', 200, { code: 'SUCCESS', message: '成功' }, 5_000, true],
    ['SUCCESS after five seconds', 200, { code: 'SUCCESS', message: '成功' }, 5_001, false],
    ['FAIL', 200, { code: 'FAIL' }, 0, false],
    ['SUCCESS with another status', 201, { code: 'SUCCESS' }, 0, false],
    ['what cloud pay wants', 200, { errcode: 0 }, 0, false],
    ['no JSON', 200, undefined, 0, false],
  ])('is taken or told again: %s', (_, status, body, tookMs, taken) => {
    expect(isTaken({ status, body }, tookMs)).toBe(taken)
  })
})
