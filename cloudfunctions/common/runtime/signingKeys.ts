import type { JsonWebKey, KeyObject } from 'node:crypto'
import { createECDH, createHash, createPrivateKey, createPublicKey, hkdfSync } from 'node:crypto'
import { OneIdError } from '../base/errors.ts'
import type { Secret } from '../base/secret.ts'

const BYTES = 32

/** What follows from one signing key; each use has a key of its own (RFC 5869). */
export interface SigningKey {
  /** Thumbprint of the public key (RFC 7638): names the key in a token. */
  readonly id: string
  /** ECDSA over P-256, which every library of the field verifies. */
  readonly signing: KeyObject
  readonly verifying: KeyObject
  readonly publicKey: JsonWebKey
  /** HMAC key of refresh tokens, which nobody else has to verify. */
  readonly refreshing: Uint8Array
  /** AES-256 key of what a browser or a page carries and must not read. */
  readonly sealing: Uint8Array
}

const derive = (seed: Buffer, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', seed, '', `oneid token ${use}`, BYTES))

/** Private keys of P-256 are numbers below its order; of random ones hardly any is not. */
const pointOf = (d: Buffer): Buffer => {
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(d)
  return curve.getPublicKey()
}

/**
 * @param secret 32 random bytes in base64url, which tcb commands and consoles pass through unharmed
 * @throws OneIdError SECRET_MISSING
 */
export const readSigningKey = (name: string, secret: Secret<string>): SigningKey => {
  const seed = Buffer.from(secret.reveal(), 'base64url')
  if (seed.length !== BYTES || seed.toString('base64url') !== secret.reveal())
    throw new OneIdError('SECRET_MISSING', `${name} is not ${BYTES} bytes in base64url`)
  const d = derive(seed, 'sign')
  const point = pointOf(d)
  const [x, y] = [point.subarray(1, 1 + BYTES), point.subarray(1 + BYTES)].map((half) =>
    half.toString('base64url'),
  )
  const key = { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }
  const thumbprint = JSON.stringify({ crv: key.crv, kty: key.kty, x: key.x, y: key.y })
  return {
    id: createHash('sha256').update(thumbprint).digest('base64url'),
    signing: createPrivateKey({ key: { ...key, d: d.toString('base64url') }, format: 'jwk' }),
    verifying: createPublicKey({ key, format: 'jwk' }),
    publicKey: key,
    refreshing: derive(seed, 'refresh'),
    sealing: derive(seed, 'seal'),
  }
}
