import { OneIdError } from '../services/oneid/index'

/** A failure as the template of that name shows it. */
export interface FailureView {
  message: string
  code: string
  requestId: string
  isOffline: boolean
}

/** @throws what is none of the service's or the SDK's failures */
export function failureOf(error: unknown): FailureView {
  if (!(error instanceof OneIdError)) throw error
  const { message, code, requestId } = error
  return { message, code, requestId, isOffline: code === 'CLOUD_CALL_FAILED' }
}

/** A failure in a sentence; the developer's part in brackets. */
export function noticeOf(error: unknown): string {
  const { message, code, requestId } = failureOf(error)
  return `${message}（${[code, requestId].filter(Boolean).join(' ')}）`
}
