import { createHash, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../../base/secret.ts'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Whether `signature` is the hexadecimal SHA-1 of the push token and `parts`, sorted and joined: of timestamp and nonce
 * the `signature` of a request, with the encrypted text its `msg_signature` (page "message push", 2026-11). Digests of
 * both are compared, which are equally long and compared in constant time.
 *
 * Nothing separates the parts: other parts that make the same text have the same signature.
 * @param token as entered in the settings of the account; an empty one verifies nothing, for everybody could sign with it
 */
export const isSigned = (token: Secret<string>, signature: string, parts: readonly string[]): boolean => {
  if (token.reveal() === '') return false
  const signed = [token.reveal(), ...parts].sort().join('')
  const expected = createHash('sha1').update(signed).digest('hex')
  return timingSafeEqual(digest(signature), digest(expected))
}
