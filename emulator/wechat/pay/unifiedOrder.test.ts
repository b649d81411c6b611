import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { openWeChat } from '../testing.ts'
import type { PayOutcome } from './index.ts'
import { SheetSchema } from './index.ts'

// `time_expire`: WeChat Pay v2, unified order (yyyyMMddHHmmss in Beijing, at least one minute after time_start, 2026-11).

const alice = { appid: 'wx0000000000000001', personId: 'alice' }

/** A shop on New Year's Eve: in Beijing 23:58:00, and 0.9 s. */
const open = () => {
  const { pay, clock } = openWeChat()
  clock.set(Date.UTC(2026, 11, 31, 15, 58, 0, 900))
  const order = (time_expire?: unknown) =>
    pay.cloudPay(
      'unifiedOrder',
      {
        function_name: 'payCallback',
        env_id: 'local',
        sub_mch_id: '1900000001',
        nonce_str: 'nonce',
        body: '一杯咖啡',
        out_trade_no: 'order-1',
        total_fee: 990,
        spbill_create_ip: '127.0.0.1',
        trade_type: 'JSAPI',
        ...(time_expire !== undefined && { time_expire }),
      },
      alice,
    ) ?? {}
  const confirm = (reply: Readonly<Record<string, unknown>>): PayOutcome =>
    pay.confirm(alice, v.parse(SheetSchema, reply['payment']))
  return { pay, clock, order, confirm }
}

describe('an order with time_expire', () => {
  it('is paid until then, in Beijing time', () => {
    const { clock, order, confirm } = open()
    const reply = order('20270101000000')
    clock.set(Date.UTC(2026, 11, 31, 16, 0, 0))
    expect(confirm(reply)).toMatchObject({ order: { state: 'SUCCESS' } })
  })

  it('cannot be paid after it', () => {
    const { pay, clock, order, confirm } = open()
    const reply = order('20270101000000')
    clock.set(Date.UTC(2026, 11, 31, 16, 0, 0, 1))
    expect(confirm(reply)).toEqual({ fail: '订单已过期' })
    expect(pay.orders()).toMatchObject([{ state: 'NOTPAY', expiresAt: 1_798_732_800_000 }])
  })

  it('that is later than two hours cannot be paid after them all the same: its prepay_id is too old', () => {
    const { clock, order, confirm } = open()
    const reply = order('20270102000000')
    clock.advance('2h1s')
    expect(confirm(reply)).toEqual({ fail: '订单已过期' })
  })

  it.each([
    ['a later one', '20270101003000'],
    ['one that would be too short by now', '20270101000000'],
    ['none', undefined],
  ])('keeps its first when it is asked for again with %s', (_, again) => {
    const { pay, clock, order, confirm } = open()
    const first = order('20270101000000')
    clock.set(Date.UTC(2026, 11, 31, 15, 59, 30))
    const second = order(again)
    expect(second).toMatchObject({ result_code: 'SUCCESS', prepay_id: first['prepay_id'] })
    expect(pay.orders()).toMatchObject([{ expiresAt: 1_798_732_800_000 }])
    clock.set(Date.UTC(2026, 11, 31, 16, 0, 1))
    expect(confirm(second)).toEqual({ fail: '订单已过期' })
  })

  it('gets none later that it did not have at first', () => {
    const { pay, order } = open()
    order()
    order('20270101000000')
    expect(pay.orders()[0]).not.toHaveProperty('expiresAt')
  })

  it.each([
    ['no digits', 'tomorrow'],
    ['another notation', '2027-01-01T00:00:00+08:00'],
    ['a digit too few', '2027010100000'],
    ['a digit too many', '202701010000000'],
    ['a 30 February', '20270230000000'],
    ['a 13th month', '20271301000000'],
    ['a 24th hour', '20270101240000'],
    ['a number', 20_270_101_000_000],
    ['nothing in it', ''],
  ])('that is no instant is not understood: %s', (_, time_expire) => {
    const { pay, order } = open()
    expect(order(time_expire)).toEqual({ return_code: 'FAIL', return_msg: '参数错误: time_expire' })
    expect(pay.orders()).toEqual([])
  })

  it.each([
    ['59 seconds', '20261231235859'],
    ['now', '20261231235800'],
    ['an hour ago', '20261231225800'],
  ])('that is less than a minute away is refused: %s', (_, time_expire) => {
    const { pay, order } = open()
    expect(order(time_expire)).toMatchObject({
      return_code: 'SUCCESS',
      result_code: 'FAIL',
      err_code: 'TIME_EXPIRE_INVALID',
      err_code_des: 'time_expire时间过短，刷卡至少1分钟，其他5分钟',
    })
    expect(pay.orders()).toEqual([])
  })

  it('that is a minute away is taken, in whole seconds as it is written', () => {
    expect(open().order('20261231235900')).toMatchObject({ result_code: 'SUCCESS' })
  })
})
