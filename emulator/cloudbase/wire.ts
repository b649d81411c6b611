import { randomBytes } from 'node:crypto'
import type { RequestRecord, RunningCall } from './calls.ts'
import { PlatformError } from './errors.ts'
import type { Service, WireBody, WireReply } from './service.ts'

/** One `POST /admin` of an instance whose credential was accepted. */
export interface WireMessage {
  readonly body: unknown
  readonly parts: Readonly<Record<string, Uint8Array>>
  readonly source: string
  readonly call: RunningCall | undefined
}

/** Answers a message. HTTP is always 200: the SDK reads success and failure from the body. */
export type Wire = (message: WireMessage) => Promise<WireReply | Uint8Array>

const isObject = (value: unknown): value is WireBody =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The wire that wx-server-sdk speaks: an object with `action: 'service.name'`. A refusal is
 * `{ code, message, requestId }`. Each message is recorded with the call that sent it.
 * @param onFault told what the emulator itself did wrong; the caller only sees SYS_ERR
 */
export const createWire = (services: readonly Service[], onFault: (error: unknown) => void): Wire => {
  const actions = new Map(
    services.flatMap(({ name, actions }) =>
      Object.entries(actions).map(([key, action]) => [`${name}.${key}`, action]),
    ),
  )

  const answer = async (record: RequestRecord, message: WireMessage): Promise<WireReply | Uint8Array> => {
    const { body, parts, source, call } = message
    if (!isObject(body) || record.action === '') {
      throw new PlatformError('INVALID_PARAM', 'the body of a request is an object with an action')
    }
    const action = actions.get(record.action)
    if (action === undefined) {
      throw new PlatformError('INVALID_PARAM', `the local cloud has no action ${record.action} yet`)
    }
    return action(body, { parts, source, call, note: (note) => Object.assign(record, note) })
  }

  return async (message) => {
    const { body, call } = message
    const action = isObject(body) && typeof body['action'] === 'string' ? body['action'] : ''
    const record: RequestRecord = { action, ms: 0 }
    call?.record.requests.push(record)
    const requestId = randomBytes(8).toString('hex')
    const began = performance.now()
    try {
      const reply = await answer(record, message)
      return reply instanceof Uint8Array ? reply : { requestId, ...reply }
    } catch (error) {
      const refused = error instanceof PlatformError
      if (!refused) onFault(error)
      const code = refused ? error.code : 'SYS_ERR'
      record.error = code
      const words = refused ? error.message : 'a fault of the local cloud; its terminal shows the stack'
      return { requestId, code, message: words }
    } finally {
      record.ms = performance.now() - began
    }
  }
}
