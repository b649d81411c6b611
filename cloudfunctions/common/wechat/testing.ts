import { createCipheriv, createHash } from 'node:crypto'
import { OneIdError } from '../base/errors.ts'
import type { Fetch } from './weChatApi.ts'

/** Seals and signs as WeChat does, for tests: the session_key and IV of the sample in WeChat's documentation. */
export const SAMPLE_KEY = 'tiihtNczf5v6AKRyjwEUhQ=='
export const SAMPLE_IV = 'r7BXXKkLb8qrSNn05n0qiA=='

export const seal = (plaintext: string | Buffer, key = SAMPLE_KEY): string => {
  const cipher = createCipheriv('aes-128-cbc', Buffer.from(key, 'base64'), Buffer.from(SAMPLE_IV, 'base64'))
  return Buffer.concat([cipher.update(plaintext), cipher.final()]).toString('base64')
}

export const sign = (rawData: string, key = SAMPLE_KEY): string =>
  createHash('sha1').update(`${rawData}${key}`).digest('hex')

/** The same base64 text with another spelling of its last character: unused bits are set. */
export const respell = (base64: string): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const last = base64.replace(/=+$/, '').length - 1
  const next = alphabet[alphabet.indexOf(base64[last] ?? '') + 1] ?? ''
  return `${base64.slice(0, last)}${next}${base64.slice(last + 1)}`
}

/** For `expect.toSatisfy`: an error that says exactly this, and carries nothing that was behind it. */
export const says =
  (message: string, field?: string) =>
  (error: unknown): boolean =>
    error instanceof OneIdError &&
    error.message === message &&
    error.field === field &&
    error.cause === undefined

/** A fetch of which everything is answered in this way, and what it was asked. Anything but a text is sent as JSON. */
export const answering = (
  answer: unknown,
  ok = true,
): { readonly fetch: Fetch; readonly asked: readonly Parameters<Fetch>[] } => {
  const asked: Parameters<Fetch>[] = []
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
  const fetch: Fetch = async (...request) => {
    asked.push(request)
    return { ok, text: async () => text }
  }
  return { fetch, asked }
}

/** What numbers mean to every API that has no other meaning for them (page of global return codes, 2026-11). */
export const NUMBERS_OF_EVERY_API = [
  [-1, 'WECHAT_BUSY'],
  [45011, 'WECHAT_RATE_LIMITED'],
  [45009, 'WECHAT_QUOTA_USED'],
  [40164, 'WECHAT_ADDRESS_REFUSED'],
  [40013, 'WECHAT_APP_REFUSED'],
  [48001, 'WECHAT_APP_REFUSED'],
  [99999, 'WECHAT_APP_REFUSED'],
] as const

/** The same for the APIs that take an access_token. */
export const NUMBERS_OF_A_TOKEN = [
  [40001, 'WECHAT_TOKEN_REFUSED'],
  [40014, 'WECHAT_TOKEN_REFUSED'],
  [42001, 'WECHAT_TOKEN_REFUSED'],
] as const

/** Answers in which nothing is as any API would answer it. */
export const JUNK_ANSWERS: readonly unknown[] = [
  null,
  7,
  'true',
  [],
  {},
  { errcode: 0, errmsg: 'ok' },
  { errcode: '40001' },
]
