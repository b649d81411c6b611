import { describe, expect, it } from 'vitest'
import { REFUSALS } from './errors.ts'
import type { TestWeChat } from './testing.ts'
import { openWeChat } from './testing.ts'

/**
 * The doors that an app's own server asks: tokens, and the unionid of somebody who has paid. With those of
 * miniProgramDoors.test.ts and of tests/wechatOfficialAccount.test.ts every door is in a table with no empty cell.
 * Sources: error tables of "Get access token", "Get stable access token" and getPaidUnionId, return codes, 2026-11.
 */

type Scene = TestWeChat & { readonly situation: Situation; readonly meanwhile: (elapse: string) => void }
type Reply = Readonly<Record<string, unknown>>

const SITUATIONS = ['right', 'wrong person', 'wrong app', 'reused', 'late', 'unbound', 'busy'] as const
type Situation = (typeof SITUATIONS)[number]

const sceneOf = (situation: Situation): Scene => {
  let busy = false
  const weChat = openWeChat(undefined, { refuse: () => (busy ? REFUSALS.busy() : undefined) })
  return {
    ...weChat,
    situation,
    meanwhile: (elapse) => {
      if (situation === 'late') weChat.clock.advance(elapse)
      if (situation === 'unbound') weChat.world.change.bind('shop', null)
      busy = situation === 'busy'
    },
  }
}

/** The secret of another app is what a wrong app has. */
const credentials = (scene: Scene) => ({
  appid: scene.credentials('news').appid,
  secret: scene.credentials(scene.situation === 'wrong app' ? 'shop' : 'news').secret,
  grant_type: 'client_credential',
})

const askTwice = (scene: Scene, elapse: string, ask: () => Reply): Reply => {
  if (scene.situation === 'reused') ask()
  scene.meanwhile(elapse)
  return ask()
}

const paid = (scene: Scene): Reply => {
  const payer = { appid: scene.world.app('shop').appid, personId: 'alice' }
  const outcome = scene.pay.confirm(payer, scene.pay.order(payer, 990, 'payCallback'))
  if ('fail' in outcome) throw new Error(outcome.fail)
  const asked = scene.situation === 'wrong person' ? 'bob' : 'alice'
  const token = scene.token(scene.situation === 'wrong app' ? 'club' : 'shop')
  const query = {
    access_token: token,
    openid: scene.world.caller(asked, 'shop').openid,
    transaction_id: outcome.order.transactionId ?? '',
  }
  return askTwice(scene, '5m1s', () => scene.ask('/wxa/getpaidunionid', { query }))
}

const ASK: Readonly<Record<string, (scene: Scene) => Reply>> = {
  '/cgi-bin/token': (scene) =>
    askTwice(scene, '1d', () => scene.ask('/cgi-bin/token', { query: credentials(scene) })),
  '/cgi-bin/stable_token': (scene) =>
    askTwice(scene, '1d', () => scene.ask('/cgi-bin/stable_token', { body: credentials(scene) })),
  '/wxa/getpaidunionid': paid,
}

const NOBODY = 'the request names no person'
const TIMELESS = 'an AppSecret does not run out'

const EXPECTED: Readonly<Record<string, readonly (number | string)[]>> = {
  //                       right person  app    reused late      unbound busy
  '/cgi-bin/token': [0, NOBODY, 40125, 0, TIMELESS, 0, -1],
  '/cgi-bin/stable_token': [0, NOBODY, 40125, 0, TIMELESS, 0, -1],
  '/wxa/getpaidunionid': [0, 89300, 40003, 0, 89300, 89002, -1],
}

describe.each(Object.entries(ASK))('%s', (door, ask) => {
  const row = EXPECTED[door] ?? []

  it('has a cell for every situation', () => {
    expect(row).toHaveLength(SITUATIONS.length)
  })

  const cells = SITUATIONS.map((situation, at) => [situation, row[at]] as const)
  it.each(cells.filter(([, expected]) => typeof expected === 'number'))('%s: %s', (situation, expected) => {
    const { errcode = 0 } = ask(sceneOf(situation))
    expect(errcode).toBe(expected)
  })
})

it('every door of api.weixin.qq.com stands in a table', () => {
  const here = Object.keys(EXPECTED)
  const miniProgram = [
    '/sns/jscode2session',
    '/wxa/business/getuserphonenumber',
    '/wxa/checksession',
    '/wxa/getopendata',
    '/wxa/resetusersessionkey',
  ]
  const officialAccount = [
    '/cgi-bin/changeopenid',
    '/cgi-bin/user/get',
    '/cgi-bin/user/info',
    '/cgi-bin/user/info/batchget',
    '/sns/auth',
    '/sns/oauth2/access_token',
    '/sns/oauth2/refresh_token',
    '/sns/userinfo',
  ]
  const doors = new Set(openWeChat().doors.map(({ path }) => path))
  expect([...doors].sort()).toEqual([...here, ...miniProgram, ...officialAccount].sort())
})
