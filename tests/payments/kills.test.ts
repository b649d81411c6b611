import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { login } from '../oneIdWorld.ts'
import { usePayWorld } from './payWorld.ts'

/**
 * A purchase in which the instance that works is killed, once, after every one of its requests that was carried out.
 * Person, WeChat and timer go on as they would, and in the end all is as if nothing had happened.
 */

const current = usePayWorld()

type Scene = 'with the callback' | 'without the callback'

/** A person who taps again, and looks again 5 s and 20 s after the payment. */
const buysPatiently = async (key: string): Promise<string> => {
  const { pay, confirm, world } = current()
  const order = async (): Promise<Parameters<typeof confirm>[0] & { readonly order: string }> =>
    current()
      .order('alice', 'shop', key)
      .catch(() => order())
  const ordered = await order()
  await confirm(ordered)
  await world.settled()
  for (const wait of ['0s', '5s', '15s']) {
    world.clock.advance(wait)
    await world.settled()
    await pay('alice', 'shop', { action: 'await', order: ordered.order }).catch(() => {})
  }
  return ordered.order
}

type Call = ReturnType<ReturnType<typeof current>['callsOf']>[number]

/** `jobs` turns to orders first; what comes after them is not of a purchase. */
const ofThePurchase = ({ function: name, requests }: Call): number => {
  const other = requests.findIndex(({ collection }) => collection === 'jobs')
  return name !== 'jobs' || other < 0 ? requests.length : other
}

/** Requests that a purchase has taken by now. */
const sent = (): number =>
  ['pay', 'payCallback', 'jobs']
    .flatMap((name) => current().callsOf(name))
    .reduce((sum, call) => sum + ofThePurchase(call), 0)

/** Plays one purchase, with the instance killed after so many requests; answers how many there were in the scene. */
const play = async (scene: Scene, killedAfter: number): Promise<number> => {
  const shop = current()
  await shop.beginAnew()
  await login(shop.world, 'alice', 'shop')
  const before = sent()
  const lost = { at: 'pay.callback', effect: 'lose' } as const
  const kill = { at: '*', effect: 'kill', after: killedAfter, times: 1 } as const
  const kills = Number.isFinite(killedAfter) ? [kill] : []
  await shop.faults(...kills, ...(scene === 'without the callback' ? [lost] : []))
  if (scene === 'with the callback') await buysPatiently(randomUUID())
  else {
    await shop.confirm(await shop.order('alice', 'shop').catch(() => shop.order('alice', 'shop')))
    shop.world.clock.advance('1m')
    await shop.runJobs().catch(() => {})
  }
  const requests = sent() - before
  await shop.minutes(2)
  return requests
}

const NEVER = Number.POSITIVE_INFINITY

const expectTheSame = async (): Promise<void> => {
  const shop = current()
  const paid = shop.documents('orders').filter(({ state }) => state === 'paid')
  expect(paid).toMatchObject([{ announce: false, disputes: [], window: { state: 'used' } }])
  expect(shop.storedUnionid('alice', 'shop')).toBe(await shop.unionidOf('alice', 'shop'))
  expect(shop.events('order.paid')).toHaveLength(1)
  expect((await shop.payments()).filter(({ state }) => state === 'SUCCESS')).toHaveLength(1)
}

describe.each<[Scene]>([['with the callback'], ['without the callback']])('a purchase %s', (scene) => {
  it('ends the same, killed after any of its requests', async () => {
    const requests = await play(scene, NEVER)
    await expectTheSame()
    expect(requests).toBeGreaterThan(10)
    for (let after = 0; after < requests; after++) {
      await play(scene, after)
      await expectTheSame()
    }
  }, 120_000)
})
