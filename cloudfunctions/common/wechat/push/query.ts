import * as v from 'valibot'
import { OneIdError } from '../../base/errors.ts'
import type { Secret } from '../../base/secret.ts'
import { MINUTE_MS } from '../../base/time.ts'

/** What is entered in the settings of an account (消息推送配置), and at WeChat. */
export interface PushSettings {
  /** Token */
  readonly token: Secret<string>
  /** EncodingAESKey, where messages are encrypted: then nothing else gets in. */
  readonly key?: Secret<string>
}

/** Parameters that WeChat adds to the URL (page "message push", 2026-11). */
const QuerySchema = v.object({
  signature: v.string(),
  /** Seconds since 1970, in one spelling only: it is part of what is signed. */
  timestamp: v.pipe(v.string(), v.regex(/^[1-9]\d{9}$/)),
  nonce: v.pipe(v.string(), v.nonEmpty(), v.maxLength(128)),
  encrypt_type: v.optional(v.string()),
  msg_signature: v.optional(v.string()),
})
export type PushQuery = v.InferOutput<typeof QuerySchema>

/** WeChat signs when it sends, every attempt anew; its clock and ours need not agree. */
const FARTHEST_MS = 5 * MINUTE_MS

/** The caller is not told more: it need not be WeChat. */
export const signatureWrong = (detail: string): OneIdError => new OneIdError('PUSH_SIGNATURE_WRONG', detail)

/**
 * Reads the parameters of a request that claims to come from WeChat, before anything of it is believed.
 * @param now milliseconds since 1970
 * @throws OneIdError PUSH_SIGNATURE_WRONG if one is missing, or its time is too far from `now`
 */
export const readPushQuery = (query: unknown, now: number): PushQuery => {
  const parsed = v.safeParse(QuerySchema, query)
  if (!parsed.success) throw signatureWrong('a parameter is missing or not of its form')
  const { timestamp } = parsed.output
  if (Math.abs(now - Number(timestamp) * 1_000) > FARTHEST_MS)
    throw signatureWrong('the timestamp is too far from now')
  return parsed.output
}
