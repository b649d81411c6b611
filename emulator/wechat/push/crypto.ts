import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'

/** PKCS#7 with blocks of 32 bytes, though the blocks of AES have 16. */
const BLOCK_BYTES = 32
const RANDOM_BYTES = 16
const LENGTH_BYTES = 4

/** What a message is encrypted with and for. */
export interface MessageKey {
  /** The 43 characters that the account's settings show. */
  readonly encodingAesKey: string
  readonly appid: string
}

/** SHA-1 of the parts in the order of the dictionary: `signature` without, `msg_signature` with the encrypted text. */
export const signatureOf = (...parts: readonly string[]): string =>
  createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex')

const keyOf = ({ encodingAesKey }: MessageKey): Buffer => Buffer.from(`${encodingAesKey}=`, 'base64')

/** @param random 16 characters */
export const encryptMessage = (key: MessageKey, message: string, random: string): string => {
  const text = Buffer.from(message)
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(text.length)
  const full = Buffer.concat([Buffer.from(random), length, text, Buffer.from(key.appid)])
  const padding = BLOCK_BYTES - (full.length % BLOCK_BYTES)
  const aes = keyOf(key)
  const cipher = createCipheriv('aes-256-cbc', aes, aes.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([
    cipher.update(Buffer.concat([full, Buffer.alloc(padding, padding)])),
    cipher.final(),
  ]).toString('base64')
}

/** @throws Error when it was encrypted with another key or for another app */
export const decryptMessage = (key: MessageKey, encrypted: string): { message: string; random: string } => {
  const aes = keyOf(key)
  const cipher = createDecipheriv('aes-256-cbc', aes, aes.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([cipher.update(encrypted, 'base64'), cipher.final()])
  const full = padded.subarray(0, padded.length - (padded.at(-1) ?? 0))
  const start = RANDOM_BYTES + LENGTH_BYTES
  const end = start + (full.length < start ? 0 : full.readUInt32BE(RANDOM_BYTES))
  if (full.subarray(end).toString() !== key.appid) throw new Error('the message is for another app or key')
  return {
    message: full.subarray(start, end).toString(),
    random: full.subarray(0, RANDOM_BYTES).toString(),
  }
}
