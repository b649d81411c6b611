import { OneIdError } from '../base/errors.ts'

/** What one line of the log may say. Keys are free, values are plain: no object can smuggle a request in. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

/**
 * Whatever looks like an openid, a unionid or a session_key is cut out, because the words of the SDK or of WeChat
 * may quote what was sent. Our own ids start differently and stay.
 */
const redact = (text: string): string =>
  text.replace(/\bo[A-Za-z0-9_-]{24,}/g, '[id]').replace(/[A-Za-z0-9+/]{22}==/g, '[secret]')

const wordsOf = (cause: unknown): string | undefined => {
  if (cause instanceof Error) return cause.message
  return cause === undefined ? undefined : String(cause)
}

/** One line of JSON per request, which the console of CloudBase can search by field. */
export const logLine = (fields: LogFields): string => redact(JSON.stringify(fields))

/** The fields that an error adds to its line. */
export const errorFields = (error: unknown): LogFields => {
  if (error instanceof OneIdError)
    return { code: error.code, detail: error.message, cause: wordsOf(error.cause) }
  return { code: 'INTERNAL', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}
