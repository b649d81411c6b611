import { OneIdError } from '../base/errors.ts'
import type { Secret } from '../base/secret.ts'
import type { Session } from '../wechat/code2Session.ts'
import { decryptOpenData, isSignedBy, replayMarkOf } from '../wechat/openData.ts'
import { isCurrent } from '../wechat/watermark.ts'
import { code2session } from './code2session.ts'
import type { Proof } from './proof.ts'
import { furtherProof } from './proof.ts'

interface Given {
  /** Who is calling. */
  readonly base: Proof
  /** What the code that came with the data was exchanged for. */
  readonly session: Session
  readonly encryptedData: string
  readonly iv: string
  /** Both or none. */
  readonly rawData?: string | undefined
  readonly signature?: string | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

const checkSignature = (sessionKey: Secret<string>, { rawData, signature }: Given): void => {
  if (rawData === undefined && signature === undefined) return
  if (rawData === undefined || signature === undefined) {
    const field = rawData === undefined ? 'rawData' : 'signature'
    throw new OneIdError('INPUT_INVALID', `${field} is missing`, { field })
  }
  if (!isSignedBy(sessionKey, rawData, signature))
    throw new OneIdError('OPEN_DATA_SIGNATURE_WRONG', 'rawData is not what was signed')
}

/**
 * Route `open-data`: encryptedData of wx.getUserInfo, which WeChat sealed for this person's session in this app.
 * Whoever uses the proof first stores `replayMark`, once: it names the data, however they are spelled.
 * @throws OneIdError INPUT_INVALID, CODE_OF_ANOTHER_PERSON, OPEN_DATA_SIGNATURE_WRONG, OPEN_DATA_UNREADABLE,
 * OPEN_DATA_FOREIGN, OPEN_DATA_EXPIRED
 */
export const openData = (given: Given): { readonly proof: Proof; readonly replayMark: string } => {
  const { base, session, encryptedData, iv, now } = given
  const { appid, openid } = base.evidence
  const exchanged = code2session(base, session).evidence
  checkSignature(session.sessionKey, given)
  const { openId, unionId, watermark } = decryptOpenData(session.sessionKey, { encryptedData, iv })
  if (watermark.appid !== appid) throw new OneIdError('OPEN_DATA_FOREIGN', 'the watermark names another app')
  if (openId !== openid) throw new OneIdError('OPEN_DATA_FOREIGN', 'the openId is not the caller’s')
  if (unionId !== undefined && exchanged.unionid !== undefined && unionId !== exchanged.unionid)
    throw new OneIdError('OPEN_DATA_FOREIGN', 'the unionId is not that of the session')
  if (!isCurrent(watermark, now))
    throw new OneIdError('OPEN_DATA_EXPIRED', 'the watermark is too far from now')
  return { proof: furtherProof(base, 'open-data', unionId), replayMark: replayMarkOf(encryptedData) }
}
