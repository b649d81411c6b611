import { describe, expect, it } from 'vitest'
import { disagreements } from './agreement.ts'
import { identityWith, ORDER, REPORT, TRANSACTION } from './testing.ts'

const stranger = identityWith([], { appid: 'wxfedcba9876543210', openid: 'oVICTIM_BJY1zhBYw2KhdUfwVJJE' })
const paid = { ...ORDER, state: 'paid' as const, transactionId: TRANSACTION }
const { buyer: _, ...anonymous } = ORDER

describe('a payment and its order', () => {
  it.each([
    ['the same', ORDER, REPORT],
    ['the same, told once more', paid, REPORT],
    ['no app in the report', ORDER, { ...REPORT, appid: undefined }],
    ['no payer in the report', ORDER, { ...REPORT, openid: undefined }],
    ['no buyer any more', anonymous, REPORT],
    ['a time that is not compared', ORDER, { ...REPORT, paidAt: 0 }],
    ['a first transaction of any number', ORDER, { ...REPORT, transactionId: '1'.repeat(28) }],
  ])('agree with %s', (_, order, report) => {
    expect(disagreements(order, report)).toEqual([])
  })

  it.each([
    ['orderNumber', ORDER, { ...REPORT, orderNumber: 'bZ09_-aZ09_-aZ09_-aZ09_-aZ09_-aZ' }],
    ['orderNumber', ORDER, { ...REPORT, orderNumber: 'or-aZ09_-aZ09_-aZ09_-aZ09_-aZ09_-aZ' }],
    ['orderNumber', ORDER, { ...REPORT, orderNumber: '' }],
    ['mchId', ORDER, { ...REPORT, mchId: '1000000002' }],
    ['fen', ORDER, { ...REPORT, fen: 1_899 }],
    ['fen', ORDER, { ...REPORT, fen: 1_901 }],
    ['fen', ORDER, { ...REPORT, fen: 0 }],
    ['appid', ORDER, { ...REPORT, appid: stranger.appid }],
    ['openid', ORDER, { ...REPORT, openid: stranger.openid }],
    ['transactionId', paid, { ...REPORT, transactionId: '4200004561202203217657282769' }],
  ])('differ in %s alone', (field, order, report) => {
    expect(disagreements(order, report)).toEqual([field])
  })

  it('differ in everything', () => {
    const report = {
      mchId: '1000000002',
      orderNumber: '',
      transactionId: '1'.repeat(28),
      fen: 1,
      paidAt: undefined,
      appid: stranger.appid,
      openid: stranger.openid,
    }
    expect([...disagreements(paid, report)].sort()).toEqual([
      'appid',
      'fen',
      'mchId',
      'openid',
      'orderNumber',
      'transactionId',
    ])
  })

  it('differ in the app, although the account is gone', () => {
    expect(disagreements(anonymous, { ...REPORT, appid: stranger.appid })).toEqual(['appid'])
  })
})
