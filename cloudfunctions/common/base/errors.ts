import { ACCOUNT_ERRORS } from './errors/account.ts'
import { ADMINISTRATION_ERRORS } from './errors/administration.ts'
import type { ErrorTable, Retry } from './errors/entry.ts'
import { GATEWAY_ERRORS } from './errors/gateway.ts'
import { PAYMENT_ERRORS } from './errors/payment.ts'
import { PLATFORM_ERRORS } from './errors/platform.ts'
import { ROUTE_ERRORS } from './errors/routes.ts'

/**
 * Every error that leaves a function, by code. Codes are permanent: clients and alarms match on them.
 * docs/errors.md is printed from this table.
 */
export const ERRORS = {
  ...PLATFORM_ERRORS,
  ...ROUTE_ERRORS,
  ...ACCOUNT_ERRORS,
  ...ADMINISTRATION_ERRORS,
  ...PAYMENT_ERRORS,
  ...GATEWAY_ERRORS,
} as const satisfies ErrorTable

export type ErrorCode = keyof typeof ERRORS

interface Options {
  readonly cause?: unknown
  /** The field of the call that is wrong, as a dotted path; a client is told. */
  readonly field?: string
  /** Milliseconds after which the same call may succeed; a client is told. */
  readonly afterMs?: number
}

/**
 * A refusal or failure with a code of the catalogue. `detail` is for the log only: it never holds a raw openid,
 * unionid or secret, and never reaches a client.
 */
export class OneIdError extends Error {
  readonly code: ErrorCode
  readonly field: string | undefined
  readonly afterMs: number | undefined

  constructor(code: ErrorCode, detail: string, { cause, field, afterMs }: Options = {}) {
    super(`${code}: ${detail}`, cause === undefined ? undefined : { cause })
    this.name = 'OneIdError'
    this.code = code
    this.field = field
    this.afterMs = afterMs
  }
}

/** What a client may do about an error by itself. */
export const retryOf = (code: ErrorCode): Retry | undefined => {
  const entry: ErrorTable[string] = ERRORS[code]
  return entry.retry
}

/** Status of an HTTP answer that carries this error. */
export const statusOf = (code: ErrorCode): number => {
  const entry: ErrorTable[string] = ERRORS[code]
  return entry.status ?? (code === 'INTERNAL' ? 500 : entry.retry === 'later' ? 503 : 400)
}
