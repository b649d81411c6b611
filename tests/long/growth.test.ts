import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../cloudfunctions/common/runtime/cloud.ts'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { becomeAdministrator, createOneIdWorld, login, loginWithout } from '../oneIdWorld.ts'

/** What a call costs must not depend on how many people there are: requests, and documents that they look at. */

let world: TestWorld

beforeAll(async () => {
  world = await createOneIdWorld({
    people: ['root', ...[1_000, 100_000].flatMap((size) => [`new${size}`, `late${size}`, `two${size}`])],
  })
  Object.assign(process.env, world.environment())
})
afterAll(() => world.close())

const BATCH = 1_000

const idOf = (kind: string, n: number): string =>
  `${kind}${createHash('sha256')
    .update(`${kind}${n}`)
    .digest('base64url')
    .slice(0, kind === 'u' ? 22 : 32)}`

/** Two identities and a union for each user, long announced. */
const peopleOf = (n: number) => {
  const userId = idOf('u', n)
  const common = { userId, route: 'wx-context', firstSeen: n, announce: false }
  const union = { platform: 'main', epoch: 0, unionid: `oUnion${n}` }
  const apps = world.person('root')
  return {
    users: [{ _id: userId, status: 'active', createdAt: n, version: 1, unions: [union] }],
    identities: [
      { _id: idOf('un-', n), kind: 'union', ...union, ...common },
      ...['shop', 'club'].map((app) => ({
        _id: idOf(`wx-${app}`, n).slice(0, 35),
        kind: 'identity',
        appid: apps.in(app).appid,
        openid: `oOther${app}${n}`,
        unions: [union],
        lastSeen: n,
        ...common,
      })),
    ],
  }
}

const fill = async (from: number, to: number): Promise<void> => {
  const db = openDatabase()
  for (let at = from; at < to; at += BATCH) {
    const people = Array.from({ length: Math.min(BATCH, to - at) }, (_, n) => peopleOf(at + n))
    await db.collection('users').add({ data: people.flatMap(({ users }) => users) })
    await db.collection('identities').add({ data: people.flatMap(({ identities }) => identities) })
  }
}

const lastCall = () => {
  const requests = world.calls().at(-1)?.requests ?? []
  return {
    requests: requests.map(({ action }) => action.replace('database.', '')),
    /** Documents that queries looked at, beside those that are found by id. */
    looksAtFew: requests.every(({ examined = 0 }) => examined <= 10),
  }
}

const costsAt = async (size: number) => {
  const costs: Record<string, ReturnType<typeof lastCall>> = {}
  const measure = async (what: string, run: () => Promise<unknown>) => {
    await run()
    costs[what] = lastCall()
  }
  await measure('new account', () => login(world, `new${size}`, 'shop'))
  await measure('known account', () => login(world, `new${size}`, 'shop'))
  await measure('another app', () => login(world, `new${size}`, 'club'))
  await loginWithout(world, `late${size}`, 'shop')
  await measure('unionid comes later', () => login(world, `late${size}`, 'shop'))
  await loginWithout(world, `two${size}`, 'shop')
  world.clock.advance('1m')
  await login(world, `two${size}`, 'club')
  await measure('merge', () => login(world, `two${size}`, 'shop'))
  const me = world.person(`two${size}`).in('shop')
  await measure('account.me', () => me.call('account', { action: 'me' }))
  await measure('account.identities', () => me.call('account', { action: 'identities' }))
  const { appid, openid } = me
  const find = { action: 'find', by: { appid, openid } }
  await measure('admin.find', () => world.person('root').in('shop').call('admin', find))
  await world.timers.fire('jobs')
  await measure('jobs with nothing to do', () => world.timers.fire('jobs'))
  return costs
}

it('costs the same from 1,000 identities to 100,000', async () => {
  await becomeAdministrator(world, 'root')
  await fill(0, 500)
  const few = await costsAt(1_000)
  await fill(500, 50_000)
  const many = await costsAt(100_000)
  expect(many).toEqual(few)
  expect(Object.entries(many).filter(([, { looksAtFew }]) => !looksAtFew)).toEqual([])
  const counts = Object.entries(many).map(([what, { requests }]) => `${what} ${requests.length}`)
  console.log(`figure: requests at 1,000 and at 100,000 identities: ${counts.join(', ')}`)
})
