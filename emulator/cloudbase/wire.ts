import { randomBytes } from 'node:crypto'
import { PlatformError } from './errors.ts'
import type { Service, WireBody, WireReply } from './service.ts'

/** Answers one `POST /admin`. Always HTTP 200: the SDK reads success and failure from the body. */
export type Wire = (body: unknown) => Promise<WireReply>

const isObject = (value: unknown): value is WireBody =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The wire that wx-server-sdk speaks: a JSON object with `action: 'service.name'`. A refusal is
 * `{ code, message, requestId }`.
 * @param onFault told what the emulator itself did wrong; the caller only sees SYS_ERR
 */
export const createWire = (services: readonly Service[], onFault: (error: unknown) => void): Wire => {
  const actions = new Map(
    services.flatMap(({ name, actions }) =>
      Object.entries(actions).map(([key, action]) => [`${name}.${key}`, action]),
    ),
  )
  return async (body) => {
    const requestId = randomBytes(8).toString('hex')
    try {
      const wanted = isObject(body) ? body['action'] : undefined
      if (!isObject(body) || typeof wanted !== 'string') {
        throw new PlatformError('INVALID_PARAM', 'the body of a request is a JSON object with an action')
      }
      const action = actions.get(wanted)
      if (action === undefined)
        throw new PlatformError('INVALID_PARAM', `the local cloud has no action ${wanted} yet`)
      return { requestId, ...(await action(body)) }
    } catch (error) {
      if (error instanceof PlatformError) return { requestId, code: error.code, message: error.message }
      onFault(error)
      return {
        requestId,
        code: 'SYS_ERR',
        message: 'a fault of the local cloud; its terminal shows the stack',
      }
    }
  }
}
