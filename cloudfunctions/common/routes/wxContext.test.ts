import { describe, expect, it } from 'vitest'
import { readConfig } from '../base/config.ts'
import { wxContext } from './wxContext.ts'

const registry = readConfig({
  apps: [{ appid: 'wx0123456789abcdef', alias: 'shop', kind: 'mini-program', bindings: [] }],
})
const context = { SOURCE: 'wx_client', OPENID: 'oPERSON', APPID: 'wx0123456789abcdef' }

describe('route wx-context', () => {
  it('turns the context into evidence', () => {
    expect(wxContext({ ...context, UNIONID: 'oUNION_X' }, registry, 7)).toEqual({
      app: registry.apps[0],
      evidence: {
        appid: 'wx0123456789abcdef',
        openid: 'oPERSON',
        unionid: 'oUNION_X',
        route: 'wx-context',
        observedAt: 7,
      },
    })
  })

  it('refuses an app that is not in the registry', () => {
    expect(() => wxContext({ ...context, APPID: 'wxfedcba9876543210' }, registry, 7)).toThrow(
      'APP_NOT_REGISTERED',
    )
  })
})
