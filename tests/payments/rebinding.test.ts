import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import { UnionIdSchema } from '../../cloudfunctions/common/base/ids.ts'
import { shopWith, useStoredOrders } from './storedOrders.ts'

/** The app is bound to another open platform account between the payment and the moment its unionid reaches the account. */

const REBOUND = Date.parse('2026-11-20T08:02:00Z')
const PAID = REBOUND - 60_000
const LATER = REBOUND + 60_000

const config = shopWith([
  { openPlatform: 'old', since: '2021-03-01' },
  { openPlatform: 'new', since: new Date(REBOUND).toISOString() },
])
const OLD = v.parse(UnionIdSchema, 'unionid-of-alice-at-old')
const NEW = v.parse(UnionIdSchema, 'unionid-of-alice-at-new')
const ANSWERED = { state: 'answered', tries: 1, unionid: OLD, at: PAID + 1_000 } as const
const OPEN = { state: 'open', tries: 1, until: PAID + 300_000 } as const

const { at, signsIn, paidOrder, run, unions, window } = useStoredOrders()

describe('a unionid that WeChat told before the app was bound anew', () => {
  it('belongs to the binding of that moment, whenever it reaches the account', async () => {
    at(PAID)
    await paidOrder(config, { window: ANSWERED })
    at(LATER)
    expect(await run({ config })).toMatchObject({ ordersFailed: 0 })
    expect(unions()).toEqual([{ platform: 'old', epoch: 0, unionid: OLD }])
    expect(window()).toEqual({ state: 'used', tries: 1, seconds: 1 })
    // The new binding’s unionid contradicts nothing.
    const { decision } = await signsIn(config, NEW)
    expect(decision.kind).toBe('attach')
    expect(unions()).toEqual([
      { platform: 'old', epoch: 0, unionid: OLD },
      { platform: 'new', epoch: 1, unionid: NEW },
    ])
  })

  it('is dropped if the app is no longer in the registry', async () => {
    at(PAID)
    await paidOrder(config, { window: ANSWERED })
    at(LATER)
    const apps = [{ appid: 'wx00000000000000a2', alias: 'other', kind: 'website', bindings: [] }]
    await run({ config: readConfig({ apps }) })
    expect(window()).toEqual({ state: 'dropped', tries: 1, reason: 'APP_NOT_REGISTERED' })
    expect(unions()).toEqual([])
  })

  it('that contradicts what is known by now is noted, and replaces nothing', async () => {
    at(PAID)
    await paidOrder(config, { window: ANSWERED })
    const other = 'another-unionid-of-old'
    await signsIn(config, other)
    at(LATER)
    await run({ config })
    expect(unions()).toEqual([{ platform: 'old', epoch: 0, unionid: other }])
    expect(window()).toMatchObject({ state: 'used', reason: 'IDENTITY_HAS_OTHER_UNIONID' })
  })
})

describe('a unionid that WeChat tells after the app was bound anew', () => {
  it('belongs to the new binding, although the payment was before it', async () => {
    at(PAID)
    await paidOrder(config, { window: OPEN })
    at(LATER)
    await run({ config, payer: async () => ({ unionid: NEW }) })
    expect(unions()).toEqual([{ platform: 'new', epoch: 1, unionid: NEW }])
    expect(window()).toEqual({ state: 'used', tries: 2, seconds: 120 })
  })

  it('is asked for although the one of the old binding is known', async () => {
    at(PAID)
    await signsIn(config, OLD)
    await paidOrder(config, { window: OPEN })
    at(LATER)
    await run({ config, payer: async () => ({ unionid: NEW }) })
    expect(unions()).toEqual([
      { platform: 'old', epoch: 0, unionid: OLD },
      { platform: 'new', epoch: 1, unionid: NEW },
    ])
  })
})
