import * as v from 'valibot'
import type { TestPerson, TestWorld, TestWorldOptions } from '../../emulator/testkit/createWorld.ts'
import { createWorld } from '../../emulator/testkit/index.ts'
import { secretOf } from '../../emulator/wechat/definition.ts'
import type { TinyFunction } from '../sdkProject.ts'
import { writeTinyProject } from '../sdkProject.ts'

/** Asks api.weixin.qq.com as a function of the field does: with Node's https and the real address. */
const ASK = `
const https = require('node:https')
exports.main = ({ path, query = {}, body, timeout = 10_000 }) => new Promise((resolve, reject) => {
  const url = 'https://api.weixin.qq.com' + path + '?' + new URLSearchParams(query)
  const content = body === undefined ? undefined : JSON.stringify(body)
  const request = https.request(url, { method: content === undefined ? 'GET' : 'POST', timeout }, (reply) => {
    let text = ''
    reply.on('data', (part) => { text += part })
    reply.on('end', () => resolve(JSON.parse(text)))
    reply.on('error', reject)
  })
  request.on('timeout', () => request.destroy(new Error('no answer in time')))
  request.on('error', (error) => resolve({ lost: error.code ?? error.message }))
  request.end(content)
})`

/** Opens encrypted data with a session_key. */
const OPEN = `
const { createDecipheriv } = require('node:crypto')
exports.main = ({ sessionKey, encryptedData, iv }) => {
  try {
    const decipher = createDecipheriv('aes-128-cbc', Buffer.from(sessionKey, 'base64'), Buffer.from(iv, 'base64'))
    return JSON.parse(decipher.update(encryptedData, 'base64', 'utf8') + decipher.final('utf8'))
  } catch { return { unreadable: true } }
}`

const CONTEXT = `exports.main = () => cloud.getWXContext()`

/** Orders with the real SDK; answers everything that the SDK answers. */
const ORDER = `
exports.main = (more) => cloud.cloudPay.unifiedOrder({
  functionName: 'payCallback', envId: 'local', subMchId: '1900000001', nonceStr: 'nonce', body: '一杯咖啡',
  outTradeNo: 'order-1', totalFee: 990, spbillCreateIp: '127.0.0.1', tradeType: 'JSAPI', ...more,
  userInfo: undefined,
})`

/** Takes the callback, and says so as the documentation wants it. */
const PAY_CALLBACK = `
exports.main = async (event) => {
  await cloud.database().collection('callbacks').add({ data: { event, context: cloud.getWXContext() } })
  return { errcode: 0, errmsg: 'ok' }
}`

/** Asks for the unionid of somebody who has paid; answers a refusal too. */
export const PAID = `
exports.main = ({ openid, transactionId, mchId, outTradeNo }) =>
  cloud.openapi.auth.getPaidUnionId({ openid, transactionId, mchId, outTradeNo })
    .catch(({ errCode, errMsg }) => ({ errCode, errMsg }))`

/** Functions that a story needs; all use the newest SDK, and none is of the product. */
const FUNCTIONS: Readonly<Record<string, TinyFunction>> = {
  ask: { source: ASK },
  open: { source: OPEN },
  context: { source: CONTEXT },
  order: { source: ORDER },
  payCallback: { source: PAY_CALLBACK },
  paid: { source: PAID, openapi: ['auth.getPaidUnionId'] },
}

type Json = Readonly<Record<string, unknown>>
const JsonSchema = v.record(v.string(), v.unknown())

/** A person, a mini-program and everything that a story does with them. */
export interface Story {
  readonly world: TestWorld
  /** A change of the world, over its control API. */
  readonly change: (path: string, body: Json) => Promise<Json>
  readonly look: (path: string) => Promise<unknown>
  readonly faults: (...faults: readonly Json[]) => Promise<Json>
  /** What a function answers to somebody. */
  readonly call: (name: string, data?: unknown, person?: string, app?: string) => Promise<Json>
  /** api.weixin.qq.com, asked by a function over https. */
  readonly ask: (path: string, query: Readonly<Record<string, string>>, body?: unknown) => Promise<Json>
  /** An API of the WeChat client of somebody's phone: what `success` or `fail` gets. */
  readonly phone: (api: string, options?: unknown, person?: string, app?: string) => Promise<Json>
  readonly credentials: (app: string) => { readonly appid: string; readonly secret: string }
  readonly token: (app: string) => Promise<string>
  /** `wx.login`, and the exchange of its code. */
  readonly login: (person?: string, app?: string) => Promise<Json>
  /** Moves the clock, and waits for what WeChat does meanwhile. */
  readonly later: (duration: string) => Promise<void>
  readonly openidOf: (person: string, app: string) => Promise<string>
  readonly close: () => Promise<void>
}

const APPS: TestWorldOptions['apps'] = [
  { alias: 'shop', openPlatformId: 'main' },
  { alias: 'club', openPlatformId: 'main' },
  { alias: 'lab' },
  { alias: 'news', kind: 'official-account', openPlatformId: 'main' },
  { alias: 'site', kind: 'website', openPlatformId: 'main' },
  { alias: 'phone', kind: 'mobile-app', openPlatformId: 'main' },
]

const ShownSchema = v.object({ apps: v.array(v.looseObject({ alias: v.string(), openid: v.string() })) })

export const openStory = async (
  policy: 'since-2021' | 'before-2021' = 'since-2021',
  {
    functions = {},
    people = ['alice', 'bob'],
    answers = [],
  }: {
    readonly functions?: Readonly<Record<string, TinyFunction>>
    readonly people?: readonly TestPerson[]
    readonly answers?: NonNullable<TestWorldOptions['answers']>
  } = {},
): Promise<Story> => {
  const all = { ...FUNCTIONS, ...functions }
  const project = writeTinyProject(all)
  const world = await createWorld({
    people,
    apps: APPS,
    merchants: ['1900000001'],
    answers,
    // Whoever gives answers may want one that throws; every other fault is to be seen.
    ...(answers.length > 0 && { onFault: () => {} }),
    functions: project.functions,
    functionSettings: Object.fromEntries(Object.keys(all).map((name) => [name, { timeoutSeconds: 15 }])),
  })
  const send = async (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const init = {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    }
    const answer: unknown = await (await fetch(`${world.url}${path}`, init)).json()
    return v.parse(JsonSchema, answer ?? {})
  }
  const call: Story['call'] = async (name, data, person = 'alice', app = 'shop') =>
    v.parse(JsonSchema, await world.person(person).in(app).call(name, data))
  const phone: Story['phone'] = (api, options = {}, person = 'alice', app = 'shop') =>
    send(`/__cloud/wx/${api}`, options, { 'x-person': person, 'x-app': app })
  const look = async (path: string): Promise<unknown> => (await fetch(`${world.url}/__world${path}`)).json()
  const change: Story['change'] = (path, body) => send(`/__world${path}`, body)
  const ask: Story['ask'] = (path, query, body) => call('ask', { path, query, body })
  const apps = v.parse(
    v.array(v.object({ appid: v.string(), alias: v.string(), kind: v.string() })),
    await look('/apps'),
  )
  const credentials: Story['credentials'] = (alias) => {
    const appid = apps.find((app) => app.alias === alias)?.appid ?? ''
    const made = secretOf({ appid, alias, kind: 'mini-program', openPlatformId: null, entity: '' })
    return { appid, secret: made }
  }
  await change('/policy', { policy })

  return {
    world,
    change,
    look,
    call,
    ask,
    phone,
    credentials,
    faults: (...faults) => change('/faults', { faults }),
    token: async (app) => {
      const body = { grant_type: 'client_credential', ...credentials(app) }
      return String((await ask('/cgi-bin/stable_token', {}, body))['access_token'])
    },
    login: async (person = 'alice', app = 'shop') => {
      const { code } = await phone('login', {}, person, app)
      const query = { ...credentials(app), js_code: String(code), grant_type: 'authorization_code' }
      return ask('/sns/jscode2session', query)
    },
    later: async (duration) => {
      world.clock.advance(duration)
      await world.settled()
    },
    openidOf: async (person, app) => {
      const { apps: known } = v.parse(ShownSchema, await look(`/people/${person}`))
      return known.find(({ alias }) => alias === app)?.openid ?? ''
    },
    close: async () => {
      await world.close()
      project.remove()
    },
  }
}

const OrderSchema = v.object({ payment: JsonSchema })
const PaidOrderSchema = v.looseObject({ openid: v.string(), transactionId: v.optional(v.string()) })

/** A function orders, and the phone pays; answers the order as WeChat keeps it. */
export const buy = async (story: Story, more: object = {}, person = 'alice', app = 'shop') => {
  const { payment } = v.parse(OrderSchema, await story.call('order', more, person, app))
  const { errMsg } = await story.phone('requestPayment', payment, person, app)
  if (errMsg !== 'requestPayment:ok') throw new Error(String(errMsg))
  await story.world.settled()
  const orders = v.parse(v.array(PaidOrderSchema), await story.look('/payments'))
  const paid = orders.at(-1)
  if (paid === undefined) throw new Error('no order')
  return paid
}
