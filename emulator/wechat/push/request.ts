import type { PushTarget, WorldApp } from '../definition.ts'
import { originalIdOf } from '../ids.ts'
import { encryptMessage, signatureOf } from './crypto.ts'

/** Fields of a message or an event in the order in which the documentation shows them; nothing is nested. */
export type PushFields = Readonly<Record<string, string | number>>

/** One HTTP request of WeChat to a developer's server, or the call of a function that stands for it. */
export interface PushRequest {
  readonly method: 'GET' | 'POST'
  readonly query: Readonly<Record<string, string>>
  readonly contentType: string
  /** Empty for a GET. */
  readonly body: string
  /** The same for a function: it is given a plain object and knows no signatures. */
  readonly event: PushFields
  readonly appid: string
  /** OPENID in the context of a function. */
  readonly openid: string
  /** Aborted when WeChat gives up waiting. */
  readonly signal: AbortSignal
}

export interface PushReply {
  readonly status: number
  readonly body: string
}

/** Carries a request to where the app wants its messages; rejects when nobody is there. */
export type Deliver = (target: PushTarget, request: PushRequest) => Promise<PushReply>

/** What makes one request differ from the next. */
export interface Envelope {
  /** Seconds. */
  readonly timestamp: string
  readonly nonce: string
  /** 16 characters in front of an encrypted message. */
  readonly random: string
}

const element = ([name, value]: readonly [string, string | number]): string =>
  typeof value === 'number'
    ? `<${name}>${value}</${name}>`
    : // The end of a section within the text ends one section and begins the next.
      `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`

/** XML as WeChat writes it: text in CDATA, numbers bare. */
export const toXml = (fields: PushFields): string =>
  `<xml>${Object.entries(fields).map(element).join('')}</xml>`

const signed = (target: PushTarget, { timestamp, nonce }: Envelope): Record<string, string> => ({
  signature: signatureOf(target.token, timestamp, nonce),
  timestamp,
  nonce,
})

/** What is sent when somebody enters a URL in the account's settings; the answer must be the bare `echostr`. */
export const verificationRequest = (
  app: WorldApp,
  target: PushTarget,
  envelope: Envelope,
  signal: AbortSignal,
): PushRequest => ({
  method: 'GET',
  query: { ...signed(target, envelope), echostr: envelope.random },
  contentType: '',
  body: '',
  event: {},
  appid: app.appid,
  openid: '',
  signal,
})

/**
 * An event in the mode and the format that the app has chosen: plain, encrypted, or both in one body.
 * `openid` in the query is who the message is from.
 */
export const eventRequest = (
  app: WorldApp,
  target: PushTarget,
  event: PushFields,
  envelope: Envelope,
  signal: AbortSignal,
): PushRequest => {
  const { appid } = app
  const write = target.format === 'json' ? JSON.stringify : toXml
  const openid = String(event['FromUserName'])
  const query = { ...signed(target, envelope), openid }
  const common = {
    method: 'POST',
    contentType: target.format === 'json' ? 'application/json' : 'text/xml',
    event,
    appid,
    openid,
    signal,
  } as const
  const { encodingAesKey } = target
  if (target.mode === 'plain' || encodingAesKey === undefined) return { ...common, query, body: write(event) }
  const encrypted = encryptMessage({ encodingAesKey, appid }, write(event), envelope.random)
  const { timestamp, nonce } = envelope
  const secret = { ToUserName: originalIdOf(appid), Encrypt: encrypted }
  return {
    ...common,
    query: {
      ...query,
      encrypt_type: 'aes',
      msg_signature: signatureOf(target.token, timestamp, nonce, encrypted),
    },
    body: write(target.mode === 'secure' ? secret : { ...event, Encrypt: encrypted }),
  }
}
