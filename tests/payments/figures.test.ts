import { expect, it } from 'vitest'
import { becomeAdministrator, login, requestsOf } from '../oneIdWorld.ts'
import { usePayWorld } from './payWorld.ts'

const current = usePayWorld()

it('says what became of the five minutes after each payment, and why, in three requests', async () => {
  const shop = current()
  const { world } = shop
  for (const person of ['alice', 'bob', 'carol']) await login(world, person, 'shop')
  await becomeAdministrator(world, 'dave')
  const since = world.clock.now()
  const askedBy = (person: string, more: object = {}) =>
    world
      .person(person)
      .in('shop')
      .call('admin', { action: 'paymentWindows', since, until: world.clock.now() + 1, ...more })

  // Alice: used at once. A second purchase of hers opens nothing.
  await shop.buy('alice')
  await shop.minutes(1)
  await shop.buy('alice')
  // Bob: WeChat is busy at first, and he comes back after 20 seconds.
  await shop.faults({ at: 'openapi.*', effect: 'busy' })
  const ofBob = await shop.buy('bob')
  await shop.faults()
  world.clock.advance('20s')
  await shop.awaits(ofBob, 'bob')
  // Carol: nobody hears of her payment in time.
  await shop.faults({ at: 'pay.callback', effect: 'delay', ms: 301_000 })
  await shop.buy('carol')
  await shop.faults()
  world.clock.advance('5m1s')
  await world.settled()
  await shop.runJobs()
  // Dave: his app never gets an answer but this.
  await shop.faults({ at: 'openapi.*', effect: 'rate-limited' })
  await shop.buy('dave')
  await shop.minutes(6)
  await shop.faults()

  expect(await askedBy('dave')).toEqual({
    ok: true,
    opened: 4,
    used: 2,
    unneeded: 0,
    dropped: 0,
    open: 0,
    lost: { '45011': 1, LATE: 1 },
    within: [
      { seconds: 5, count: 1 },
      { seconds: 30, count: 2 },
      { seconds: 60, count: 2 },
      { seconds: 180, count: 2 },
      { seconds: 300, count: 2 },
    ],
  })
  expect(requestsOf(world)).toEqual(['aggregateDocuments', 'aggregateDocuments', 'insertDocument'])
  expect(await askedBy('dave', { since: world.clock.now() })).toMatchObject({ opened: 0, lost: {} })
  expect(await askedBy('alice')).toMatchObject({ code: 'NOT_ADMINISTRATOR' })
})
