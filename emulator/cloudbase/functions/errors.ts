import { PlatformError } from '../errors.ts'
import type { FunctionFailure } from './failure.ts'
import { failureWords } from './failure.ts'

/**
 * Codes on the wire. FUNCTIONS_EXECUTE_FAIL and EXCEED_CONCURRENT_REQUEST_LIMIT are in the SDK's own table (-504002,
 * -501004); FUNCTIONS_TIME_LIMIT_EXCEEDED, FUNCTIONS_MEMORY_LIMIT_EXCEEDED and EXCEED_REQUEST_SIZE_LIMIT are in
 * docs.cloudbase.net/error-code (2026-11), FUNCTION_NOT_FOUND in reports of 2021; the SDK knows no number for these
 * four. Assumption: that the wire sends the codes of those pages.
 */
const WIRE_CODES: Readonly<Record<FunctionFailure['kind'], string>> = {
  'not-found': 'FUNCTION_NOT_FOUND',
  threw: 'FUNCTIONS_EXECUTE_FAIL',
  'timed-out': 'FUNCTIONS_TIME_LIMIT_EXCEEDED',
  'out-of-memory': 'FUNCTIONS_MEMORY_LIMIT_EXCEEDED',
  'instance-ended': 'FUNCTIONS_EXECUTE_FAIL',
  'too-many-instances': 'EXCEED_CONCURRENT_REQUEST_LIMIT',
  'event-too-large': 'EXCEED_REQUEST_SIZE_LIMIT',
  'result-too-large': 'FUNCTIONS_EXECUTE_FAIL',
}

/** What a function is told whose `cloud.callFunction` failed. */
export const wireError = (failure: FunctionFailure): PlatformError =>
  new PlatformError(WIRE_CODES[failure.kind], failureWords(failure))

export const invalidInvocation = (words: string): PlatformError => new PlatformError('INVALID_PARAM', words)

/**
 * Status and code of the HTTP access service. The codes are those of the service's API (docs.cloudbase.net/http-api,
 * functions, 2026-11). Assumption: the statuses; only 2xx, 4xx and 5xx is documented.
 */
export const httpError = (failure: FunctionFailure): { readonly status: number; readonly code: string } => {
  switch (failure.kind) {
    case 'not-found':
      return { status: 404, code: 'FUNCTION_NOT_FOUND' }
    case 'timed-out':
      return { status: 504, code: 'FUNCTION_TIME_LIMIT_EXCEEDED' }
    case 'out-of-memory':
      return { status: 500, code: 'FUNCTION_MEMORY_LIMIT_EXCEEDED' }
    case 'too-many-instances':
      return { status: 429, code: 'FUNCTION_EXCEED_RESOURCE_LIMIT' }
    case 'event-too-large':
      return { status: 413, code: 'EXCEED_MAX_PAYLOAD_SIZE' }
    case 'threw':
    case 'instance-ended':
    case 'result-too-large':
      return { status: 500, code: 'FUNCTION_INVOCATION_FAILED' }
  }
}
