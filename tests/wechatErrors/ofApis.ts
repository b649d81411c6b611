import { buy } from '../stories/story.ts'
import type { Reached } from './asking.ts'

/** Numbers of api.weixin.qq.com. */
export const REACHED_AT_APIS: Reached = [
  [-1, 'code2Session, busy', (a) => a.busy('sns/jscode2session', a.code2Session)],
  [-1, 'getOpenData, busy', (a) => a.busy('wxa/*', () => a.openData({}))],
  [-1, 'getPaidUnionId, busy', (a) => a.busy('wxa/getpaidunionid', a.paid)],
  [-1, 'getPhoneNumber, busy', (a) => a.busy('wxa/business/*', () => a.phoneNumber('shop', 'x'))],
  [
    -1,
    'changeopenid before the migration is complete',
    async (a) => {
      const app = {
        appid: 'wx00000000000000e1',
        alias: 'daily',
        kind: 'official-account',
        openPlatformId: null,
      }
      await a.story.change('/apps', app)
      await a.story.change('/migrations', { from: 'daily', to: 'news', step: 'confirm' })
      const body = { from_appid: app.appid, openid_list: ['o'] }
      return a.story.ask('/cgi-bin/changeopenid', { access_token: await a.story.token('news') }, body)
    },
  ],
  [-1, 'cloud call, busy', (a) => a.busy('openapi.*', () => a.story.call('paid', { openid: 'o' }))],
  [0, 'checkSessionKey', (a) => a.session('/wxa/checksession')],
  [40001, 'a token of nobody', (a) => a.paid({ access_token: 'x' })],
  [40001, 'every token, in a storm', (a) => a.busy('wxa/*', a.paid, 'token-storm')],
  [40002, 'token', (a) => a.token({ grant_type: 'x' })],
  [40003, 'getPaidUnionId, an openid of nobody', (a) => a.paid({ openid: 'oNobody' })],
  [40003, 'getOpenData, an openid of nobody', (a) => a.openData({ openid: 'oNobody' })],
  [
    40003,
    'sns/auth, an openid of nobody',
    async (a) =>
      a.story.ask('/sns/auth', {
        access_token: String((await a.mobile())['access_token']),
        openid: 'oNobody',
      }),
  ],
  [40013, 'code2Session', (a) => a.code2Session({ appid: 'wx0' })],
  [
    40013,
    'getPhoneNumber, a code of another app',
    async (a) => a.phoneNumber('club', (await a.story.phone('getPhoneNumber', {}, a.person))['code']),
  ],
  [40014, 'userinfo', (a) => a.story.ask('/sns/userinfo', { access_token: 'x', openid: 'o' })],
  [40029, 'code2Session, a code of nobody', (a) => a.code2Session({ js_code: 'x' })],
  [
    40029,
    'code2Session, 5:01 after wx.login',
    async (a) => {
      const { code } = await a.story.phone('login', {}, a.person)
      await a.story.later('5m1s')
      return a.code2Session({ js_code: String(code) })
    },
  ],
  [
    40029,
    'getPhoneNumber, a code of wx.login',
    async (a) => a.phoneNumber('shop', (await a.story.phone('login', {}, a.person))['code']),
  ],
  [
    40029,
    'mobile login',
    (a) =>
      a.story.ask('/sns/oauth2/access_token', {
        ...a.story.credentials('phone'),
        code: 'x',
        grant_type: 'authorization_code',
      }),
  ],
  [40030, 'refresh_token', (a) => a.refresh({ refresh_token: 'x' })],
  [40031, 'batchget', (a) => a.batch({})],
  [40032, 'batchget', (a) => a.batch({ user_list: [] })],
  [40066, 'a path that is none', (a) => a.raw('/sns/nothing')],
  [40125, 'code2Session', (a) => a.code2Session({ secret: '0'.repeat(32) })],
  [
    40163,
    'code2Session, twice',
    async (a) => {
      const { code } = await a.story.phone('login', {}, a.person)
      await a.code2Session({ js_code: String(code) })
      return a.code2Session({ js_code: String(code) })
    },
  ],
  [
    40163,
    'mobile login, twice',
    async (a) => {
      const { code } = await a.story.change('/mobile-logins', { person: a.person, app: 'phone' })
      const query = { ...a.story.credentials('phone'), code: String(code), grant_type: 'authorization_code' }
      await a.story.ask('/sns/oauth2/access_token', query)
      return a.story.ask('/sns/oauth2/access_token', query)
    },
  ],
  [
    40226,
    'code2Session, of a risky person',
    async (a) => {
      await a.story.change('/risks', { person: a.person, risky: true })
      return a.code2Session()
    },
  ],
  [41001, 'getPaidUnionId', (a) => a.paid({ access_token: '' })],
  [
    41002,
    'code2Session with its fields in the body',
    (a) => a.raw('/sns/jscode2session', { method: 'POST' }),
  ],
  [41003, 'refresh_token', (a) => a.refresh({})],
  [41004, 'code2Session', (a) => a.code2Session({ secret: '' })],
  [41008, 'code2Session', (a) => a.code2Session({ js_code: '' })],
  [41009, 'getPaidUnionId', (a) => a.paid({ openid: '' })],
  [
    42001,
    'getPaidUnionId, 2 h after the token',
    async (a) => {
      const { access_token } = await a.token({})
      await a.story.later('2h1s')
      return a.paid({ access_token: String(access_token) })
    },
  ],
  [
    42002,
    'refresh_token, 180 d later',
    async (a) => {
      const { refresh_token } = await a.mobile()
      await a.story.later('180d1s')
      return a.refresh({ refresh_token: String(refresh_token) })
    },
  ],
  [43001, 'checkSessionKey by POST', (a) => a.raw('/wxa/checksession', { method: 'POST' })],
  [43002, 'stable_token by GET', (a) => a.raw('/cgi-bin/stable_token')],
  [
    44002,
    'batchget',
    async (a) =>
      a.raw(`/cgi-bin/user/info/batchget?access_token=${await a.story.token('news')}`, { method: 'POST' }),
  ],
  [
    45009,
    'stable_token, forced 21 times in a day',
    async (a) => {
      for (let time = 0; time < 20; time++) {
        await a.forced()
        await a.story.later('31s')
      }
      return a.forced()
    },
  ],
  [
    40164,
    'token, from an address that is not on the list',
    (a) => a.busy('cgi-bin/token', () => a.token({}), 'ip-not-listed'),
  ],
  [
    40164,
    'stable_token, from an address that is not on the list',
    (a) => a.busy('cgi-bin/*', a.forced, 'ip-not-listed'),
  ],
  [
    48004,
    'code2Session, of an app that may not ask any more',
    (a) => a.busy('sns/*', a.code2Session, 'banned'),
  ],
  [
    48004,
    'cloud call, banned',
    (a) => a.busy('openapi.*', () => a.story.call('paid', { openid: 'o' }), 'banned'),
  ],
  [50002, 'getPaidUnionId, restricted', (a) => a.busy('wxa/getpaidunionid', a.paid, 'restricted')],
  [45009, 'code2Session, quota', (a) => a.busy('sns/jscode2session', a.code2Session, 'quota')],
  [
    45011,
    'stable_token, forced twice in 30 s',
    async (a) => {
      await a.story.later('1d1s')
      await a.forced()
      return a.forced()
    },
  ],
  [45011, 'code2Session, limited', (a) => a.busy('sns/*', a.code2Session, 'rate-limited')],
  [
    45011,
    'resetUserSessionKey, limited',
    (a) => a.busy('wxa/*', () => a.session('/wxa/resetusersessionkey'), 'rate-limited'),
  ],
  [
    45011,
    'getPhoneNumber, limited',
    (a) => a.busy('wxa/*', () => a.phoneNumber('shop', 'x'), 'rate-limited'),
  ],
  [
    47001,
    'batchget',
    async (a) =>
      a.raw(`/cgi-bin/user/info/batchget?access_token=${await a.story.token('news')}`, {
        method: 'POST',
        body: '{',
      }),
  ],
  [
    48001,
    'user/info with a mini-program’s token',
    async (a) =>
      a.story.ask('/cgi-bin/user/info', { access_token: await a.story.token('shop'), openid: 'o' }),
  ],
  [
    63178,
    'changeopenid without a migration',
    async (a) =>
      a.story.ask(
        '/cgi-bin/changeopenid',
        { access_token: await a.story.token('news') },
        { from_appid: a.story.credentials('site').appid, openid_list: ['o'] },
      ),
  ],
  [87008, 'resetUserSessionKey', (a) => a.session('/wxa/resetusersessionkey', { sig_method: 'md5' })],
  [87009, 'checkSessionKey', (a) => a.session('/wxa/checksession', { signature: 'x' })],
  [87009, 'resetUserSessionKey', (a) => a.session('/wxa/resetusersessionkey', { signature: 'x' })],
  [89002, 'getPaidUnionId, of an app that is bound to nothing', (a) => a.paid({}, 'lab')],
  [89300, 'getPaidUnionId, without a payment', (a) => a.paid()],
  [
    89300,
    'getPaidUnionId, 5:01 after the payment, as a cloud call',
    async (a) => {
      const { openid, transactionId } = await buy(a.story, { outTradeNo: `o-${a.person}` }, a.person)
      await a.story.later('5m1s')
      return a.story.call('paid', { openid, transactionId }, a.person)
    },
  ],
]
