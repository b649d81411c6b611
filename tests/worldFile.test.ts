import { readFileSync } from 'node:fs'
import Ajv from 'ajv'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startLocalCloud } from '../emulator/localCloud.ts'
import type { LocalCloud } from '../emulator/localCloudOptions.ts'
import { inProject } from '../scripts/project/paths.ts'
import { type TinyProject, writeTinyProject } from './sdkProject.ts'

/** What a world file says is what the local cloud does, and the present world can be written into such a file. */

const FILE = {
  $schema: './docs/world.schema.json',
  apps: [
    { appid: 'wx00000000000000b1', alias: 'shop', kind: 'mini-program', openPlatformId: 'main' },
    { appid: 'wx00000000000000b2', alias: 'lab', kind: 'mini-program', openPlatformId: null },
    { appid: 'wx00000000000000b3', alias: 'news', kind: 'official-account', openPlatformId: 'main' },
    { appid: 'wx00000000000000b4', alias: 'site', kind: 'website', openPlatformId: 'main' },
  ],
  merchants: [{ mchId: '1900000001', name: 'Acme' }],
  people: [
    { id: 'alice', name: 'Alice', phone: '13800000001' },
    { id: 'bob', name: 'Bob' },
  ],
  follows: [{ person: 'bob', app: 'news' }],
  environmentOwner: 'lab',
  faults: { faults: [{ at: 'sns/jscode2session', effect: 'busy', times: 1 }] },
  clock: { frozenAt: '2026-03-01T08:00:00+08:00' },
}
/** The same instant. */
const FROZEN_AT = Date.UTC(2026, 2, 1)

let project: TinyProject
const running: LocalCloud[] = []
beforeAll(() => {
  project = writeTinyProject({
    when: { source: 'exports.main = () => Date.now()' },
    note: { source: `exports.main = ({ n }) => cloud.database().collection('notes').add({ data: { n } })` },
    payCallback: { source: 'exports.main = () => ({ errcode: 0 })' },
  })
})
afterEach(async () => {
  for (const cloud of running.splice(0)) await cloud.close()
})
afterAll(() => project.remove())

const start = async (world: unknown): Promise<LocalCloud> => {
  const cloud = await startLocalCloud({
    world,
    functionsRoot: project.functions,
    storage: 'memory',
    port: 0,
    timers: 'with-the-clock',
    spareInstances: false,
    otherHosts: 'refuse',
  })
  running.push(cloud)
  return cloud
}

const get = async ({ url }: LocalCloud, path: string): Promise<unknown> =>
  (await fetch(`${url}/__world${path}`)).json()

/** FILE, in which the messages of the official account go somewhere. */
const pushedTo = (url: string) => ({
  ...FILE,
  apps: FILE.apps.map((app) => (app.alias === 'news' ? { ...app, push: { url, token: 'token123' } } : app)),
})

const post = async ({ url }: LocalCloud, path: string, body: object): Promise<unknown> => {
  const reply = await fetch(`${url}/__world${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer: unknown = await reply.json()
  expect(reply.status, JSON.stringify(answer)).toBe(200)
  return answer
}

const asWeChat = async ({ url }: LocalCloud, pathAndQuery: string): Promise<unknown> =>
  (await fetch(`${url}/wechat/api.weixin.qq.com/${pathAndQuery}`)).json()

const ANSWERS = ['/apps', '/people', '/people/alice', '/people/bob', '/policy', '/faults', '/clock', '/world']
const answersOf = (cloud: LocalCloud): Promise<unknown[]> =>
  Promise.all(ANSWERS.map((path) => get(cloud, path)))

describe('a world file', () => {
  it('stops the clock at an instant, which functions see too', async () => {
    const cloud = await start(FILE)
    expect(await get(cloud, '/clock')).toEqual({ now: FROZEN_AT, frozen: true })
    expect(await cloud.functions.call('when', {}, { source: 'wx_client' })).toMatchObject({
      result: FROZEN_AT,
    })
    await post(cloud, '/clock', { advance: '1h' })
    expect(cloud.clock.read()).toEqual({ now: FROZEN_AT + 3_600_000, frozen: true })
  })

  it('switches faults on', async () => {
    const cloud = await start(FILE)
    // -1 and 40013: return codes of the documentation.
    const path = 'sns/jscode2session?appid=wx&secret=s&js_code=c&grant_type=authorization_code'
    expect(await asWeChat(cloud, path)).toMatchObject({ errcode: -1 })
    expect(await asWeChat(cloud, path)).toMatchObject({ errcode: 40013 })
  })

  it.each([
    ['clock.frozenAt', { clock: { frozenAt: 'yesterday' } }],
    ['clock.now', { clock: { frozenAt: '2026-03-01T00:00:00Z', now: 1 } }],
    ['faults.faults.0.effect', { faults: { faults: [{ at: 'push', effect: 'rain' }] } }],
    ['environmentOwner', { environmentOwner: 'mall' }],
    ['environmentOwner', { environmentOwner: 'news' }],
    ['apps.2.push.url: a URL, or a path of the HTTP access service', pushedTo('/push')],
    ['apps.2.push.url: a URL, or a path of the HTTP access service', pushedTo('/http/')],
    ['apps.2.push.url: a URL, or a path of the HTTP access service', pushedTo('//example.com/http/x')],
    ['"bob" is there twice', { people: [...FILE.people, { id: 'bob', name: 'Other' }] }],
    ['"shop" is there twice', { apps: [...FILE.apps, { ...FILE.apps[0], appid: 'wx00000000000000b9' }] }],
    ['"carol"', { follows: [{ person: 'carol', app: 'news' }] }],
    ['"radio"', { signIns: [{ person: 'bob', app: 'radio' }] }],
  ])('with a wrong %s is refused, naming it', async (field, wrong) => {
    await expect(start({ ...FILE, ...wrong })).rejects.toMatchObject({
      code: 'WORLD_INVALID',
      message: expect.stringContaining(field),
    })
  })

  it('is described for editors', () => {
    const schema: unknown = JSON.parse(readFileSync(inProject('docs', 'world.schema.json'), 'utf8'))
    const fits = new Ajv({ validateFormats: false }).compile(Object(schema))
    expect(fits(FILE)).toBe(true)
    expect(fits({ ...FILE, apps: [{ ...FILE.apps[0], kind: 'poster' }] })).toBe(false)
    expect(fits({ ...FILE, clock: { frozenAt: '2026-03-01T00:00:00Z', now: 1 } })).toBe(false)
    expect(fits({ people: FILE.people })).toBe(false)
    expect(fits(pushedTo('/http/gateway/push/news'))).toBe(true)
    const refused = { at: 'wechat.api', effect: 'errcode', path: '/sns/userinfo', errcode: 48001 }
    expect(fits({ ...FILE, faults: { faults: [refused] } })).toBe(true)
    expect(fits({ ...FILE, faults: { faults: [{ ...refused, errcode: '48001' }] } })).toBe(false)
  })

  it('may have messages pushed to the HTTP access service, without its port', async () => {
    const url = '/http/gateway/push/news'
    const cloud = await start(pushedTo(url))
    expect(await get(cloud, '/world')).toMatchObject({ apps: [{}, {}, { push: { url } }, {}] })
  })
})

describe('the present world', () => {
  const changed = async (): Promise<LocalCloud> => {
    const cloud = await start(FILE)
    await post(cloud, '/people', { id: 'carol', name: 'Carol', phone: '13800000003' })
    await post(cloud, '/bindings', { app: 'lab', openPlatform: 'other' })
    await post(cloud, '/follows', { person: 'alice', app: 'news' })
    await post(cloud, '/follows', { person: 'bob', app: 'news', following: false })
    await post(cloud, '/sign-ins', { person: 'alice', app: 'site' })
    await post(cloud, '/policy', { policy: 'before-2021' })
    await post(cloud, '/faults', { seed: 7, faults: [{ at: 'push', effect: 'lose', probability: 0.5 }] })
    await post(cloud, '/clock', { advance: '90s' })
    return cloud
  }

  it('is exported with what has changed', async () => {
    expect(await get(await changed(), '/world')).toMatchObject({
      policy: 'before-2021',
      environmentOwner: 'lab',
      people: [{ id: 'alice' }, { id: 'bob' }, { id: 'carol', phone: '13800000003' }],
      merchants: [{ mchId: '1900000001' }],
      follows: [{ person: 'alice', app: 'news' }],
      signIns: [{ person: 'alice', app: 'site' }],
      faults: { seed: 7, faults: [{ at: 'push', effect: 'lose', probability: 0.5 }] },
      clock: { frozenAt: '2026-03-01T00:01:30.000Z' },
    })
  })

  it('started from its export has the same ids and answers', async () => {
    const first = await changed()
    const second = await start(await get(first, '/world'))
    expect(await answersOf(second)).toEqual(await answersOf(first))
    expect(second.world.caller('carol', 'lab')).toEqual(first.world.caller('carol', 'lab'))
  })

  it('cannot get two apps of one name, which no file could have', async () => {
    const cloud = await start(FILE)
    const reply = await fetch(`${cloud.url}/__world/apps`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...FILE.apps[0], appid: 'wx00000000000000b9' }),
    })
    expect(reply.status).toBe(400)
    expect(await reply.json()).toMatchObject({ error: expect.stringContaining('"shop"') })
  })

  it('goes back to the definition, but not in time', async () => {
    const { clock: _clock, ...moving } = FILE
    const [cloud, untouched] = [await start(moving), await start(moving)]
    await post(cloud, '/people', { id: 'carol', name: 'Carol' })
    const carol = cloud.world.caller('carol', 'shop')
    expect(cloud.world.whoIs(carol.appid, carol.openid)).toMatchObject({ person: { id: 'carol' } })
    await post(cloud, '/bindings', { app: 'shop', openPlatform: 'other' })
    await post(cloud, '/policy', { policy: 'before-2021' })
    await post(cloud, '/follows', { person: 'alice', app: 'news' })
    await post(cloud, '/faults', { faults: [] })
    await post(cloud, '/payments', { person: 'alice', app: 'shop', amount: 990 })
    const code = cloud.weChat.codes.issue({ kind: 'login', appid: carol.appid, personId: 'alice' })
    await post(cloud, '/clock', { advance: '1d' })
    const before = cloud.clock.now()

    await post(cloud, '/reset', {})
    expect(await get(cloud, '/world')).toEqual(await get(untouched, '/world'))
    expect(await get(cloud, '/people/alice')).toEqual(await get(untouched, '/people/alice'))
    expect(await get(cloud, '/payments')).toEqual([])
    expect(cloud.weChat.codes.look(code)).toBeUndefined()
    expect(cloud.clock.now()).toBeGreaterThanOrEqual(before)
    // As many people as before the reset, and another among them.
    await post(cloud, '/people', { id: 'dave', name: 'Dave' })
    const dave = cloud.world.caller('dave', 'shop')
    expect(cloud.world.whoIs(dave.appid, dave.openid)).toMatchObject({ person: { id: 'dave' } })
  })

  it('hears nothing of what was on its way before the reset', async () => {
    const late = { faults: [{ at: 'pay.callback', effect: 'delay', ms: 3_600_000 }] }
    const cloud = await start({ ...FILE, faults: late })
    const told = () => cloud.calls.list().filter((call) => call.function === 'payCallback').length
    const payAndWait = async (between: () => Promise<unknown>) => {
      await post(cloud, '/payments', { person: 'alice', app: 'shop', amount: 990 })
      await cloud.agenda.settled()
      await between()
      await post(cloud, '/clock', { advance: '2h' })
      await cloud.agenda.settled()
    }
    await payAndWait(async () => {})
    expect(told()).toBe(1)
    await payAndWait(() => post(cloud, '/reset', {}))
    expect(told()).toBe(1)
  })

  it('loses its documents only if that is wanted, its collections never', async () => {
    const cloud = await start(FILE)
    const by_n = { name: 'by_n', keys: [{ field: 'n', direction: 1 as const }], unique: false }
    cloud.database.applySchema([{ name: 'notes', indexes: [by_n] }])
    await cloud.functions.call('note', { n: 1 }, { source: 'wx_client' })
    await cloud.functions.call('note', { n: 2 }, { source: 'wx_client' })
    await post(cloud, '/reset', {})
    expect(cloud.database.documents('notes')).toHaveLength(2)
    await post(cloud, '/reset', { database: true })
    expect(cloud.database.collections()).toEqual([{ name: 'notes', documents: 0, indexes: [by_n] }])
  })
})
