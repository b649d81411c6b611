import * as v from 'valibot'
import type { PushSettings } from './query.ts'
import { readPushQuery, signatureWrong } from './query.ts'
import { isSigned } from './signature.ts'

/** 20 characters in the sample of the page. */
const EchoSchema = v.object({ echostr: v.pipe(v.string(), v.nonEmpty(), v.maxBytes(1_024)) })

/**
 * The answer to the GET that WeChat sends when somebody enters the URL in the settings of an account: the bare echostr,
 * in every mode (page "message push", 2026-11). The signature does not cover it: answer with it as plain text, or whoever
 * has seen one request makes a page of it.
 * @param query parameters of the URL
 * @param now milliseconds since 1970
 * @throws OneIdError PUSH_SIGNATURE_WRONG
 */
export const answerVerification = ({
  settings,
  query,
  now,
}: {
  readonly settings: PushSettings
  readonly query: unknown
  readonly now: number
}): string => {
  const { signature, timestamp, nonce } = readPushQuery(query, now)
  if (!isSigned(settings.token, signature, [timestamp, nonce])) throw signatureWrong('signature')
  const parsed = v.safeParse(EchoSchema, query)
  if (!parsed.success) throw signatureWrong('no echostr')
  return parsed.output.echostr
}
