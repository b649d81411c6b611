import { describe, expect, it } from 'vitest'
import { bindingAt } from './apps.ts'
import type { ConfigInput } from './config.ts'
import { readConfig } from './config.ts'

const shop: ConfigInput['apps'][number] = {
  appid: 'wx0123456789abcdef',
  alias: 'shop',
  kind: 'mini-program',
  bindings: [
    { openPlatform: 'old', since: '2021-03-01' },
    { openPlatform: 'new', since: '2024-01-01' },
  ],
}

describe('the app registry', () => {
  it('finds an app by its appid', () => {
    const registry = readConfig({ apps: [shop] })
    expect(
      registry.find(
        registry.apps[0]?.appid ??
          (() => {
            throw new Error('no app')
          })(),
      )?.alias,
    ).toBe('shop')
  })

  it.each([
    ['no app at all', { apps: [] }, 'apps'],
    ['a secret in it', { apps: [shop], appSecret: 'x' }, 'appSecret'],
    ['an appid that is none', { apps: [{ ...shop, appid: 'gh_0123' }] }, 'apps.0.appid'],
    ['an appid twice', { apps: [shop, { ...shop, alias: 'other' }] }, 'apps[1].appid'],
    ['an alias twice', { apps: [shop, { ...shop, appid: 'wxfedcba9876543210' }] }, 'apps[1].alias'],
    [
      'bindings out of order',
      { apps: [{ ...shop, bindings: [...shop.bindings].reverse() }] },
      'apps[0].bindings[1].since',
    ],
    [
      'a day that is none',
      { apps: [{ ...shop, bindings: [{ openPlatform: 'main', since: 'soon' }] }] },
      'apps.0.bindings.0.since',
    ],
  ])('refuses %s and names the field', (_, config, field) => {
    expect(() => readConfig(config)).toThrow(field)
    expect(() => readConfig(config)).toThrow('CONFIG_INVALID')
  })
})

describe('the binding epoch', () => {
  const [app] = readConfig({ apps: [shop] }).apps
  const at = (day: string) => app && bindingAt(app, Date.parse(day))

  it('is the last binding that had begun', () => {
    expect(at('2021-02-28')).toBeUndefined()
    expect(at('2021-03-01')).toEqual({ openPlatform: 'old', epoch: 0 })
    expect(at('2023-12-31T23:59:59Z')).toEqual({ openPlatform: 'old', epoch: 0 })
    expect(at('2024-01-01')).toEqual({ openPlatform: 'new', epoch: 1 })
  })
})

describe('what is sold', () => {
  const merchant = { mchId: '1000000001', apps: ['shop'] }
  const coffee = { id: 'coffee', description: ' coffee ', fen: 1_900 }
  const news = { ...shop, appid: 'wx00000000000000aa', alias: 'news', kind: 'official-account' }

  it('is nothing, and an order lasts 15 minutes, unless it says more', () => {
    expect(readConfig({ apps: [shop] })).toMatchObject({ merchants: [], products: [], orderMinutes: 15 })
  })

  it('is read with the merchants', () => {
    expect(
      readConfig({ apps: [shop], merchants: [merchant], products: [coffee], orderMinutes: 120 }),
    ).toMatchObject({
      merchants: [{ mchId: '1000000001', apps: ['shop'] }],
      products: [{ id: 'coffee', description: 'coffee', fen: 1_900 }],
      orderMinutes: 120,
    })
  })

  it('may be paid for six minutes at least', () => {
    expect(readConfig({ apps: [shop], orderMinutes: 6 }).orderMinutes).toBe(6)
  })

  it.each([
    ['the number of no merchant', { merchants: [{ ...merchant, mchId: '1' }] }, 'merchants.0.mchId: is the'],
    ['a key of WeChat Pay', { merchants: [{ ...merchant, apiKey: 'x' }] }, 'merchants.0.apiKey'],
    ['a merchant without apps', { merchants: [{ ...merchant, apps: [] }] }, 'merchants.0.apps'],
    ['a price of nothing', { products: [{ ...coffee, fen: 0 }] }, 'products.0.fen'],
    [
      'a description that is too long',
      { products: [{ ...coffee, description: '咖'.repeat(43) }] },
      'products.0.d',
    ],
    ['two merchants of one app', { merchants: [merchant, merchant] }, 'merchants: shop has two of them'],
    ['a product twice', { products: [coffee, coffee] }, 'products: coffee is listed twice'],
    ['a merchant of no app', { merchants: [{ ...merchant, apps: ['kiosk'] }] }, 'kiosk is no mini-program'],
    ['a product of no app', { products: [{ ...coffee, apps: ['kiosk'] }] }, 'kiosk is no mini-program'],
    [
      'a merchant of what is no mini-program',
      { apps: [shop, news], merchants: [{ ...merchant, apps: ['news'] }] },
      'merchants, products: news is no mini-program of apps',
    ],
    ['five minutes to pay', { orderMinutes: 5 }, 'orderMinutes'],
    ['more than two hours to pay', { orderMinutes: 121 }, 'orderMinutes'],
    ['part of a minute', { orderMinutes: 7.5 }, 'orderMinutes'],
    [
      'orders as business data',
      { collections: [{ collection: 'orders', field: 'userId' }] },
      'of OneID itself',
    ],
  ])('refuses %s', (_, given, problem) => {
    expect(() => readConfig({ apps: [shop], ...given })).toThrow(`CONFIG_INVALID: `)
    expect(() => readConfig({ apps: [shop], ...given })).toThrow(problem)
  })

  it('names an app that is listed twice before what it sells', () => {
    expect(() => readConfig({ apps: [shop, shop], merchants: [merchant, merchant] })).toThrow(
      'apps[1].appid wx0123456789abcdef is listed twice',
    )
  })
})

describe('the HTTP door', () => {
  const crm = { name: 'crm', key: 'ONEID_KEY_CRM', scopes: ['resolve'] }

  it('is for an audience of its own, for ten minutes, and sends nobody anywhere, unless it says more', () => {
    expect(readConfig({ apps: [shop] }).gateway).toEqual({
      audience: 'oneid',
      signingKeys: ['ONEID_SIGNING_KEY'],
      redirects: [],
      clients: [],
      accessMinutes: 10,
      refreshDays: 30,
    })
    expect(readConfig({ apps: [shop] }).limits).toEqual({ person: 120, address: 600, key: 6_000 })
  })

  it.each(['https://www.example.com/login', 'http://localhost:3000/', 'http://127.0.0.1:8080/in'])(
    'may return to %s',
    (redirect) => {
      expect(readConfig({ apps: [shop], gateway: { redirects: [redirect] } }).gateway.redirects).toEqual([
        redirect,
      ])
    },
  )

  it.each([
    ['http://www.example.com/login'],
    ['http://localhost.example.com/'],
    ['https://www.example.com/login?next=1'],
    ['https://www.example.com/login#top'],
    ['https://user@www.example.com/login'],
    ['https://:password@www.example.com/login'],
    ['https://www.example.com'],
    ['https://WWW.example.com/login'],
    ['javascript:alert(1)'],
    ['/login'],
  ])('never to %s', (redirect) => {
    expect(() => readConfig({ apps: [shop], gateway: { redirects: [redirect] } })).toThrow(
      'gateway.redirects.0',
    )
  })

  it.each([
    ['a key itself', { clients: [{ ...crm, key: 'crm.abc' }] }, 'gateway.clients.0.key'],
    ['a scope that is none', { clients: [{ ...crm, scopes: ['all'] }] }, 'gateway.clients.0.scopes.0'],
    ['a client that may do nothing', { clients: [{ ...crm, scopes: [] }] }, 'gateway.clients.0.scopes'],
    ['one name for two', { clients: [crm, crm] }, 'gateway.clients[1].name crm'],
    ['no signing key', { signingKeys: [] }, 'gateway.signingKeys'],
    ['a token for a day', { accessMinutes: 1_440 }, 'gateway.accessMinutes'],
  ])('refuses %s', (_, gateway, field) => {
    expect(() => readConfig({ apps: [shop], gateway })).toThrow(field)
  })

  it('is told messages about apps of which WeChat can be asked', () => {
    const push = { token: 'WX_PUSH_TOKEN' }
    expect(() => readConfig({ apps: [{ ...shop, push }] })).toThrow('apps[0].secret')
    expect(readConfig({ apps: [{ ...shop, push, secret: 'WX_SECRET' }] }).apps[0]?.push).toEqual(push)
  })
})
