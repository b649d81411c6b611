import type { PushTarget, WorldApp } from '../../emulator/wechat/definition.ts'
import type { AuthorisationEvent } from '../../emulator/wechat/push/events.ts'
import { authorisationEvent, followEvent } from '../../emulator/wechat/push/events.ts'
import type { PushFields } from '../../emulator/wechat/push/request.ts'
import { eventRequest, verificationRequest } from '../../emulator/wechat/push/request.ts'
import { localPush } from '../../scripts/project/localSecrets.ts'

/** Requests of WeChat to the URL in the settings of an app, written as the simulated WeChat writes them. */

export interface Pushed {
  readonly query: Readonly<Record<string, string>>
  readonly body: string
  readonly contentType: string
}

export interface Writing extends Partial<Pick<PushTarget, 'mode' | 'format' | 'token' | 'encodingAesKey'>> {
  /** When WeChat signs, in milliseconds since 1970. */
  readonly at: number
  readonly nonce?: string
  /** For which app it is encrypted: the one whose settings they are, unless something is wrong. */
  readonly encryptedFor?: string
}

const targetOf = (appid: string, { mode = 'secure', format = 'xml', ...others }: Writing): PushTarget => ({
  ...localPush(appid),
  ...others,
  mode,
  format,
})

let sent = 0

const envelopeOf = ({ at, nonce }: Writing) => {
  sent += 1
  return {
    timestamp: String(Math.floor(at / 1_000)),
    nonce: nonce ?? `nonce${sent}`,
    random: '0123456789abcdef',
  }
}

const appOf = (appid: string, kind: WorldApp['kind'] = 'official-account'): WorldApp => ({
  appid,
  alias: 'any',
  kind,
  openPlatformId: null,
  entity: 'sample',
})

/** Somebody begins to follow, ends it, or scans a code while following. */
export const followFields = (
  appid: string,
  person: string,
  at: number,
  name: 'subscribe' | 'unsubscribe' | 'SCAN',
): PushFields => followEvent(appOf(appid), person, at, name)

/** Somebody has changed their data, taken something back, or closed their account. */
export const authorisationFields = (
  { appid, kind }: Pick<WorldApp, 'appid' | 'kind'>,
  person: string,
  at: number,
  name: AuthorisationEvent,
  revokeInfo?: number,
): PushFields =>
  authorisationEvent(appOf(appid, kind), { id: person, unionid: undefined }, at, name, revokeInfo)

const NEVER = new AbortController().signal

/** An event about somebody, or of any other fields. */
export const pushRequest = (appid: string, event: PushFields, writing: Writing): Pushed => {
  const { encryptedFor = appid } = writing
  const target = targetOf(appid, writing)
  const { query, body, contentType } = eventRequest(
    appOf(encryptedFor),
    target,
    event,
    envelopeOf(writing),
    NEVER,
  )
  return { query, body, contentType }
}

/** The parameters with which WeChat verifies a URL. */
export const verification = (appid: string, writing: Writing): Readonly<Record<string, string>> =>
  verificationRequest(appOf(appid), targetOf(appid, writing), envelopeOf(writing), NEVER).query
