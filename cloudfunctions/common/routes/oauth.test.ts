import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { App } from '../base/apps.ts'
import { OpenIdSchema, UnionIdSchema } from '../base/ids.ts'
import { oauth } from './oauth.ts'
import { BASE, OPENID, UNIONID } from './testing.ts'

const appOf = (kind: App['kind']): App => ({ ...BASE.app, kind })
const openid = v.parse(OpenIdSchema, OPENID)
const unionid = v.parse(UnionIdSchema, UNIONID)

describe('what an authorisation proves', () => {
  it.each([
    ['official-account', 'oauth-official-account'],
    ['website', 'oauth-website'],
    ['mobile-app', 'oauth-mobile'],
  ] as const)('of a %s: openid and unionid by %s', (kind, route) => {
    const app = appOf(kind)
    expect(oauth(app, { openid, unionid, snapshot: false }, 7)).toEqual({
      app,
      evidence: { appid: app.appid, openid, unionid, route, observedAt: 7 },
    })
  })

  it('is no unionid where none came, and says so of a snapshot', () => {
    const { evidence } = oauth(appOf('official-account'), { openid, snapshot: true }, 7)
    expect(evidence).toEqual({
      appid: BASE.app.appid,
      openid,
      route: 'oauth-official-account',
      observedAt: 7,
      snapshot: true,
    })
  })

  it('is nothing of a mini-program, which has no such authorisation', () => {
    expect(() => oauth(appOf('mini-program'), { openid, snapshot: false }, 7)).toThrow(
      'a mini-program has no OAuth',
    )
  })
})
