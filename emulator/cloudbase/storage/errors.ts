import { PlatformError } from '../errors.ts'
import { FILES_PER_REQUEST_MAX } from './limits.ts'

/** Codes of single files in a list. The SDK's numbers for them: 0, -503003, -503002, -501007. */
export const FILE_CODES = {
  SUCCESS: 'SUCCESS',
  MISSING: 'STORAGE_FILE_NONEXIST',
  /** Assumption: what the platform says to a file of another environment is not public. */
  FOREIGN: 'STORAGE_EXCEED_AUTHORITY',
  INVALID: 'INVALID_PARAM',
  /** Assumption: neither documented nor seen. */
  EXISTS: 'STORAGE_FILE_EXIST',
} as const

/** Assumption: the words. The rules are public, what breaking them answers is not. */
export const invalidPath = (why: string): PlatformError =>
  new PlatformError('INVALID_PARAM', `cloudPath ${why}`)

export const invalidRequest = (words: string): PlatformError => new PlatformError('INVALID_PARAM', words)

/** Assumption: the words. */
export const tooManyFiles = (): PlatformError =>
  new PlatformError('INVALID_PARAM', `at most ${FILES_PER_REQUEST_MAX} files in one request`)

export interface CosError {
  readonly status: number
  readonly code: string
  readonly message: string
}

/** Errors of the object store, which answers for itself (Tencent Cloud COS, "Error codes", 2026-11). */
export const COS_ERRORS = {
  WRONG_SIGNATURE: {
    status: 403,
    code: 'SignatureDoesNotMatch',
    message: 'The Signature you specified is invalid.',
  },
  EXPIRED: { status: 403, code: 'AccessDenied', message: 'Request has expired' },
  NO_SUCH_KEY: { status: 404, code: 'NoSuchKey', message: 'The specified key does not exist.' },
  TOO_LARGE: {
    status: 400,
    code: 'EntityTooLarge',
    message: 'Your proposed upload exceeds the maximum allowed object size.',
  },
  MALFORMED: {
    status: 400,
    code: 'MalformedPOSTRequest',
    message: 'The body is no well-formed form with a file.',
  },
} as const satisfies Readonly<Record<string, CosError>>

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The SDK reads Code, Message, RequestId and TraceId and fails without any of them (wx-server-sdk 3.0.4, 4.0.2). */
export const cosErrorBody = ({ code, message }: CosError, resource: string, requestId: string): string =>
  [
    "<?xml version='1.0' encoding='utf-8' ?>",
    '<Error>',
    `<Code>${code}</Code><Message>${escaped(message)}</Message><Resource>${escaped(resource)}</Resource>`,
    `<RequestId>${requestId}</RequestId><TraceId>${requestId}</TraceId>`,
    '</Error>',
  ].join('\n')
