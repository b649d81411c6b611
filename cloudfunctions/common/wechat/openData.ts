import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'
import * as v from 'valibot'
import { OneIdError } from '../base/errors.ts'
import { OpenIdSchema } from '../base/ids.ts'
import type { Secret } from '../base/secret.ts'
import { GivenUnionIdSchema } from './givenUnionId.ts'
import { WatermarkSchema } from './watermark.ts'

/** Bytes of an AES-128 key, and of a block. */
const BLOCK = 16

/** Far above any open data: a profile has 400 bytes, 31 days of steps have 2 KB. */
const CIPHERTEXT_BYTES_AT_MOST = 16_384

/** Whose data it is, of all that open data may hold. Names are spelled as WeChat spells them here. */
export const OpenDataSchema = v.object({
  openId: v.optional(OpenIdSchema),
  unionId: GivenUnionIdSchema,
  watermark: WatermarkSchema,
})
export type OpenData = v.InferOutput<typeof OpenDataSchema>

const PlaintextSchema = v.pipe(v.string(), v.parseJson(), OpenDataSchema)

const base64Of = (bytes: v.GenericSchema<number, number>) =>
  v.pipe(
    v.string(),
    v.base64(),
    v.transform((text) => Buffer.from(text, 'base64')),
    v.check(({ length }) => v.is(bytes, length)),
  )

const SealedSchema = v.object({
  key: base64Of(v.literal(BLOCK)),
  iv: base64Of(v.literal(BLOCK)),
  ciphertext: base64Of(v.pipe(v.number(), v.maxValue(CIPHERTEXT_BYTES_AT_MOST))),
})

/**
 * One answer, and no cause, whatever is wrong: who can tell a wrong padding from wrong data, reads the data without the
 * key. Of wrong keys one in 256 has a right padding.
 */
const unreadable = () => new OneIdError('OPEN_DATA_UNREADABLE', 'not the data of this session')

const decrypt = ({ key, iv, ciphertext }: v.InferOutput<typeof SealedSchema>): string => {
  try {
    const decipher = createDecipheriv('aes-128-cbc', key, iv)
    const bytes = Buffer.concat([decipher.update(ciphertext), decipher.final()])
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw unreadable()
  }
}

/**
 * Opens encryptedData (开放数据): AES-128-CBC, PKCS#7, JSON; key and IV are what their base64 texts stand for (page
 * "Signature and decryption of user data", 2026-11). Whose data it is and how old, is for the caller to judge.
 * @throws OneIdError OPEN_DATA_UNREADABLE
 */
export const decryptOpenData = (
  sessionKey: Secret<string>,
  { encryptedData, iv }: { readonly encryptedData: string; readonly iv: string },
): OpenData => {
  const sealed = v.safeParse(SealedSchema, { key: sessionKey.reveal(), iv, ciphertext: encryptedData })
  if (!sealed.success) throw unreadable()
  const opened = v.safeParse(PlaintextSchema, decrypt(sealed.output))
  if (!opened.success) throw unreadable()
  return opened.output
}

/** Names a ciphertext by its bytes: base64 can spell the same bytes in several ways. Hexadecimal SHA-256. */
export const replayMarkOf = (encryptedData: string): string =>
  createHash('sha256').update(Buffer.from(encryptedData, 'base64')).digest('hex')

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * Whether `signature` is the hexadecimal SHA-1 of rawData and session_key, whose base64 text counts as it is (same
 * page). Digests of both are compared, which are equally long and compared in constant time.
 */
export const isSignedBy = (sessionKey: Secret<string>, rawData: string, signature: string): boolean => {
  const expected = createHash('sha1').update(`${rawData}${sessionKey.reveal()}`).digest('hex')
  return timingSafeEqual(digest(signature), digest(expected))
}
