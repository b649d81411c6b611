import { Hono } from 'hono'
import { personAndApp } from './clientCalls.ts'
import { PlatformError } from './cloudbase/errors.ts'
import type { Service, WireBody, WireReply, WireRequest } from './cloudbase/service.ts'
import { UserError } from './userError.ts'
import type { World } from './wechat/world.ts'

/** A service of the cloud as mini-programs reach it. */
export interface ClientService {
  /** The call of `wx.cloud` that a request stands for: `collection.get`. */
  readonly callOf: (body: unknown) => string
  /** @throws PlatformError */
  readonly answer: (body: unknown, openid: string) => Promise<WireReply>
}

/** A request of a phone: no function sent it. */
const FROM_PHONE: WireRequest = { parts: {}, source: 'wx_client', call: undefined, note: () => {} }

/** Asks a service in its own name: what a person may do has been decided. */
export const askService =
  ({ name, actions }: Service) =>
  async (action: string, body: WireBody): Promise<WireReply> => {
    const perform = Object.hasOwn(actions, action) ? actions[action] : undefined
    if (perform === undefined) {
      throw new PlatformError('INVALID_PARAM', `the local cloud has no action ${name}.${action} yet`)
    }
    const reply = await perform(body, FROM_PHONE)
    return reply instanceof Uint8Array ? {} : reply
  }

/**
 * Numbers and texts of refusals: WeChat Cloud documentation, "Error codes", read 2026-11, and the list inside of
 * wx-server-sdk 4.0.2, which knows the names. What has no name there is a system error.
 */
const NUMBERS: ReadonlyMap<string, readonly [number, string]> = new Map([
  ['INVALID_PARAM', [-501007, 'invalid parameters']],
  ['DATABASE_REQUEST_FAILED', [-502001, 'database request fail']],
  ['DATABASE_PERMISSION_DENIED', [-502003, 'database permission denied']],
  ['DATABASE_COLLECTION_EXCEED_LIMIT', [-502004, 'database exceed collection limit']],
  ['DATABASE_COLLECTION_NOT_EXIST', [-502005, 'database collection not exists']],
  // The number alone is documented; name and words are ours.
  ['CLIENT_RESULT_TOO_LARGE', [-602001, 'database result too large']],
  ['STORAGE_REQUEST_FAIL', [-503001, 'storage request fail']],
  ['STORAGE_EXCEED_AUTHORITY', [-503002, 'storage permission denied']],
  ['STORAGE_FILE_NONEXIST', [-503003, 'storage file not exists']],
])

const SYSTEM_ERROR = [-501001, 'resource system error'] as const

/**
 * What a call of `wx.cloud` rejects with. Public reports quote mini-programs with
 * "errCode: -502003 database permission denied" (2026) and "document.get:fail Error: …; at document.get api; " (2019).
 */
const cloudError = (call: string, code: string, words: string) => {
  const [errCode, text] = NUMBERS.get(code) ?? SYSTEM_ERROR
  return {
    errCode,
    errMsg: `${call}:fail Error: errCode: ${errCode} ${text} | errMsg: ${words}; at ${call} api; `,
  }
}

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * `POST /`: a request of a mini-program to a service. Who asks is said by the headers `x-person` and `x-app`, as for
 * functions, never by the body. Answers the service's fields, or `{ errCode, errMsg }`.
 */
export const createClientRoute = (world: World, { callOf, answer }: ClientService): Hono => {
  const app = new Hono()
  app.post('/', async (context) => {
    const body = readJson(await context.req.text())
    try {
      const { openid } = personAndApp(world, context.req.header('x-person'), context.req.header('x-app'))
      return context.json(await answer(body, openid))
    } catch (error) {
      if (error instanceof PlatformError) {
        return context.json(cloudError(callOf(body), error.code, error.message))
      }
      if (!(error instanceof UserError)) throw error
      return context.json(cloudError(callOf(body), 'INVALID_PARAM', `${error.message}. ${error.fix}`), 400)
    }
  })
  return app
}
