import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClockState, writeClockState } from '../../clockState.ts'
import type { Caller } from '../caller.ts'
import { createCallLog } from '../callLog.ts'
import { createCredentials } from '../credentials.ts'
import { callFunctionError } from './failure.ts'
import type { Functions } from './index.ts'
import { createFunctions } from './index.ts'
import { createTestFunctions } from './testing.ts'

/** Functions of an imaginary project: each shows one thing that an instance must do. */
const SOURCES: Readonly<Record<string, string>> = {
  environment: `exports.main = async () => ({ ...process.env })`,
  clock: `exports.main = async (event, context) => ({ now: Date.now(), made: new Date().getTime(), sameClass: new Date().constructor === Date, context })`,
  throws: `exports.main = async () => { throw new Error('boom at ' + __filename.length) }`,
  throwsLate: `exports.main = () => new Promise(() => setTimeout(() => { throw new Error('late') }, 1))`,
  throwsNull: `exports.main = () => new Promise(() => setTimeout(() => { throw null }, 1))`,
  exits: `exports.main = () => process.exit(3)`,
  hangs: `exports.main = () => new Promise(() => {})`,
  blocks: `exports.main = () => { for (;;) {} }`,
  unloadable: `require('./no-such-file')`,
  noMain: `exports.handler = () => 1`,
  circular: `exports.main = () => { const a = {}; a.a = a; return a }`,
  nothing: `exports.main = () => undefined`,
  logsForEver: `exports.main = () => { for (let n = 0; n < 50; n++) console.log('x'.repeat(10_000)) }`,
  logs: `exports.main = () => { console.log('a %s', 'b', { c: 1 }); console.error('bad') }`,
  weixin: `exports.main = () => new Promise((resolve, reject) => require('https').get(
    { hostname: 'api.weixin.qq.com', path: '/sns/jscode2session?appid=1', headers: { 'x-kept': 'yes' } },
    (reply) => reply.on('data', (data) => resolve(String(data)))).on('error', reject))`,
  weixinUrl: `exports.main = () => new Promise((resolve, reject) => require('https').request(
    'https://api.weixin.qq.com/post', { method: 'POST' },
    (reply) => reply.on('data', (data) => resolve(String(data)))).on('error', reject).end('body'))`,
  weixinFetch: `exports.main = async () => (await fetch('https://api.weixin.qq.com/fetched', { method: 'POST', body: 'body' })).text()`,
  weixinTwoSlashes: `exports.main = () => new Promise((resolve, reject) => require('https').get(
    'https://api.weixin.qq.com//sns/userinfo',
    (reply) => reply.on('data', (data) => resolve(String(data)))).on('error', reject))`,
  outside: `exports.main = () => new Promise((resolve) => require('https').get('https://example.com/').on('error', (e) => resolve(e.message)))`,
  sockets: `exports.main = (event) => new Promise((resolve) => {
    const { connect } = require('node:' + event.module)
    connect(event.to).on('connect', () => resolve('connected')).on('error', (e) => resolve(e.message)) })`,
  outsideFetch: `exports.main = () => fetch('https://example.com/').catch((e) => e.cause.message)`,
}

const root = mkdtempSync(join(tmpdir(), 'oneid-functions-'))
const clock = createClockState()
const calls = createCallLog()
const weixin = createServer((request, reply) => {
  let body = ''
  request.on('data', (data) => (body += String(data)))
  request.on('end', () =>
    reply.end(`${request.method} ${request.url} ${request.headers['x-kept'] ?? ''}${body}`),
  )
})
let functions: Functions

beforeAll(async () => {
  for (const [name, source] of Object.entries(SOURCES)) {
    mkdirSync(join(root, name))
    writeFileSync(join(root, name, 'index.js'), source)
  }
  await new Promise<void>((resolve) => weixin.listen(0, '127.0.0.1', resolve))
  const address = weixin.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  functions = createFunctions({
    root,
    settings: {
      hangs: { timeoutSeconds: 0.2 },
      blocks: { timeoutSeconds: 0.2 },
      throwsLate: { timeoutSeconds: 20 },
      throwsNull: { timeoutSeconds: 20 },
    },
    adminUrl: () => 'http://127.0.0.1:9/admin',
    httpUrl: async () => 'http://127.0.0.1:10',
    hosts: () => ({
      simulated: { 'api.weixin.qq.com': `http://127.0.0.1:${port}/wechat/api.weixin.qq.com` },
      others: 'refuse',
    }),
    clock,
    now: () => 0,
    credentials: createCredentials(),
    calls,
    onLog: () => {},
  })
})

afterAll(async () => {
  await functions.end()
  weixin.close()
  rmSync(root, { recursive: true, force: true })
})

const alice: Caller = {
  source: 'wx_client',
  appid: 'wx0000000000000001',
  openid: 'oAlice',
  unionid: 'oUnion',
}
const bob: Caller = { source: 'wx_client', appid: 'wx0000000000000001', openid: 'oBob' }

const result = async (name: string, event: unknown = {}, caller: Caller = alice): Promise<unknown> => {
  const outcome = await functions.call(name, event, caller)
  return 'result' in outcome ? outcome.result : outcome.failure
}

const errorOf = async (name: string) => {
  const outcome = await functions.call(name, {}, alice)
  return 'failure' in outcome ? callFunctionError(outcome.failure) : outcome
}

describe('variables that the team gave a function', () => {
  it('may name the address of the HTTP access service, for which every instance waits', async () => {
    let open: (url: string) => void = () => {}
    const opening = new Promise<string>((resolve) => {
      open = resolve
    })
    const project = createTestFunctions(
      { 'link/index.js': 'exports.main = () => ({ one: process.env.ONE, two: process.env.TWO })' },
      {
        httpUrl: () => opening,
        settings: {
          link: { environment: { ONE: '{{local.http}}/link?to={{local.http}}', TWO: '{{local.httpX}}' } },
        },
      },
    )
    const asked = project.result('link')
    open('http://127.0.0.1:4321')
    expect(await asked).toEqual({
      one: 'http://127.0.0.1:4321/http/link?to=http://127.0.0.1:4321/http',
      two: '{{local.httpX}}',
    })
    await project.end()
  })

  it('are of no use where that service cannot open: the call fails, and nothing hangs', async () => {
    const project = createTestFunctions(
      { 'link/index.js': 'exports.main = () => 1' },
      { httpUrl: () => Promise.reject(new Error('no port')) },
    )
    expect(await project.result('link')).toEqual({ kind: 'threw', stack: 'no port' })
    await project.end()
  })
})

describe('the environment of a call', () => {
  it('is what CloudBase sets, and nothing of our own process', async () => {
    process.env['LEAK'] = 'x'
    const environment = await result('environment')
    delete process.env['LEAK']
    expect(environment).toMatchObject({
      WX_OPENID: 'oAlice',
      WX_UNIONID: 'oUnion',
      WX_APPID: 'wx0000000000000001',
      TCB_SOURCE: 'wx_client',
      TCB_ENV: 'local',
      SCF_NAMESPACE: 'local',
      TENCENTCLOUD_RUNENV: 'SCF',
      SCF_FUNCTIONNAME: 'environment',
    })
    expect(environment).not.toHaveProperty('LEAK')
    expect(environment).not.toHaveProperty('PATH')
  })

  it('keeps nothing of the caller before', async () => {
    await result('environment')
    expect(await result('environment', {}, bob)).not.toHaveProperty('WX_UNIONID')
    const nobody = await result('environment', {}, { source: 'wx_http' })
    expect(nobody).not.toHaveProperty('WX_OPENID')
    expect(nobody).toMatchObject({ TCB_SOURCE: 'wx_http' })
  })

  it('follows the world clock between two statements and names the call', async () => {
    const at = Date.UTC(2030, 0, 1)
    writeClockState(clock, at, Date.now(), true)
    expect(await result('clock')).toMatchObject({
      now: at,
      made: at,
      sameClass: true,
      context: { function_name: 'clock' },
    })
    writeClockState(clock, at + 299_000, Date.now(), true)
    expect(await result('clock')).toMatchObject({ now: at + 299_000 })
  })
})

describe('a call that fails, in the words of wx.cloud', () => {
  it('has no function: -501000', async () => {
    expect(await errorOf('absent')).toEqual({
      errCode: -501000,
      errMsg:
        'cloud.callFunction:fail Error: errCode: -501000  | errMsg: FunctionName parameter could not be found.',
    })
    expect(await errorOf('../functions')).toMatchObject({ errCode: -501000 })
  })

  it('threw: -504002 with the stack', async () => {
    const { errCode, errMsg } = { errMsg: '', errCode: 0, ...(await errorOf('throws')) }
    expect(errCode).toBe(-504002)
    expect(errMsg).toMatch(
      /^cloud\.callFunction:fail Error: errCode: -504002 functions execute fail \| errMsg: Error: boom at \d+\n {4}at /,
    )
  })

  it.each(['hangs', 'blocks'])('%s: -504003 after its time-out', async (name) => {
    expect(await errorOf(name)).toEqual({
      errCode: -504003,
      errMsg:
        'cloud.callFunction:fail Error: errCode: -504003  | errMsg: Invoking task timed out after 0.2 seconds',
    })
  })

  it.each([
    ['exits', 'exit code 3'],
    ['throwsLate', 'late'],
    // Anything can be thrown; where nobody catches it, it must end the instance and nothing else.
    ['throwsNull', 'exit unexpected: null'],
    ['unloadable', 'no-such-file'],
    ['noMain', 'exports no function named main'],
    ['circular', 'circular structure'],
  ])('%s: -504002', async (name, words) => {
    expect(await errorOf(name)).toMatchObject({ errCode: -504002, errMsg: expect.stringContaining(words) })
  })

  it('is followed by calls that work', async () => {
    for (const name of ['exits', 'hangs', 'throws']) await errorOf(name)
    expect(await errorOf('exits')).toMatchObject({ errCode: -504002 })
    expect(await result('nothing')).toBeNull()
  })
})

describe('what an instance says and asks', () => {
  it('keeps the words of console with their call', async () => {
    await result('logs')
    expect(calls.list().at(-1)?.logs).toEqual([
      { level: 'log', text: 'a b { c: 1 }' },
      { level: 'error', text: 'bad' },
    ])
  })

  it('keeps no more of them than fits', async () => {
    await result('logsForEver')
    const kept = calls.list().at(-1)?.logs ?? []
    expect(kept.length).toBeLessThan(25)
    expect(kept.at(-1)).toEqual({
      level: 'warn',
      text: 'the call says more than 200000 characters; the rest is not kept',
    })
  })

  it('sends WeChat’s hosts to the simulation, by https.get, https.request and fetch', async () => {
    expect(await result('weixin')).toBe('GET /wechat/api.weixin.qq.com/sns/jscode2session?appid=1 yes')
    expect(await result('weixinUrl')).toBe('POST /wechat/api.weixin.qq.com/post body')
    expect(await result('weixinFetch')).toBe('POST /wechat/api.weixin.qq.com/fetched body')
    expect(await result('weixinTwoSlashes')).toBe('GET /wechat/api.weixin.qq.com//sns/userinfo ')
  })

  it.each([
    ['net', { host: 'example.com', port: 80 }],
    ['tls', { host: 'example.com', port: 443 }],
    ['http2', 'https://example.com'],
  ])('judges connections of node:%s as it judges requests', async (module, to) => {
    expect(await result('sockets', { module, to })).toContain('lets no request leave this machine')
  })

  it('keeps what is meant for WeChat from the real one, by whatever means it is sent', async () => {
    expect(await result('sockets', { module: 'http2', to: 'https://api.weixin.qq.com' })).toBe(
      'connect ECONNREFUSED api.weixin.qq.com: it is simulated for node:http, node:https and fetch only',
    )
  })

  it('lets nothing else leave the machine in tests', async () => {
    const refused =
      'connect ECONNREFUSED example.com: the local cloud lets no request leave this machine here'
    expect(await result('outside')).toBe(refused)
    expect(await result('outsideFetch')).toBe(refused)
    expect(calls.list().at(-2)?.logs[0]?.text).toContain('example.com')
  })
})

describe('instances', () => {
  it('are cold once, then warm', async () => {
    await result('clock')
    await result('clock')
    expect(calls.list().at(-1)?.cold).toBe(false)
  })

  it('serve more calls than there are instances, each with its own caller', async () => {
    const callers = Array.from(
      { length: 12 },
      (_, n): Caller => ({ source: 'wx_client', appid: 'wx0000000000000001', openid: `oPerson${n}` }),
    )
    const seen = await Promise.all(callers.map((caller) => result('environment', {}, caller)))
    expect(seen).toMatchObject(callers.map((_, n) => ({ WX_OPENID: `oPerson${n}` })))
  })
})
