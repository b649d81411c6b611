import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { createWorld } from '../../emulator/testkit/index.ts'
import { buildFunctions } from '../../scripts/build/functions.ts'
import { leftOutOf } from '../../scripts/build/packages.ts'
import { inProject, PATHS } from '../../scripts/project/paths.ts'
import { setup } from '../built.ts'
import { becomeAdministrator, login } from '../oneIdWorld.ts'
import type { PayWorld } from '../payments/payWorld.ts'
import { openPayWorld } from '../payments/payWorld.ts'
import { CALL, SDKS } from '../sdkProject.ts'

/** Bundles without packages that the SDK brings, and with packages that are evaluated late: what they can do. */

/** These use nothing but the database and the context of the SDK. */
const LIGHTEST = ['admin', 'cloudbase_auth', 'gateway', 'login']
const REMEDY = 'is not part of this function: delete its line in scripts/build/packages.ts and build again'

const functions = readdirSync(PATHS.functionSources).filter((name) =>
  existsSync(join(PATHS.functionSources, name, 'index.ts')),
)
const bundleOf = (name: string): string => readFileSync(join(PATHS.builtFunctions, name, 'index.js'), 'utf8')

beforeAll(setup)

describe('the code of a function uses of the SDK', () => {
  const OF_A_DATABASE = ['DYNAMIC_CURRENT_ENV', 'database', 'getWXContext', 'init']
  const OF_ALL = [...OF_A_DATABASE, 'callFunction', 'cloudPay', 'openapi']

  it.each(functions)('%s: nothing that needs what was left out', (name) => {
    const code = bundleOf(name)
    const sdk = /\bimport_wx_server_sdk\d*\b/g
    const member = /\bimport_wx_server_sdk\d*\.default(?:\.(\w+)|, "(\w+)"\))/g
    const imported = /\bimport_wx_server_sdk\d* = __toESM/g
    const uses = [...code.matchAll(member)].map(([, direct, reflected]) => direct ?? reflected ?? '')
    expect(uses).toEqual(expect.arrayContaining(['init', 'getWXContext']))
    // The SDK goes nowhere as a whole: each mention of it is one of a member.
    expect(code.match(sdk)?.length).toBe(uses.length + (code.match(imported)?.length ?? 0))
    const allowed = LIGHTEST.includes(name) ? OF_A_DATABASE : OF_ALL
    expect([...new Set(uses)].filter((use) => !allowed.includes(use))).toEqual([])
    // Otherwise this would say nothing of `login`.
    expect(Object.keys(leftOutOf(name)).includes('form-data')).toBe(LIGHTEST.includes(name))
  })
})

type Exported = Readonly<Record<string, unknown>>

/** A bundle, loaded as Node does it, with what stands in it for packages; a package says when it is evaluated. */
const opened = (name: string): { standIns: Exported; evaluated: readonly string[] } => {
  const file = join(PATHS.builtFunctions, name, 'index.js')
  const made = /^var (require_\w+) = __commonJS\(\{\n {2}"late:([^"]+)"/gm
  let code = readFileSync(file, 'utf8')
  const entries = [...code.matchAll(made)].map(([, variable = '', path = '']) => ({ variable, path }))
  for (const { path } of entries) {
    const start = new RegExp(`^ {2}"${path.replace(/[.*+?^$()|[\]\\]/g, '\\$&')}"\\([^)]*\\) \\{$`, 'm')
    code = code.replace(start, (head) => `${head}\n    evaluated.push(${JSON.stringify(path)});`)
  }
  const all = entries.map(({ variable, path }) => `${JSON.stringify(path)}: ${variable}()`).join()
  const evaluated: string[] = []
  const module = { exports: {} }
  const parameters = ['exports', 'require', 'module', '__filename', '__dirname', 'evaluated']
  const load = new Function(...parameters, `${code}\nreturn { ${all} }`)
  const standIns: Exported = load(module.exports, createRequire(file), module, file, dirname(file), evaluated)
  return { standIns, evaluated }
}

const PACKAGES = ['jsonwebtoken', 'xml2js', 'form-data', 'mime-db', 'axios', 'https-proxy-agent'] as const

const realPackages = (paths: readonly string[]): Exported => {
  const require = createRequire(import.meta.url)
  return Object.fromEntries(paths.map((path) => [path, require(inProject(path))]))
}

describe('what is evaluated late', () => {
  const real = createRequire(import.meta.url)
  beforeAll(() => {
    // Otherwise the SDK asks the metadata server, with axios.
    vi.stubEnv('TENCENTCLOUD_RUNENV', 'SCF')
  })
  afterAll(() => {
    vi.unstubAllEnvs()
  })

  it.each(functions)('%s: is what the package is, and is not evaluated before', (name) => {
    const { standIns, evaluated } = opened(name)
    expect(Object.keys(standIns).length).toBe(LIGHTEST.includes(name) ? 3 : 8)
    expect(evaluated).toEqual([])
    for (const [path, standIn] of Object.entries(standIns)) {
      const expected: unknown = real(inProject(path))
      expect(typeof standIn, path).toBe(typeof expected)
      const [ours, theirs] = [Object(standIn), Object(expected)]
      expect(Reflect.ownKeys(ours), path).toEqual(Reflect.ownKeys(theirs))
      expect(Reflect.get(ours, '__esModule'), path).toBe(Reflect.get(theirs, '__esModule'))
      // The bundler renames a function that has the name of a global one.
      for (const key of Reflect.ownKeys(theirs).filter((key) => key !== 'name')) {
        const [mine, wanted] = [Reflect.get(ours, key), Reflect.get(theirs, key)]
        expect(typeof mine, `${path} ${String(key)}`).toBe(typeof wanted)
        if (typeof wanted !== 'function') expect(JSON.stringify(mine)).toBe(JSON.stringify(wanted))
        else expect(mine.length, `${path} ${String(key)}`).toBe(wanted.length)
      }
      expect(evaluated, path).toContain(path)
    }
    expect(new Set(evaluated).size).toBe(evaluated.length)
  })

  it('does what the package does', () => {
    const { standIns } = opened('account')
    const file = (name: string) => Object.keys(standIns).find((path) => path.includes(`/${name}/`)) ?? ''
    const results = [standIns, { ...realPackages(Object.keys(standIns)) }].map((packages) => {
      const [tokens, xml, form, mime, axios, proxy] = PACKAGES.map((name) => Object(packages[file(name)]))
      const token: unknown = tokens.sign({ a: 1 }, 'k', { noTimestamp: true })
      const parsed: unknown[] = []
      xml.parseString('<a b="c"><d>1</d></a>', (...given: unknown[]) => parsed.push(given))
      const body = new form()
      body.setBoundary('--x')
      body.append('file', Buffer.from('bytes'), { filename: 'a.jpeg' })
      const agent = new proxy.HttpsProxyAgent('http://127.0.0.1:1')
      return {
        token,
        verified: tokens.verify(token, 'k'),
        refused: () => tokens.verify(token, 'other'),
        parsed,
        body: String(body.getBuffer()),
        isForm: body instanceof form,
        jpeg: mime['image/jpeg'],
        axios: [axios.create({ timeout: 5 }).defaults.timeout, axios.default.isAxiosError(new Error('x'))],
        proxy: [
          agent instanceof proxy.HttpsProxyAgent,
          agent.secureProxy,
          proxy('http://127.0.0.1:1').secureProxy,
        ],
      }
    })
    const [ours, theirs] = results
    expect({ ...ours, refused: undefined }).toEqual({ ...theirs, refused: undefined })
    expect(ours).toMatchObject({ verified: { a: 1 }, isForm: true, axios: [5, false] })
    expect(ours?.body).toContain('Content-Type: image/jpeg')
    for (const one of results) expect(one.refused).toThrow('invalid signature')
  })
})

const UploadedSchema = v.object({ resolved: v.object({ fileID: v.string() }) })

/** A cloud that answers every cloud call, and the functions `login`, `other` and `whole`: one with the SDK itself. */
const ANSWERS = {
  openapi: {
    'auth.getPaidUnionId': () => ({ json: { errcode: 0, errmsg: 'ok', unionid: 'oUnion' } }),
    'security.imgSecCheck': ({ media }: { readonly media: object }) => ({
      json: { errcode: 0, errmsg: 'ok', bytes: JSON.stringify(media).length },
    }),
    'wxacode.getUnlimited': () => ({ file: { contentType: 'image/jpeg', bytes: Buffer.from([1, 2, 3]) } }),
  },
  pay: {
    unifiedOrder: () => ({
      json: { return_code: 'SUCCESS', result_code: 'SUCCESS', payment: { package: 'prepay_id=1' } },
    }),
  },
} as const

const DATABASE = `
const database = async () => {
  const db = cloud.database(), _ = db.command, seen = []
  const drinks = db.collection('drinks')
  await drinks.where({ _id: _.exists(true) }).remove()
  seen.push(await drinks.add({ data: { _id: 'tea', fen: 300, at: new Date(0), tags: ['hot'] } }))
  seen.push(await drinks.doc('milk').set({ data: { fen: 500, at: new Date(5), deep: { a: null } } }))
  seen.push(await drinks.doc('tea').update({ data: { fen: _.inc(50), tags: _.push('green') } }))
  seen.push(await drinks.where({ fen: _.gt(100) }).orderBy('fen', 'desc').get())
  seen.push(await drinks.where({ fen: _.gt(400) }).update({ data: { dear: true } }))
  seen.push(await drinks.count())
  seen.push(await drinks.aggregate().match({ fen: _.gt(0) }).group({ _id: null, sum: db.command.aggregate.sum('$fen') }).end())
  seen.push(await db.runTransaction(async (transaction) => {
    const { data } = await transaction.collection('drinks').doc('tea').get()
    await transaction.collection('drinks').doc('tea').update({ data: { fen: data.fen * 2, at: data.at } })
    await transaction.collection('drinks').doc('milk').remove()
    return data
  }))
  seen.push(await drinks.doc('tea').get(), await drinks.doc('tea').remove())
  seen.push(await drinks.doc('tea').get().catch(({ errCode, errMsg }) => ({ errCode, errMsg })))
  return seen
}`

const PROBE = `
${DATABASE}
${CALL.replace('exports.main', 'const call')}
const model = () => {
  try {
    return typeof cloud.ai()
  } catch ({ message }) {
    return message
  }
}
const others = { 'everything of the database': database, 'a language model': model }
exports.main = (event) => (others[event.path[0]] || call)(event)`

/** Ids and times that differ from call to call. */
const lasting = (reply: unknown): unknown =>
  JSON.parse(
    JSON.stringify(reply)
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|[0-9a-f]{24,}/g, 'ID')
      .replaceAll(/"requestId":"[^"]*"|"transactionId":"[^"]*"/g, '"requestId":""')
      .replaceAll(/[?&](sign|t)=[^"&]*/g, ''),
  )

describe('the SDK in a bundle', () => {
  let folder: string
  let world: TestWorld

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'oneid-bundles-'))
    symlinkSync(inProject('node_modules'), join(folder, 'node_modules'))
    const config = JSON.stringify({ permissions: { openapi: Object.keys(ANSWERS.openapi) } })
    const save = (path: string, text: string): void => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    const imported = `import cloud from 'wx-server-sdk'\ncloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })\n`
    for (const name of ['login', 'other']) {
      save(`sources/${name}/index.ts`, imported + PROBE.replace('exports.main =', 'export const main ='))
      save(`sources/${name}/config.json`, config)
    }
    await buildFunctions({ root: join(folder, 'sources'), out: join(folder, 'built') })
    const whole = `const cloud = require(${JSON.stringify(SDKS[0][1])})\ncloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })\n`
    save('built/whole/index.js', whole + PROBE)
    save('built/whole/config.json', config)
    world = await createWorld({
      people: ['alice'],
      apps: [{ alias: 'shop' }],
      functions: join(folder, 'built'),
      answers: [ANSWERS],
    })
  })
  afterAll(async () => {
    await world.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  const ask = async (name: string, path: readonly string[], params: unknown = {}): Promise<unknown> =>
    lasting(await world.person('alice').in('shop').call(name, { path, params }))

  it('speaks to the database as the SDK does, in every bundle', async () => {
    const expected = await ask('whole', ['everything of the database'])
    expect(expected).toMatchObject({ length: 11, 3: { data: [{ fen: 500 }, { fen: 350 }] } })
    for (const name of ['login', 'other']) {
      expect(await ask(name, ['everything of the database'])).toEqual(expected)
      expect(await ask(name, ['getWXContext'])).toEqual(await ask('whole', ['getWXContext']))
    }
  })

  const image = { contentType: 'image/jpeg', value: { base64: 'AAEC' } }
  it.each([
    ['openapi.auth.getPaidUnionId', { openid: 'o' }, { unionid: 'oUnion' }],
    ['openapi.security.imgSecCheck', { media: image }, { errCode: 0 }],
    ['openapi.wxacode.getUnlimited', { scene: 'a' }, { contentType: 'image/jpeg' }],
    ['cloudPay.unifiedOrder', { body: 'a' }, { resultCode: 'SUCCESS' }],
    ['callFunction', { name: 'whole', data: { path: ['getWXContext'] } }, { result: { resolved: {} } }],
  ])('makes the call %s as the SDK does', async (path, params, resolved) => {
    const expected = await ask('whole', path.split('.'), params)
    expect(expected).toMatchObject({ resolved })
    expect(await ask('other', path.split('.'), params)).toEqual(expected)
  })

  it('stores files as the SDK does', async () => {
    const told: unknown[] = []
    for (const name of ['whole', 'other']) {
      const sent = { cloudPath: 'a/b.txt', fileContent: { base64: Buffer.from('words').toString('base64') } }
      const reply = v.parse(UploadedSchema, await ask(name, ['uploadFile'], sent))
      const { fileID } = reply.resolved
      told.push([
        reply,
        await ask(name, ['getTempFileURL'], { fileList: [fileID] }),
        await ask(name, ['downloadFile'], { fileID }),
        await ask(name, ['deleteFile'], { fileList: [fileID] }),
        await ask(name, ['downloadFile'], { fileID }),
      ])
    }
    expect(told[1]).toEqual(told[0])
    expect(told[0]).toMatchObject([{}, {}, { resolved: { statusCode: 200 } }, {}, { rejected: {} }])
  })

  it.each([
    ['openapi.auth.getPaidUnionId', { openid: 'o' }, 'form-data'],
    ['uploadFile', { cloudPath: 'a', fileContent: { base64: 'AAEC' } }, 'xml2js'],
  ])('of login says what it does not have, and what to do: %s', async (path, params, missing) => {
    expect(JSON.stringify(await ask('login', path.split('.'), params))).toContain(`${missing} ${REMEDY}`)
  })

  it('speaks to no language model', async () => {
    expect(await ask('other', ['a language model'])).toBe(`@cloudbase/ai ${REMEDY}`)
  })
})

describe('the functions as they are deployed', () => {
  let shop: PayWorld

  beforeAll(async () => {
    shop = await openPayWorld({})
  })
  afterAll(() => shop.world.close())

  it('reach nothing that was left out', async () => {
    const { world } = shop
    const alice = world.person('alice').in('shop')
    await becomeAdministrator(world, 'alice')
    await login(world, 'bob', 'shop')
    const code = await alice.phoneCode()
    expect(await alice.call('account', { action: 'phone', code })).toMatchObject({ ok: true })
    // Ordered, paid, told to `payCallback`; then the unionid that the payment brought is asked for.
    const order = await shop.buy('bob')
    expect(await shop.awaits(order, 'bob')).toMatchObject({ state: 'paid', unionid: 'known' })
    const shared = { source: 'wx_client', fromAppid: alice.appid, fromOpenid: alice.openid }
    await world.callAs({ ...shared, appid: alice.appid, openid: alice.openid }, 'cloudbase_auth')
    await shop.minutes(2)
    expect(await alice.call('admin', { action: 'conflicts' })).toMatchObject({ ok: true })
    expect((await fetch(`${world.http('gateway')}/.well-known/jwks.json`)).status).toBe(200)
    const calls = world.calls()
    expect([...new Set(calls.map((call) => call.function))].sort()).toEqual(functions.toSorted())
    expect(calls.flatMap(({ logs }) => logs).filter(({ text }) => text.includes(REMEDY))).toEqual([])
  })
})
