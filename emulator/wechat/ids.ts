import { createHash } from 'node:crypto'

/** Observed openids and unionids have 28 characters and start with `o`; nothing official says so. */
const ID_LENGTH = 28
/** The first characters of an openid are the same for all people of an app (observed). */
const APP_PREFIX_LENGTH = 6

const digest = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url')

/**
 * An id that contains a letter beyond its `o`: wx-server-sdk turns all-digit values into numbers, and base64url
 * without one letter among 27 characters is possible, if never met.
 */
const withLetter = (prefix: string, body: string): string => {
  const id = (prefix + body).slice(0, ID_LENGTH)
  return /[A-Za-z]/.test(id.slice(1)) ? id : `${id.slice(0, -1)}x`
}

/** The openids of people in an app: always the same, different in every app. */
export const openidsIn = (appid: string): ((personId: string) => string) => {
  const prefix = `o${digest('app', appid).slice(0, APP_PREFIX_LENGTH - 1)}`
  return (personId) => withLetter(prefix, digest('openid', appid, personId))
}

/** The openid of a person in an app. */
export const openidOf = (appid: string, personId: string): string => openidsIn(appid)(personId)

/** The unionid of a person under an open platform account: the same in all apps bound to it. */
export const unionidOf = (openPlatformId: string, personId: string): string =>
  withLetter('o', digest('unionid', openPlatformId, personId))

/** The original id (原始ID) of an account: who messages are from or to. */
export const originalIdOf = (appid: string): string =>
  `gh_${createHash('sha256').update(`original ${appid}`).digest('hex').slice(0, 12)}`
