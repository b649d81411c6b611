import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import { OneIdError } from '../base/errors.ts'
import type { Secret } from '../base/secret.ts'
import type { RandomBytes } from '../base/time.ts'

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const PSEUDONYM_CHARACTERS = 32

/** What can be done with the one secret of the deployment; each use has a key of its own. */
export interface Sealing {
  /** `p-…`: the same for the same thing, and of no use to who does not have the secret. */
  readonly pseudonym: (of: string) => string
  /** Keyed hash of a phone number, to find it by. */
  readonly phoneHash: (number: string) => string
  /** Encrypts and authenticates; `about` must be the same when it is opened. */
  readonly seal: (text: string, about: string, random: RandomBytes) => string
  /** @throws OneIdError DATA_UNREADABLE: sealed for something else, with another secret, or altered */
  readonly open: (sealed: string, about: string) => string
}

/** @param secret 32 or more random characters; RFC 5869 derives a key for each use from it */
export const createSealing = (secret: Secret<string>): Sealing => {
  const keyFor = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret.reveal(), '', `oneid ${use}`, KEY_BYTES))
  const [pseudonymKey, phoneKey, sealKey] = [keyFor('pseudonym'), keyFor('phone'), keyFor('seal')]
  const mac = (key: Buffer, text: string): string =>
    createHmac('sha256', key).update(text).digest('base64url').slice(0, PSEUDONYM_CHARACTERS)
  return {
    pseudonym: (of) => `p-${mac(pseudonymKey, of)}`,
    phoneHash: (number) => mac(phoneKey, number),
    seal: (text, about, random) => {
      const nonce = random(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, sealKey, nonce).setAAD(Buffer.from(about))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    open: (sealed, about) => {
      const bytes = Buffer.from(sealed, 'base64url')
      try {
        const decipher = createDecipheriv(CIPHER, sealKey, bytes.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        })
          .setAAD(Buffer.from(about))
          .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
        const opened = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES))
        return Buffer.concat([opened, decipher.final()]).toString('utf8')
      } catch {
        throw new OneIdError('DATA_UNREADABLE', 'something sealed does not open with this secret')
      }
    },
  }
}
