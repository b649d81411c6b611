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
    expect(unionidVisibility(withUnionid, binding, true)).toEqual({ unionid: 'known' })
  })

  it('says that an unbound app gets none, and that nothing the person does helps', () => {
    expect(unionidVisibility(evidence, undefined, false)).toEqual({
      unionid: 'missing',
      reason: 'APP_NOT_BOUND',
      nextRoutes: [],
    })
  })

  it('names the routes that can bring it to a bound app', () => {
    expect(unionidVisibility(evidence, binding, false)).toEqual({
      unionid: 'missing',
      reason: 'NOT_PROVIDED',
      nextRoutes: ['open-data', 'paid-order'],
    })
  })

  it('blames the registry when WeChat gave one for an app that is registered as unbound', () => {
    expect(unionidVisibility(withUnionid, undefined, false)).toMatchObject({
      reason: 'BINDING_NOT_REGISTERED',
    })
  })
})
