import { Hono } from 'hono'
import * as v from 'valibot'
import { callFunctionError, resultTooLargeForClient, wrongArguments } from './cloudbase/functions/failure.ts'
import type { Functions } from './cloudbase/functions/index.ts'
import { FUNCTION_LIMITS } from './cloudbase/functions/limits.ts'
import type { OpenData } from './cloudbase/opendata/index.ts'
import { UserError } from './userError.ts'
import type { MiniProgramCaller, World } from './wechat/world.ts'

const BodySchema = v.object({ name: v.pipe(v.string(), v.minLength(1)), data: v.optional(v.unknown(), {}) })

/** What the body of a call says, or undefined when it is no call. */
const readBody = (text: string): v.InferOutput<typeof BodySchema> | undefined => {
  try {
    const parsed = v.safeParse(BodySchema, JSON.parse(text))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

export const personAndApp = (world: World, person: string | undefined, app: string | undefined) => {
  if (person === undefined || person === '') {
    throw new UserError(
      'PERSON_MISSING',
      'the call does not say who holds the phone',
      'Send the header x-person.',
    )
  }
  const first = world.apps.find(({ kind }) => kind === 'mini-program')
  return world.caller(person, app ?? first?.appid ?? '')
}

/**
 * The platform adds `userInfo` to the event of a mini-program's call, over whatever the client sent under that name
 * (seen in the logs of many functions, in 2020 as today; not documented).
 */
const withUserInfo = (data: unknown, { appid, openid }: MiniProgramCaller): unknown =>
  typeof data === 'object' && data !== null && !Array.isArray(data)
    ? { ...data, userInfo: { appId: appid, openId: openid } }
    : data

/**
 * `POST /__cloud/callFunction`: what `wx.cloud.callFunction` does. Who calls is said by the headers `x-person` and
 * `x-app` (appid or alias; the first mini-program if absent), never by the body. CloudIDs in `data` come as
 * `{ "__cloudId": "<id>" }` and reach the function as what they stand for.
 */
export const createClientCalls = (world: World, functions: Functions, openData: OpenData): Hono => {
  const app = new Hono()
  app.post('/callFunction', async (context) => {
    const body = readBody(await context.req.text())
    if (body === undefined) {
      return context.json(wrongArguments('the body must be JSON like {"name": "login", "data": {}}'), 400)
    }
    try {
      const caller = personAndApp(world, context.req.header('x-person'), context.req.header('x-app'))
      const client = { source: 'wx_client', ...caller } as const
      const event = openData.replace(body.data, client)
      if ('refused' in event) return context.json(wrongArguments(event.refused), 400)
      const { data, ...openDataInfo } = event
      const outcome = await functions.call(body.name, withUserInfo(data, caller), {
        ...client,
        ...openDataInfo,
      })
      if ('failure' in outcome) {
        return context.json({ ...callFunctionError(outcome.failure), requestID: outcome.requestId })
      }
      if (outcome.resultBytes > FUNCTION_LIMITS.CLIENT_RESULT_BYTES) {
        return context.json({ ...resultTooLargeForClient(), requestID: outcome.requestId })
      }
      return context.json({ result: outcome.result, requestID: outcome.requestId })
    } catch (error) {
      if (error instanceof UserError)
        return context.json(wrongArguments(`${error.message}. ${error.fix}`), 400)
      throw error
    }
  })
  return app
}
