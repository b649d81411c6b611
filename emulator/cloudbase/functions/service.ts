import type { Caller } from '../caller.ts'
import type { RunningCall } from '../calls.ts'
import type { Service } from '../service.ts'
import { invalidInvocation, wireError } from './errors.ts'
import type { FunctionFailure } from './failure.ts'

/** What a function answered as JSON text, or why it did not. */
export type Invocation = { readonly requestId: string } & (
  | { readonly result: string }
  | { readonly failure: FunctionFailure }
)

/**
 * @param event JSON text
 * @param from the call that a function was serving when it asked for this one
 */
export type Invoke = (
  name: string,
  event: string,
  caller: Caller,
  from: RunningCall | undefined,
) => Promise<Invocation>

/** `request_data` is JSON text, empty without data (@cloudbase/node-sdk 2.9.1 and 3.17.2, callFunction). */
const readEvent = (data: unknown): string => {
  if (data === undefined || data === '') return '{}'
  if (typeof data !== 'string') throw invalidInvocation('request_data is JSON text')
  try {
    JSON.parse(data)
    return data
  } catch {
    throw invalidInvocation('request_data is no JSON')
  }
}

/**
 * The caller that a called function sees: the person who called the first one, and the chain as it came over the wire.
 * A program that is no function brings nobody. What CloudIDs stood for is known to the first function only.
 */
const callerOf = (source: string, call: RunningCall | undefined): Caller => {
  const chain = source.replace(/^,+/, '')
  if (call === undefined) return { source: chain }
  const { openDataInfo: _openDataInfo, ...person } = call.caller
  return { ...person, source: chain }
}

/** `cloud.callFunction` of a function. */
export const createFunctionsService = (invoke: Invoke): Service => ({
  name: 'functions',
  actions: {
    invokeFunction: async (body, { source, call }) => {
      const name = body['function_name']
      if (typeof name !== 'string' || name === '') throw invalidInvocation('function_name is missing')
      const outcome = await invoke(name, readEvent(body['request_data']), callerOf(source, call), call)
      if ('failure' in outcome) throw wireError(outcome.failure)
      return { data: { response_data: outcome.result }, requestId: outcome.requestId }
    },
  },
})
