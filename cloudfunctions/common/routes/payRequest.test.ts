import { describe, expect, it } from 'vitest'
import { says } from '../wechat/testing.ts'
import { readPayRequest } from './payRequest.ts'

const ORDER = `or-${'aZ09_-'.repeat(6).slice(0, 32)}`
const KEY = '1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b'
const reason = 'sold out'

const buy = { action: 'order', product: 'coffee', key: KEY }
const refund = { action: 'refund', order: ORDER, key: KEY, reason }

const malformed = (field: string) =>
  expect.toSatisfy(says(`INPUT_INVALID: ${field} is missing or malformed`, field))

describe('the event of pay', () => {
  it.each([
    [{ action: 'products' }],
    [buy],
    [{ ...buy, product: 'c' }],
    [{ ...buy, product: `c${'-'.repeat(31)}` }],
    [{ ...buy, key: 'aZ09-'.repeat(4).slice(0, 16) }],
    [{ ...buy, key: 'x'.repeat(64) }],
    [{ action: 'await', order: ORDER }],
    [{ action: 'query', order: ORDER }],
    [{ action: 'close', order: ORDER }],
    [refund],
    [{ ...refund, fen: 1 }],
    [{ ...refund, reason: 'x'.repeat(500) }],
  ])('is read: %j', (event) => {
    expect(readPayRequest(event)).toStrictEqual(event)
  })

  it('A1: loses every price and every id that a client or the platform put into it', () => {
    const userInfo = { appId: 'wx4f4bc4dec97d474b', openId: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE' }
    const forged = {
      fen: 1,
      totalFee: 1,
      mchId: '1000000002',
      openid: 'o',
      unionid: 'u',
      state: 'paid',
      userInfo,
    }
    expect(readPayRequest({ ...buy, ...forged })).toStrictEqual(buy)
    expect(readPayRequest({ action: 'query', order: ORDER, ...forged })).toStrictEqual({
      action: 'query',
      order: ORDER,
    })
  })

  it('trims a reason before it counts', () => {
    expect(readPayRequest({ ...refund, reason: ` ${'x'.repeat(500)}\n` })).toStrictEqual({
      ...refund,
      reason: 'x'.repeat(500),
    })
    expect(() => readPayRequest({ ...refund, reason: ' ok ' })).toThrow(malformed('reason'))
  })

  it.each([undefined, 'Order', 'pay', '', 7, null, { $gt: '' }, ['order'], '__proto__', 'constructor'])(
    'A39, A40: refuses the action %j',
    (action) => {
      expect(() => readPayRequest({ ...buy, action })).toThrow(malformed('action'))
    },
  )

  it('A40: gains nothing from __proto__', () => {
    expect(() => readPayRequest(JSON.parse('{"__proto__":{"action":"products"}}'))).toThrow(
      malformed('action'),
    )
  })

  it.each([undefined, null, 'products', 7])('is no object: %j', (event) => {
    expect(() => readPayRequest(event)).toThrow(
      expect.toSatisfy(says('INPUT_INVALID: the event is no object')),
    )
  })

  it.each([
    ['order', 'product'],
    ['order', 'key'],
    ['await', 'order'],
    ['query', 'order'],
    ['close', 'order'],
    ['refund', 'order'],
    ['refund', 'key'],
    ['refund', 'reason'],
  ])('A39: refuses in %s a %s that is missing or no text', (action, field) => {
    const whole = { ...buy, ...refund, action }
    expect(readPayRequest(whole)).toHaveProperty('action', action)
    for (const value of [undefined, { $gt: '' }, ['a'], 7, true, null]) {
      expect(() => readPayRequest({ ...whole, [field]: value })).toThrow(malformed(field))
    }
  })

  it.each([
    ['product', ''],
    ['product', 'Coffee'],
    ['product', '1coffee'],
    ['product', 'coffee\n'],
    ['product', 'coffee,tea'],
    ['product', 'x'.repeat(33)],
    ['key', ''],
    ['key', 'x'.repeat(15)],
    ['key', 'x'.repeat(65)],
    ['key', `${'x'.repeat(16)}_`],
    ['key', `${'x'.repeat(16)}\n`],
    ['key', ` ${'x'.repeat(16)}`],
    ['key', '编码'.repeat(8)],
  ])('refuses in order the %s %j', (field, value) => {
    expect(() => readPayRequest({ ...buy, [field]: value })).toThrow(malformed(field))
  })

  it.each([
    ORDER.slice(0, -1),
    `${ORDER}a`,
    `a${ORDER}`,
    ORDER.slice(3),
    ORDER.replace('or-', 'wx-'),
    ORDER.replace('or-', 'OR-'),
    `${ORDER.slice(0, -1)}/`,
    `${ORDER.slice(0, -1)}\n`,
  ])('refuses the order %j in every action', (order) => {
    for (const event of ['await', 'query', 'close'].map((action) => ({ action })).concat([refund])) {
      expect(() => readPayRequest({ ...event, order })).toThrow(malformed('order'))
    }
  })

  it.each([0, -1, 0.5, '100', Number.NaN, Number.POSITIVE_INFINITY, null, [1], { $gt: 0 }])(
    'refuses to give back %j fen',
    (fen) => {
      expect(() => readPayRequest({ ...refund, fen })).toThrow(malformed('fen'))
    },
  )

  it.each(['', 'no', '  no  ', 'x'.repeat(501)])('refuses the reason %j', (text) => {
    expect(() => readPayRequest({ ...refund, reason: text })).toThrow(malformed('reason'))
  })
})
