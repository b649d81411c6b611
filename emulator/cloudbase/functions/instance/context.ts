import type { CallContext, CallMessage } from './messages.ts'

/** What ends a call besides the handler's own result. */
export interface CallEnding {
  readonly succeed: (result: unknown) => void
  readonly fail: (error: unknown) => void
}

type Environment = Readonly<Record<string, string | undefined>>

/** Of the instance's own variables, those that the platform repeats in the context: credentials and namespace. */
const isRepeated = (key: string): boolean => key.startsWith('TENCENTCLOUD_') || key === 'SCF_NAMESPACE'

/**
 * The second argument of a handler, with the keys that a function printed in 2020 (a mini-program's callFunction) and
 * that the SDK reads: `environment` as JSON, `environ` as `KEY=value;…` for the time before (@cloudbase/node-sdk 3.17.2,
 * parseContext).
 */
export const handlerContext = (
  call: CallMessage,
  environment: Environment,
  { succeed, fail }: CallEnding,
  now: () => number,
): CallContext & Readonly<Record<string, unknown>> => {
  const startedAt = now()
  const variables = Object.entries({
    ...call.environment,
    ...Object.fromEntries(Object.entries(environment).filter(([key]) => isRepeated(key))),
  })
  return {
    callbackWaitsForEmptyEventLoop: true,
    done: (error: unknown, result: unknown) =>
      error === null || error === undefined ? succeed(result) : fail(error),
    succeed,
    fail,
    getRemainingTimeInMillis: () => Math.max(0, call.context.time_limit_in_ms - (now() - startedAt)),
    ...call.context,
    environment: JSON.stringify(Object.fromEntries(variables)),
    environ: variables.map(([key, value]) => `${key}=${value}`).join(';'),
  }
}
