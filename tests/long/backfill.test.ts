import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  AppIdSchema,
  OpenIdSchema,
  OpenPlatformIdSchema,
  UnionIdSchema,
} from '../../cloudfunctions/common/base/ids.ts'
import { openDatabase } from '../../cloudfunctions/common/runtime/cloud.ts'
import { identityId, unionId } from '../../cloudfunctions/common/store/documentIds.ts'
import { openidsIn, unionidOf } from '../../emulator/wechat/ids.ts'
import type { GatewayWorld } from '../gateway/gatewayWorld.ts'
import { answerOf, KEYS, openGateway } from '../gateway/gatewayWorld.ts'

/** All followers of a large official account, read by the function as it is deployed, whose instance is killed five times. */

const PEOPLE = 100_000
const NEWS = 'wx2f7a6c0d9e3b5184'
const SHOP = 'wx5a3e1f0c7b2d4e61'
const PER_PAGE = 10_000
const PER_BATCH = 100

/** Requests of the database after which an instance is killed, each in a run of its own. */
const KILLS = [3, 77, 810, 1_501, 2_222]

const names = Array.from({ length: PEOPLE }, (_, n) => `person${n}`)
const newsOpenid = openidsIn(NEWS)
const shopOpenid = openidsIn(SHOP)

let gateway: GatewayWorld
const asked: URL[] = []

const RequestSchema = v.object({ request: v.object({ url: v.string() }) })
const WECHAT = /^\/wechat\/api\.weixin\.qq\.com(?=\/)/

/** The simulated WeChat answers in this process. */
const note = (message: unknown): void => {
  const parsed = v.safeParse(RequestSchema, message)
  if (!parsed.success || !WECHAT.test(parsed.output.request.url)) return
  asked.push(new URL(parsed.output.request.url.replace(WECHAT, ''), 'https://api.weixin.qq.com'))
}

beforeAll(async () => {
  const begun = performance.now()
  gateway = await openGateway({
    people: names,
    world: { follows: names.map((person) => ({ person, app: 'news' })) },
  })
  console.log(`figure: backfill: a world of ${PEOPLE} people in ${Math.round(performance.now() - begun)} ms`)
  Object.assign(process.env, gateway.world.environment())
  subscribe('http.server.request.start', note)
})
afterAll(async () => {
  unsubscribe('http.server.request.start', note)
  await gateway.world.close()
})

const MAIN = v.parse(OpenPlatformIdSchema, 'main')
const idIn = (appid: string, openid: string): string =>
  identityId(v.parse(AppIdSchema, appid), v.parse(OpenIdSchema, openid))

/** What is known of a person: an account by a mini-program, and for every third of them by following as well. */
const known = (n: number) => {
  const name = names[n] ?? ''
  const userId = `u${String(n).padStart(22, '0')}`
  const union = { platform: MAIN, epoch: 0, unionid: v.parse(UnionIdSchema, unionidOf(MAIN, name)) }
  const common = { userId, firstSeen: n, announce: false }
  const identity = (appid: string, openid: string, route: string) => ({
    _id: idIn(appid, openid),
    kind: 'identity',
    appid,
    openid,
    unions: [union],
    lastSeen: n,
    route,
    ...common,
  })
  return {
    user: { _id: userId, status: 'active', createdAt: n, version: 1, unions: [union] },
    keys: [
      { _id: unionId(MAIN, union.unionid), kind: 'union', ...union, route: 'wx-context', ...common },
      identity(SHOP, shopOpenid(name), 'wx-context'),
      ...(n % 30 === 0 ? [identity(NEWS, newsOpenid(name), 'follower')] : []),
    ],
  }
}

/** Every tenth person, three hundred at once. */
const fill = async (): Promise<void> => {
  const db = openDatabase()
  for (let at = 0; at < PEOPLE; at += 3_000) {
    const people = Array.from({ length: 300 }, (_, n) => at + n * 10)
      .filter((n) => n < PEOPLE)
      .map(known)
    await db.collection('users').add({ data: people.map(({ user }) => user) })
    await db.collection('identities').add({ data: people.flatMap(({ keys }) => keys) })
  }
}

const UsageSchema = v.object({ requests: v.record(v.string(), v.number()) })
const databaseRequests = async (): Promise<number> => {
  const reply = await fetch(`${gateway.world.url}/__world/usage`)
  const { requests } = v.parse(UsageSchema, await reply.json())
  return Object.entries(requests)
    .filter(([action]) => action.startsWith('database.'))
    .reduce((sum, [, count]) => sum + count, 0)
}
const kill = (after: number) =>
  fetch(`${gateway.world.url}/__world/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults: [{ at: 'database.*', effect: 'kill', after, times: 1 }] }),
  })
const PlanSchema = v.object({ faults: v.array(v.unknown()) })
/** Those that have not struck yet. */
const faultsLeft = async (): Promise<number> => {
  const reply = await fetch(`${gateway.world.url}/__world/faults`)
  return v.parse(PlanSchema, await reply.json()).faults.length
}
const state = async () => answerOf('figures', await gateway.get('/import/followers?app=news', KEYS.operator))

/** Position of the first person that a page was asked for. */
const positions = new Map(names.map((name, n) => [newsOpenid(name), n + 1]))
const pagesAsked = () =>
  asked
    .filter(({ pathname }) => pathname === '/cgi-bin/user/get')
    .map(({ searchParams }) => positions.get(searchParams.get('next_openid') ?? '') ?? 0)

it('a hundred thousand followers, new ones and known ones, in spite of five killed instances', async () => {
  const { world } = gateway
  await fill()
  await world.timers.fire('jobs').catch(() => {})
  asked.length = 0
  answerOf('figures', await gateway.post('/import/followers', { app: 'news' }, KEYS.operator))
  const before = await databaseRequests()
  const begun = performance.now()

  for (const after of KILLS) {
    const done = (await state()).done
    await kill(after)
    await world.timers.fire('jobs').catch(() => {})
    expect(await faultsLeft()).toBe(0)
    expect((await state()).done).toBeGreaterThanOrEqual(done)
    // The lease of whoever is no more ends.
    world.clock.advance('2m')
  }
  while ((await state()).state === 'waiting') {
    await world.timers.fire('jobs')
    world.clock.advance('1m')
  }
  const seconds = (performance.now() - begun) / 1_000
  const requests = (await databaseRequests()) - before

  const figures = await state()
  const counted = figures.created + figures.attached + figures.known
  expect(figures).toMatchObject({ state: 'finished', total: PEOPLE, merged: 0, conflicts: 0, skipped: 0 })
  // A batch that was cut off may have been done, or half done, and is done again: then it counts once, as known.
  expect(figures.done).toBe(PEOPLE)
  expect(counted).toBe(PEOPLE)

  const identities = world.database.documents('identities')
  const ofNews = new Map(
    identities
      .filter(({ appid }) => appid === NEWS)
      .map(({ openid, unions, userId }) => [openid, { unions, userId }]),
  )
  expect(ofNews.size).toBe(PEOPLE)
  const wrong = names.filter((name, n) => {
    const found = ofNews.get(newsOpenid(name))
    const isHome = n % 10 !== 0 || found?.userId === `u${String(n).padStart(22, '0')}`
    return !isHome || !JSON.stringify(found?.unions).includes(unionidOf(MAIN, name))
  })
  expect(wrong).toEqual([])
  expect(new Set([...ofNews.values()].map(({ userId }) => userId)).size).toBe(PEOPLE)

  // Nobody goes back: what is asked for next is never before what was asked for already, and never the same twice but
  // where a kill was in between.
  const pages = pagesAsked()
  expect(pages).toEqual([...pages].sort((one, other) => one - other))
  expect(pages.length - new Set(pages).size).toBeLessThanOrEqual(KILLS.length)
  expect(pages.length).toBeGreaterThanOrEqual(PEOPLE / PER_PAGE)
  // Everybody was in a batch that succeeded: more of them than these were interrupted.
  const batches = asked.filter(({ pathname }) => pathname === '/cgi-bin/user/info/batchget').length
  expect(batches).toBeGreaterThanOrEqual(PEOPLE / PER_BATCH)
  expect(batches).toBeLessThanOrEqual(PEOPLE / PER_BATCH + KILLS.length)

  console.log(
    `figure: backfill of ${PEOPLE} followers: ${Math.round(PEOPLE / seconds)}/s, ${asked.length} calls of WeChat, ` +
      `${((requests / PEOPLE) * 1_000).toFixed(1)} requests to the database per 1,000`,
  )
})
