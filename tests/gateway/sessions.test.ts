import { afterAll, beforeAll, expect, it } from 'vitest'
import { login } from '../oneIdWorld.ts'
import type { GatewayWorld } from './gatewayWorld.ts'
import { answerOf, openGateway } from './gatewayWorld.ts'

let gateway: GatewayWorld

beforeAll(async () => {
  gateway = await openGateway()
})

afterAll(() => gateway.world.close())

it('signs in by a code over HTTP, to the account that the mini-program has', async () => {
  const { userId } = await login(gateway.world, 'alice', 'shop')
  const session = await gateway.signIn('alice', 'shop')
  expect(session).toMatchObject({ userId, isNew: false, unionid: 'known' })
  const me = await gateway.post('/account', { action: 'me' }, session.accessToken)
  expect(me).toMatchObject({ status: 200, body: { ok: true, userId } })
})

it('gives a new access token for a refresh token', async () => {
  const { app, session } = { app: 'shop', session: await gateway.signIn('bob', 'shop') }
  gateway.world.clock.advance('11m')
  const late = await gateway.post('/account', { action: 'me' }, session.accessToken)
  expect(late).toMatchObject({ status: 401, body: { code: 'TOKEN_EXPIRED' } })
  const next = await gateway.post('/sessions/refresh', { app, refreshToken: session.refreshToken })
  const { accessToken } = answerOf('refreshed', next)
  const me = await gateway.post('/account', { action: 'me' }, accessToken)
  expect(me.body).toMatchObject({ ok: true, userId: session.userId })
})
