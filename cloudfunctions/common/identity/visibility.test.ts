import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { AppIdSchema, OpenIdSchema, OpenPlatformIdSchema, UnionIdSchema } from '../base/ids.ts'
import type { Evidence } from './evidence.ts'
import { unionidVisibility } from './visibility.ts'

const evidence: Evidence = {
  appid: v.parse(AppIdSchema, 'wx0123456789abcdef'),
  openid: v.parse(OpenIdSchema, 'oPERSON'),
  route: 'wx-context',
  observedAt: 0,
}
const binding = { openPlatform: v.parse(OpenPlatformIdSchema, 'main'), epoch: 0 }
const withUnionid: Evidence = { ...evidence, unionid: v.parse(UnionIdSchema, 'oUNION_X') }

describe('what a client learns about the unionid', () => {
  it('is no more than "known" when it is', () => {
    expect(unionidVisibility(withUnionid, binding, true, 'mini-program')).toEqual({ unionid: 'known' })
  })

  it('says that an unbound app gets none, and that nothing the person does helps', () => {
    expect(unionidVisibility(evidence, undefined, false, 'mini-program')).toEqual({
      unionid: 'missing',
      reason: 'APP_NOT_BOUND',
      nextRoutes: [],
    })
  })

  it('names the routes that can bring it to a bound app', () => {
    expect(unionidVisibility(evidence, binding, false, 'mini-program')).toEqual({
      unionid: 'missing',
      reason: 'NOT_PROVIDED',
      nextRoutes: ['open-data', 'paid-order'],
    })
  })

  it.each([
    ['official-account', ['oauth-official-account', 'follower']],
    // They live inside an open platform account: there is nothing that could bring it later.
    ['website', []],
    ['mobile-app', []],
  ] as const)('names to a %s its own routes', (kind, nextRoutes) => {
    expect(unionidVisibility(evidence, binding, false, kind)).toMatchObject({ nextRoutes })
  })

  it('blames the registry when WeChat gave one for an app that is registered as unbound', () => {
    expect(unionidVisibility(withUnionid, undefined, false, 'mini-program')).toMatchObject({
      reason: 'BINDING_NOT_REGISTERED',
    })
  })
})
