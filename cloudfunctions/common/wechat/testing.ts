import { createCipheriv, createHash } from 'node:crypto'
import { OneIdError } from '../base/errors.ts'

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
