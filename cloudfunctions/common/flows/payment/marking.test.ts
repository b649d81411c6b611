import { describe, expect, it } from 'vitest'
import { readConfig } from '../../base/config.ts'
import type { OrderDocument, StoredOrder } from '../../store/orders.ts'
import { changeBy, factsOf } from './marking.ts'
import { identityWith, NOW, ORDER, REPORT, TRANSACTION } from './testing.ts'

const appid = 'wx0123456789abcdef'
const configWith = (...bindings: readonly { readonly openPlatform: string; readonly since: string }[]) =>
  readConfig({ apps: [{ appid, alias: 'shop', kind: 'mini-program', bindings }] })

/** Bound anew in 2024: epoch 1 is in force. */
const config = configWith(
  { openPlatform: 'main', since: '2021-03-01' },
  { openPlatform: 'main', since: '2024-01-01' },
)
const unbound = configWith()
const boundLater = configWith({ openPlatform: 'main', since: '2026-11-20T08:00:00.001Z' })
const boundNow = configWith({ openPlatform: 'main', since: '2026-11-20T08:00:00.000Z' })
const elsewhere = readConfig({
  apps: [{ appid: 'wxfedcba9876543210', alias: 'shop', kind: 'mini-program', bindings: [] }],
})

const union = (epoch: number, platform = 'main') => ({ platform, epoch, unionid: 'oUNION_X' })
const stored = (given: Partial<OrderDocument> = {}, ...unions: readonly object[]): StoredOrder => ({
  order: { ...ORDER, ...given },
  identity: identityWith(unions),
})
const gone = (given: Partial<OrderDocument> = {}): StoredOrder => ({
  order: { ...ORDER, ...given },
  identity: undefined,
})

const OTHER_TRANSACTION = '4200004561202203217657282769'
/** A payment that is one fen short. */
const SHORT = { ...REPORT, fen: 1_899 }
const DISPUTE = { transactionId: TRANSACTION, fields: ['fen'], fen: 1_899, at: NOW - 5_000 }

const PAID = {
  state: 'paid',
  transactionId: '4200004561202203217657282768',
  // Ten seconds before 2026-11-20T08:00:00Z.
  paidAt: 1_795_161_590_000,
  announce: true,
  due: 1_795_161_600_000,
}
/** Five minutes after the payment. */
const OPEN = { state: 'open', until: 1_795_161_890_000, tries: 0 }

describe('what is known of who ordered', () => {
  it.each([
    ['no unionid', config, stored(), { exists: true, isKnown: false, isBound: true }],
    ['the unionid in force', config, stored({}, union(1)), { exists: true, isKnown: true, isBound: true }],
    [
      'the unionid in force and an old one',
      config,
      stored({}, union(0), union(1)),
      { exists: true, isKnown: true, isBound: true },
    ],
    ['an old unionid', config, stored({}, union(0)), { exists: true, isKnown: false, isBound: true }],
    [
      'one of a binding to come',
      config,
      stored({}, union(2)),
      { exists: true, isKnown: false, isBound: true },
    ],
    [
      'one of another platform',
      config,
      stored({}, union(1, 'other')),
      { exists: true, isKnown: false, isBound: true },
    ],
    [
      'an app without a binding',
      unbound,
      stored({}, union(0)),
      { exists: true, isKnown: false, isBound: false },
    ],
    [
      'an app that is bound later',
      boundLater,
      stored({}, union(0)),
      { exists: true, isKnown: false, isBound: false },
    ],
    [
      'an app that is bound now',
      boundNow,
      stored({}, union(0)),
      { exists: true, isKnown: true, isBound: true },
    ],
    ['an app of nobody', elsewhere, stored({}, union(0)), { exists: true, isKnown: false, isBound: false }],
    ['no identity', config, gone(), { exists: false, isKnown: false, isBound: true }],
  ])('with %s', (_, given, order, facts) => {
    expect(factsOf(given, order, NOW)).toStrictEqual({ now: NOW, ...facts })
  })

  it('is by the binding of the moment', () => {
    const old = stored({}, union(0))
    // 2023-12-31T23:59:59Z and 2024-01-01T00:00:00Z
    expect(factsOf(config, old, 1_704_067_199_000).isKnown).toBe(true)
    expect(factsOf(config, old, 1_704_067_200_000).isKnown).toBe(false)
  })
})

describe('a payment that agrees', () => {
  it('is paid, with a window while the unionid is missing', () => {
    expect(changeBy(config, stored(), REPORT, NOW)).toStrictEqual({ ...PAID, window: OPEN })
  })

  it.each([
    ['a unionid of an old binding', config, stored({}, union(0))],
    ['a unionid of another platform', config, stored({}, union(1, 'other'))],
  ])('has a window with %s, which does not count', (_, given, order) => {
    expect(changeBy(given, order, REPORT, NOW)).toStrictEqual({ ...PAID, window: OPEN })
  })

  it.each([
    ['the unionid is known', config, stored({}, union(1))],
    ['the account is gone', config, gone()],
    ['the app is not bound', unbound, stored()],
    ['the app is not bound yet', boundLater, stored()],
    ['the app is not in the registry', elsewhere, stored()],
  ])('is paid without a window where %s', (_, given, order) => {
    expect(changeBy(given, order, REPORT, NOW)).toStrictEqual(PAID)
  })

  it.each([
    ['created', stored()],
    ['closed', stored({ state: 'closed' })],
    ['held, with the dispute that stays', stored({ state: 'held', disputes: [DISPUTE] })],
  ])('makes an order paid that was %s', (_, order) => {
    expect(changeBy(config, order, REPORT, NOW)).toStrictEqual({ ...PAID, window: OPEN })
  })

  it('changes nothing of an order that is paid', () => {
    const paid = { state: 'paid', transactionId: TRANSACTION, paidAt: NOW - 10_000 } as const
    expect(changeBy(config, stored(paid), REPORT, NOW)).toBeUndefined()
    expect(changeBy(config, stored({ ...paid, disputes: [DISPUTE] }), REPORT, NOW)).toBeUndefined()
  })

  it.each([
    ['now', NOW, 1_795_161_600_000],
    ['a millisecond ahead', NOW + 1, 1_795_161_600_000],
    ['a year ahead', NOW + 31_536_000_000, 1_795_161_600_000],
    ['when it was ordered', NOW - 60_000, 1_795_161_540_000],
    ['a minute before it was ordered', NOW - 120_000, 1_795_161_480_000],
    ['longer before it was ordered', NOW - 120_001, 1_795_161_600_000],
    ['in 1970', 0, 1_795_161_600_000],
    ['at a time that cannot be read', undefined, 1_795_161_600_000],
  ])('is paid, as far as it is believed: %s', (_, paidAt, believed) => {
    expect(changeBy(config, stored(), { ...REPORT, paidAt }, NOW)).toStrictEqual({
      ...PAID,
      paidAt: believed,
      window: { state: 'open', until: believed + 300_000, tries: 0 },
    })
  })

  it('that is heard of late has a window that is over', () => {
    const late = stored({ createdAt: NOW - 900_000 })
    expect(changeBy(config, late, { ...REPORT, paidAt: NOW - 600_000 }, NOW)).toStrictEqual({
      ...PAID,
      paidAt: 1_795_161_000_000,
      window: { state: 'open', until: 1_795_161_300_000, tries: 0 },
    })
  })
})

describe('a payment that does not agree', () => {
  const HELD = {
    disputes: [{ transactionId: '4200004561202203217657282768', fields: ['fen'], fen: 1_899, at: NOW }],
    announce: true,
    due: NOW,
    state: 'held',
  }

  it.each(['created', 'closed', 'held'] as const)(
    'holds an order that was %s, and grants nothing',
    (state) => {
      expect(changeBy(config, stored({ state }), SHORT, NOW)).toStrictEqual(HELD)
    },
  )

  it('holds an order whose account is gone', () => {
    expect(changeBy(config, gone(), SHORT, NOW)).toStrictEqual(HELD)
  })

  it('leaves a paid order paid', () => {
    const paid = stored({ state: 'paid', transactionId: TRANSACTION, paidAt: NOW - 10_000 })
    const second = { ...REPORT, transactionId: OTHER_TRANSACTION }
    expect(changeBy(config, paid, second, NOW)).toStrictEqual({
      disputes: [
        { transactionId: '4200004561202203217657282769', fields: ['transactionId'], fen: 1_900, at: NOW },
      ],
      announce: true,
      due: NOW,
    })
  })

  it.each([
    ['orderNumber', { ...REPORT, orderNumber: '' }],
    ['mchId', { ...REPORT, mchId: '1000000002' }],
    ['fen', SHORT],
    ['appid', { ...REPORT, appid: identityWith([], { appid: 'wxfedcba9876543210' }).appid }],
    ['openid', { ...REPORT, openid: identityWith([], { openid: 'oVICTIM_BJY1zhBYw2KhdUfwVJJE' }).openid }],
  ])('is noted with the field: %s', (field, report) => {
    expect(changeBy(config, stored(), report, NOW)).toMatchObject({
      state: 'held',
      disputes: [{ fields: [field] }],
    })
  })

  it('is noted with names of fields and no openid', () => {
    const openid = 'oVICTIM_BJY1zhBYw2KhdUfwVJJE'
    const change = changeBy(config, stored(), { ...REPORT, openid: identityWith([], { openid }).openid }, NOW)
    expect(JSON.stringify(change)).not.toMatch(/oVICTIM|oGZUI0eg/)
  })

  it('is noted once, however often it is told and in whichever state', () => {
    for (const state of ['held', 'paid', 'closed'] as const) {
      const noted = stored({ state, disputes: [DISPUTE] })
      expect(changeBy(config, noted, SHORT, NOW)).toBeUndefined()
      expect(changeBy(config, noted, { ...SHORT, mchId: '1000000002' }, NOW)).toBeUndefined()
    }
  })

  it('is noted beside another one, which stays', () => {
    const noted = stored({ state: 'held', disputes: [DISPUTE] })
    expect(changeBy(config, noted, { ...SHORT, transactionId: OTHER_TRANSACTION }, NOW)).toStrictEqual({
      ...HELD,
      disputes: [
        { transactionId: '4200004561202203217657282768', fields: ['fen'], fen: 1_899, at: NOW - 5_000 },
        { transactionId: '4200004561202203217657282769', fields: ['fen'], fen: 1_899, at: NOW },
      ],
    })
  })
})
