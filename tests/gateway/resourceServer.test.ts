import { randomBytes } from 'node:crypto'
import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../../cloudfunctions/common/base/secret.ts'
import { readSigningKey } from '../../cloudfunctions/common/runtime/signingKeys.ts'
import { createTokens } from '../../cloudfunctions/common/runtime/tokens.ts'
import { resetWorld } from '../oneIdWorld.ts'
import type { GatewayWorld } from './gatewayWorld.ts'
import { answerOf, BEGIN, openGateway } from './gatewayWorld.ts'

/** A server of the company, which knows the address of `gateway` and the name under which tokens are for it, and no secret. */

let gateway: GatewayWorld

beforeAll(async () => {
  gateway = await openGateway({ world: { clock: { frozenAt: BEGIN } } })
})
beforeEach(() => resetWorld(gateway.world))
afterAll(() => gateway.close())

const issuer = () => gateway.world.http('gateway')
const published = () => createRemoteJWKSet(new URL(`${issuer()}/.well-known/jwks.json`))
type Keys = ReturnType<typeof createLocalJWKSet>
const verify = async (token: string, { keys, audience = 'oneid' }: { keys?: Keys; audience?: string } = {}) =>
  jwtVerify(token, keys ?? published(), {
    issuer: issuer(),
    audience,
    algorithms: ['ES256'],
    typ: 'at+jwt',
    currentDate: new Date(gateway.world.clock.now()),
  })

describe('the public keys', () => {
  it('are for everybody, pages too, and may be kept for five minutes', async () => {
    const { status, headers, body } = await gateway.ask('/.well-known/jwks.json', {
      headers: { origin: 'https://www.example.com' },
    })
    expect({
      status,
      cache: headers.get('cache-control'),
      cors: headers.get('access-control-allow-origin'),
    }).toEqual({ status: 200, cache: 'public, max-age=300', cors: 'https://www.example.com' })
    expect(body).toEqual({
      keys: [
        {
          kty: 'EC',
          crv: 'P-256',
          alg: 'ES256',
          use: 'sig',
          kid: expect.stringMatching(/^[\w-]{43}$/),
          x: expect.stringMatching(/^[\w-]{43}$/),
          y: expect.stringMatching(/^[\w-]{43}$/),
        },
      ],
    })
  })
})

describe('an access token', () => {
  it('says to everybody who it is, for ten minutes', async () => {
    const { accessToken, userId } = await gateway.signIn('alice', 'shop')
    const { payload } = await verify(accessToken)
    const now = Date.parse(BEGIN) / 1_000
    expect(payload).toMatchObject({ sub: userId, app: 'shop', sid: expect.stringMatching(/^se-/) })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600)
    expect(payload.iat).toBeGreaterThanOrEqual(now)
    gateway.world.clock.advance('10m')
    await expect(verify(accessToken)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' })
  })

  it('is for one audience, and no refresh token is one', async () => {
    const { accessToken, refreshToken } = await gateway.signIn('alice', 'shop')
    await expect(verify(accessToken, { audience: 'other' })).rejects.toMatchObject({
      code: 'ERR_JWT_CLAIM_VALIDATION_FAILED',
      claim: 'aud',
    })
    await expect(verify(refreshToken)).rejects.toMatchObject({ code: 'ERR_JOSE_ALG_NOT_ALLOWED' })
  })

  it('is believed as long as its key is published: after a rotation, and not after the removal', async () => {
    const { accessToken } = await gateway.signIn('alice', 'shop')
    const { keys: present } = answerOf('keys', await gateway.get('/.well-known/jwks.json'))
    const secret = new Secret(randomBytes(32).toString('base64url'))
    const next = createTokens({ keys: [readSigningKey('NEXT', secret)], issuer: issuer(), audience: 'oneid' })
    const [added] = next.keySet().keys
    const setOf = (keys: readonly object[]) => createLocalJWKSet(JSON.parse(JSON.stringify({ keys })))
    expect(await verify(accessToken, { keys: setOf([added ?? {}, ...present]) })).toHaveProperty(
      'payload.sub',
    )
    await expect(verify(accessToken, { keys: setOf([added ?? {}]) })).rejects.toMatchObject({
      code: 'ERR_JWKS_NO_MATCHING_KEY',
    })
  })
})
