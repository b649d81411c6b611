import { describe, expect, it } from 'vitest'
import { readConfig } from '../base/config.ts'
import { says } from '../wechat/testing.ts'
import { callerProof } from './caller.ts'
import { sharedEnv } from './sharedEnv.ts'

const OWN = 'wx0123456789abcdef'
const FROM = 'wxfedcba9876543210'
const registry = readConfig({
  apps: [
    { appid: OWN, alias: 'shop', kind: 'mini-program', bindings: [] },
    { appid: FROM, alias: 'guest', kind: 'mini-program', bindings: [] },
  ],
})
const [shop, guest] = registry.apps

const own = { SOURCE: 'wx_client', OPENID: 'oPERSON_OWN', APPID: OWN, UNIONID: 'oUNION_OWN' }
const from = { FROM_OPENID: 'oPERSON_FROM', FROM_APPID: FROM, FROM_UNIONID: 'oUNION_FROM' }

const fromProof = {
  app: guest,
  evidence: {
    appid: FROM,
    openid: 'oPERSON_FROM',
    unionid: 'oUNION_FROM',
    route: 'shared-env',
    observedAt: 7,
  },
}

describe('route shared-env', () => {
  it.each([
    ['as the only ids', { SOURCE: 'wx_client', ...from }],
    ['beside ids of the owner', { ...own, ...from }],
  ])('A4: turns FROM_* into evidence, %s', (_, raw) => {
    expect(sharedEnv(raw, registry, 7)).toEqual(fromProof)
  })

  it('A4: refuses an app that is not in the registry', () => {
    const raw = { ...own, ...from, FROM_APPID: 'wx00000000000000ff' }
    expect(() => sharedEnv(raw, registry, 7)).toThrow(
      expect.toSatisfy(says('APP_NOT_REGISTERED: appid wx00000000000000ff')),
    )
  })

  it('A4: is closed to a person of the own account', () => {
    expect(() => sharedEnv(own, registry, 7)).toThrow('NO_WECHAT_IDENTITY')
  })
})

describe('who is calling', () => {
  it('is in the context of a call from the own account', () => {
    expect(callerProof(own, registry, 7)).toEqual({
      app: shop,
      evidence: {
        appid: OWN,
        openid: 'oPERSON_OWN',
        unionid: 'oUNION_OWN',
        route: 'wx-context',
        observedAt: 7,
      },
    })
  })

  it('A4: is in FROM_* of a call from another account', () => {
    expect(callerProof({ SOURCE: 'wx_client', ...from }, registry, 7)).toEqual(fromProof)
    expect(callerProof({ ...own, ...from }, registry, 7)).toEqual(fromProof)
  })

  it.each([{ FROM_OPENID: 'oPERSON_FROM' }, { FROM_APPID: FROM }, { FROM_UNIONID: 'oUNION_FROM' }])(
    'A4: is nobody when FROM_* is incomplete: %j',
    (part) => {
      expect(() => callerProof({ ...own, ...part }, registry, 7)).toThrow('NO_WECHAT_IDENTITY')
    },
  )

  it.each(['wx_http', 'wx_trigger', 'wx_paycallback', 'scf', '', undefined])(
    'A3: is nobody for SOURCE %s',
    (SOURCE) => {
      expect(() => callerProof({ ...own, SOURCE }, registry, 7)).toThrow('NO_WECHAT_IDENTITY')
      expect(() => callerProof({ ...own, ...from, SOURCE }, registry, 7)).toThrow('NO_WECHAT_IDENTITY')
    },
  )

  it('A5: is refused when an id became a number', () => {
    expect(() => callerProof({ ...own, OPENID: 1234567890 }, registry, 7)).toThrow(
      'WECHAT_CONTEXT_UNREADABLE',
    )
    expect(() => callerProof({ ...own, ...from, FROM_OPENID: 1234567890 }, registry, 7)).toThrow(
      'WECHAT_CONTEXT_UNREADABLE',
    )
  })
})
