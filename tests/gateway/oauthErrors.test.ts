import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sampleWorld } from '../../scripts/project/sampleWorld.ts'
import { resetWorld } from '../oneIdWorld.ts'
import type { GatewayWorld } from './gatewayWorld.ts'
import { BEGIN, openGateway } from './gatewayWorld.ts'
import { visitorOf } from './visitor.ts'

/** What the page is told of what WeChat says (pages snsAccessToken, snsUserInfo and global return codes, 2026-11). */

let gateway: GatewayWorld
/** WeChat knows nothing of the bindings in our configuration: no exchange brings a unionid. */
let unbound: GatewayWorld

beforeAll(async () => {
  const world = { clock: { frozenAt: BEGIN } }
  const { apps } = await sampleWorld()
  gateway = await openGateway({ world })
  unbound = await openGateway({ world, apps: apps.map((app) => ({ ...app, openPlatformId: null })) })
})
beforeEach(() => Promise.all([gateway, unbound].map((one) => resetWorld(one.world))))
afterAll(() => Promise.all([gateway.close(), unbound.close()]))

const answering = async ({ world }: GatewayWorld, path: string, errcode: number, times = 1) => {
  const fault = { at: 'wechat.api', effect: 'errcode', path, errcode, times }
  const reply = await fetch(`${world.url}/__world/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults: [fault] }),
  })
  if (!reply.ok) throw new Error(await reply.text())
}
const told = (code: string) => `https://www.example.com/login?error=${code}`
const users = ({ world }: GatewayWorld) => world.database.documents('users')

type Told = readonly [errcode: number, code: string]

const EVERYWHERE: readonly Told[] = [
  [-1, 'WECHAT_BUSY'],
  [45011, 'WECHAT_RATE_LIMITED'],
  [45009, 'WECHAT_QUOTA_USED'],
  [40164, 'WECHAT_ADDRESS_REFUSED'],
  [40003, 'WECHAT_APP_REFUSED'],
  [40013, 'WECHAT_APP_REFUSED'],
  [40125, 'WECHAT_APP_REFUSED'],
  [48001, 'WECHAT_APP_REFUSED'],
  [48004, 'WECHAT_APP_REFUSED'],
  [50002, 'WECHAT_APP_REFUSED'],
  [99_999, 'WECHAT_APP_REFUSED'],
]

describe('the exchange of the code', () => {
  it.each<Told>([
    ...EVERYWHERE,
    [40029, 'CODE_INVALID'],
    [42003, 'CODE_INVALID'],
    [40163, 'CODE_USED'],
    [40001, 'WECHAT_APP_REFUSED'],
  ])('%i: the page is told %s, and nobody is signed in', async (errcode, code) => {
    await answering(gateway, '/sns/oauth2/access_token', errcode)
    const visitor = visitorOf(gateway, 'alice')
    expect((await visitor.signIn('site')).href).toBe(told(code))
    expect(visitor.cookies.size).toBe(0)
    expect(users(gateway)).toEqual([])
    expect((await visitor.signIn('site')).searchParams.has('ticket')).toBe(true)
  })

  it('in the silent step of an official account as well', async () => {
    await answering(gateway, '/sns/oauth2/access_token', 40163)
    expect((await visitorOf(gateway, 'alice').signIn('news')).href).toBe(told('CODE_USED'))
  })
})

describe('the question for the unionid', () => {
  it('brings none where there is none', async () => {
    for (const app of ['site', 'news'])
      expect((await visitorOf(unbound, 'alice').signIn(app)).searchParams.has('ticket')).toBe(true)
  })

  it.each<Told>([
    ...EVERYWHERE,
    [40001, 'WECHAT_TOKEN_REFUSED'],
    [40014, 'WECHAT_TOKEN_REFUSED'],
    [42001, 'WECHAT_TOKEN_REFUSED'],
  ])('%i: the page is told %s, and nobody is signed in', async (errcode, code) => {
    for (const app of ['site', 'news']) {
      await answering(unbound, '/sns/userinfo', errcode)
      expect((await visitorOf(unbound, 'alice').signIn(app)).href).toBe(told(code))
    }
    expect(users(unbound)).toEqual([])
  })
})

it.each([-1, 40001, 40003, 40164, 45009, 48001])(
  'the look at the followers that ends with %i keeps nobody out: they are asked for consent',
  async (errcode) => {
    await answering(gateway, '/cgi-bin/*', errcode, 9)
    const page = await visitorOf(gateway, 'alice').signIn('news')
    expect(page.searchParams.has('ticket')).toBe(true)
    expect(users(gateway)).toHaveLength(1)
  },
)
