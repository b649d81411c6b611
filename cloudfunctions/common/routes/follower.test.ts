import * as v from 'valibot'
import { expect, it } from 'vitest'
import { OpenIdSchema, UnionIdSchema } from '../base/ids.ts'
import { follower } from './follower.ts'
import { BASE, OPENID, UNIONID } from './testing.ts'

const openid = v.parse(OpenIdSchema, OPENID)

it('a follower is evidence by the route of that name, with the unionid that WeChat told', () => {
  const unionid = v.parse(UnionIdSchema, UNIONID)
  expect(follower(BASE.app, { openid, unionid }, 7)).toEqual({
    appid: BASE.app.appid,
    openid,
    unionid,
    route: 'follower',
    observedAt: 7,
  })
  expect(follower(BASE.app, { openid }, 8)).toEqual({
    appid: BASE.app.appid,
    openid,
    route: 'follower',
    observedAt: 8,
  })
})
