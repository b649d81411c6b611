import { createDecipheriv } from 'node:crypto'
import * as v from 'valibot'
import type { AppId } from '../../base/ids.ts'
import type { Secret } from '../../base/secret.ts'
import { unreadable } from './unreadable.ts'

/** PKCS#7 with blocks of 32 bytes, though the blocks of AES have 16: Node's own check would refuse two in three. */
const BLOCK = 32
const IV_BYTES = 16

/** In front of a message: 16 random bytes, and its length as a number of 32 bits, the highest first. */
const RANDOM_BYTES = 16
const HEAD_BYTES = RANDOM_BYTES + 4

const SealedSchema = v.object({
  /** EncodingAESKey: base64 of 32 bytes without the sign that ends it. */
  key: v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9+/]{43}$/),
    v.transform((text) => Buffer.from(`${text}=`, 'base64')),
  ),
  ciphertext: v.pipe(
    v.string(),
    v.base64(),
    v.transform((text) => Buffer.from(text, 'base64')),
  ),
})

/** One answer, and no cause, whatever is wrong: who can tell a wrong padding from wrong data, reads without the key. */
const notForUs = () => unreadable('not a message that was encrypted for this app')

const withoutPadding = (padded: Buffer): Buffer => {
  const count = padded.at(-1) ?? 0
  const isWhole = padded.length % BLOCK === 0 && count >= 1 && count <= BLOCK
  const end = padded.length - count
  if (!isWhole || !padded.subarray(end).every((byte) => byte === count)) throw notForUs()
  return padded.subarray(0, end)
}

const decrypt = ({ key, ciphertext }: v.InferOutput<typeof SealedSchema>): Buffer => {
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, IV_BYTES)).setAutoPadding(false)
    return withoutPadding(Buffer.concat([decipher.update(ciphertext), decipher.final()]))
  } catch {
    throw notForUs()
  }
}

const readText = (bytes: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw notForUs()
  }
}

/**
 * Opens `Encrypt` of a push in secure mode (安全模式): AES-256-CBC, the IV is the beginning of the key; then 16 random
 * bytes, the length of the message, the message, the appid (page "message push", 2026-11). Whether WeChat sent it, only
 * its signature tells.
 * @param key EncodingAESKey of the settings, 43 characters
 * @param appid for whom it must be
 * @throws OneIdError PUSH_UNREADABLE, the same for all that can be wrong
 */
export const decryptPush = ({
  key,
  appid,
  encrypted,
}: {
  readonly key: Secret<string>
  readonly appid: AppId
  readonly encrypted: string
}): string => {
  const sealed = v.safeParse(SealedSchema, { key: key.reveal(), ciphertext: encrypted })
  if (!sealed.success) throw notForUs()
  const full = decrypt(sealed.output)
  if (full.length < HEAD_BYTES) throw notForUs()
  const end = HEAD_BYTES + full.readUInt32BE(RANDOM_BYTES)
  if (end > full.length || !full.subarray(end).equals(Buffer.from(appid))) throw notForUs()
  return readText(full.subarray(HEAD_BYTES, end))
}
