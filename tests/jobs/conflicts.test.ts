import { describe, expect, it } from 'vitest'
import type { Delivery } from './jobsWorld.ts'
import { HOUR, MINUTE, useJobsWorld } from './jobsWorld.ts'

const { clock, change, run, toldBy, login, lines } = useJobsWorld()

describe('conflicts', () => {
  it('have a line that is open, and stays resolved', async () => {
    await login('alice', 'shop')
    await login('alice', 'shop', 'bob')
    await run()
    const [line] = lines('IDENTITY_HAS_OTHER_UNIONID')
    expect(line).toMatchObject({
      _id: expect.stringMatching(/^cf-/),
      kind: 'conflict',
      open: true,
      app: 'shop',
      identity: expect.stringMatching(/^wx-/),
      union: expect.stringMatching(/^un-/),
    })
    await change('audit', { _id: line?.['_id'] }, { open: false })
    await change('identities', { kind: 'identity' }, { announce: true })
    expect(await toldBy()).toEqual([])
    expect(lines('IDENTITY_HAS_OTHER_UNIONID')).toEqual([{ ...line, open: false }])
  })

  const alerts = (told: readonly Delivery[]) => told.filter(({ event }) => event.type === 'alert')

  it('of two people of one app are an alert, once per app and hour', async () => {
    for (const person of ['alice', 'bob', 'carol']) await login(person, 'shop')
    await login('alice', 'shop', 'dave')
    expect(alerts(await toldBy())).toEqual([])
    // The same person again, with yet another unionid, is not a second one.
    await login('alice', 'shop', 'erin')
    expect(alerts(await toldBy())).toEqual([])
    clock.advance(30 * MINUTE)
    await login('bob', 'shop', 'dave')
    const at = clock.now()
    const event = { type: 'alert', id: expect.stringMatching(/^ev-/), at, code: 'APP_REBOUND?', app: 'shop' }
    expect(alerts(await toldBy())).toEqual([{ to: 'orders', event }])
    await login('carol', 'shop', 'dave')
    expect(alerts(await toldBy())).toEqual([])
    expect(lines('alert')).toMatchObject([{ app: 'shop', reason: 'APP_REBOUND?' }])
  })

  it('of two people are none when they lie more than an hour apart, or in two apps', async () => {
    for (const [person, app] of [
      ['alice', 'shop'],
      ['bob', 'shop'],
      ['carol', 'club'],
    ] as const)
      await login(person, app)
    await login('alice', 'shop', 'dave')
    await login('carol', 'club', 'dave')
    const told = [...(await toldBy())]
    clock.advance(HOUR)
    await login('bob', 'shop', 'dave')
    told.push(...(await toldBy()))
    expect(told).toHaveLength(3)
    expect(alerts(told)).toEqual([])
  })
})
