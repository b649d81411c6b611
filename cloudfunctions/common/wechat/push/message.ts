import { OneIdError } from '../../base/errors.ts'
import type { AppId } from '../../base/ids.ts'
import { decryptPush } from './encryption.ts'
import type { PushMessage } from './event.ts'
import { readMessage } from './event.ts'
import { readJson } from './json.ts'
import type { PushQuery, PushSettings } from './query.ts'
import { readPushQuery, signatureWrong } from './query.ts'
import { isSigned } from './signature.ts'
import { unreadable } from './unreadable.ts'
import { readXml } from './xml.ts'

/** A message that WeChat has sent. */
export type PushEvent = PushMessage & {
  /**
   * Names this delivery, so that it can be let in once: the signature that it came with. Two requests with one signature
   * are one delivery, however its characters are divided among the parameters; who has no token makes no other.
   */
  readonly mark: string
}

/** A request of WeChat to the URL in the settings of an account. */
interface PushRequest {
  readonly settings: PushSettings
  /** The app in whose settings the URL stands. */
  readonly appid: AppId
  /** Parameters of the URL. */
  readonly query: unknown
  readonly body: string
  /** Milliseconds since 1970. */
  readonly now: number
}

type Fields = Readonly<Record<string, string>>

/** The format, XML or JSON, is a setting of the account; the content type does not tell. */
const readFields = (body: string): Fields => {
  const text = body.trim()
  if (text.startsWith('<')) return readXml(text)
  if (text.startsWith('{')) return readJson(text)
  throw unreadable('neither XML nor JSON')
}

/** What else is in the body, in compatible mode the message in the clear, is not signed and not believed. */
const openEncrypted = (
  { settings: { token, key }, appid, body }: PushRequest,
  { timestamp, nonce, msg_signature: mark = '' }: PushQuery,
): { readonly fields: Fields; readonly mark: string } => {
  const { Encrypt: encrypted = '' } = readFields(body)
  // Of an empty text it would be the signature that covers no body.
  if (encrypted === '' || !isSigned(token, mark, [timestamp, nonce, encrypted]))
    throw signatureWrong('msg_signature')
  if (key === undefined) throw new OneIdError('SECRET_MISSING', 'an encrypted message, and no EncodingAESKey')
  return { fields: readFields(decryptPush({ key, appid, encrypted })), mark }
}

/** This signature covers no body, so that an account that can have its messages encrypted takes no others. */
const openPlain = (
  { settings: { token, key }, body }: PushRequest,
  { timestamp, nonce, signature: mark }: PushQuery,
): { readonly fields: Fields; readonly mark: string } => {
  if (key !== undefined) throw signatureWrong('a message that is not encrypted')
  if (!isSigned(token, mark, [timestamp, nonce])) throw signatureWrong('signature')
  return { fields: readFields(body), mark }
}

/**
 * Reads a message or event that WeChat pushes (page "message push", 2026-11): who sent it, when, what it says, in this
 * order; nothing is read of a message before its signature is right, but the encrypted text that it covers.
 * @throws OneIdError PUSH_SIGNATURE_WRONG, PUSH_UNREADABLE; SECRET_MISSING for an encrypted message without a key
 */
export const readPush = (request: PushRequest): PushEvent => {
  const query = readPushQuery(request.query, request.now)
  const open = query.encrypt_type === 'aes' ? openEncrypted : openPlain
  const { fields, mark } = open(request, query)
  return { ...readMessage(fields, request.appid), mark }
}
