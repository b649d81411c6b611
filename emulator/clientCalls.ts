import type { Context, HonoRequest } from 'hono'
import { Hono } from 'hono'
import * as v from 'valibot'
import type { Caller } from './cloudbase/caller.ts'
import {
  callFunctionError,
  invocationDenied,
  resultTooLargeForClient,
  wrongArguments,
} from './cloudbase/functions/failure.ts'
import type { Functions } from './cloudbase/functions/index.ts'
import { FUNCTION_LIMITS } from './cloudbase/functions/limits.ts'
import { type FunctionRules, mayInvoke } from './cloudbase/functions/rules.ts'
import type { OpenData } from './cloudbase/opendata/index.ts'
import { createSharedEnvironment } from './sharedEnvironment.ts'
import { UserError } from './userError.ts'
import { SharingRefusal, sharedCaller } from './wechat/sharing/index.ts'
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
 * Assumption: a call from another account, whose context has no OPENID, gets none.
 */
const withUserInfo = (data: unknown, { appid, openid }: Caller): unknown =>
  openid !== undefined && typeof data === 'object' && data !== null && !Array.isArray(data)
    ? { ...data, userInfo: { appId: appid, openId: openid } }
    : data

/** In the form of the other errors of the client. */
const clientError = (call: string, errCode: number, text: string, words: string) => ({
  errCode,
  errMsg: `${call}:fail Error: errCode: ${errCode} ${text} | errMsg: ${words}`,
})

/** -601002 is the platform's number for wrong arguments. */
const WRONG_ARGUMENTS = -601002

/**
 * - `POST /__cloud/callFunction`: what `wx.cloud.callFunction` does. Who calls is said by the headers `x-person` and
 *   `x-app` (appid or alias; the first mini-program if absent), never by the body. CloudIDs in `data` come as
 *   `{ "__cloudId": "<id>" }` and reach the function as what they stand for.
 * - The same with the header `x-resource-app`, the app that owns the environment: what a Cloud does that was made with
 *   `resourceAppid`. `POST /__cloud/init` is its init; the `auth` that it answers goes into the header
 *   `x-resource-auth` of the calls behind it.
 *
 * There is one environment, and every mini-program may call it as if it were its own: so a team tests apps that are
 * deployed to an environment each. Only `x-resource-app` makes a call one from another account.
 *
 * A function whose rule says so is called by no phone; that the platform itself asks cloudbase_auth is no such call.
 * Assumption: whoever is not let into the environment hears that first.
 */
export const createClientCalls = (
  world: World,
  functions: Functions,
  openData: OpenData,
  rules: FunctionRules,
): Hono => {
  const app = new Hono()
  const shared = createSharedEnvironment(functions)
  const callerOf = (request: HonoRequest): MiniProgramCaller =>
    personAndApp(world, request.header('x-person'), request.header('x-app'))

  /** The caller as the function sees them. */
  const admitted = async (request: HonoRequest, caller: MiniProgramCaller): Promise<Caller> => {
    const resource = request.header('x-resource-app')
    const across = resource === undefined ? undefined : sharedCaller(world, caller, resource)
    if (across === undefined) return { source: 'wx_client', ...caller }
    await shared.admit(across, request.header('x-resource-auth'))
    return { source: 'wx_client', ...across }
  }

  const answering =
    (call: string, answer: (context: Context) => Promise<Response>) =>
    async (context: Context): Promise<Response> => {
      try {
        return await answer(context)
      } catch (error) {
        if (error instanceof SharingRefusal) {
          return context.json(clientError(call, error.errCode, error.text, error.message))
        }
        if (!(error instanceof UserError)) throw error
        return context.json(clientError(call, WRONG_ARGUMENTS, '', `${error.message}. ${error.fix}`), 400)
      }
    }

  app.post(
    '/init',
    answering('cloud.init', async (context) => {
      const across = sharedCaller(world, callerOf(context.req), context.req.header('x-resource-app') ?? '')
      return context.json({ auth: across === undefined ? '' : await shared.init(across) })
    }),
  )

  app.post(
    '/callFunction',
    answering('cloud.callFunction', async (context) => {
      const body = readBody(await context.req.text())
      if (body === undefined) {
        return context.json(wrongArguments('the body must be JSON like {"name": "login", "data": {}}'), 400)
      }
      const caller = callerOf(context.req)
      const seen = await admitted(context.req, caller)
      if (!mayInvoke(rules, body.name)) return context.json(invocationDenied())
      // A CloudID belongs to the person and the app that got it, whoever owns the environment.
      const event = openData.replace(body.data, { source: 'wx_client', ...caller })
      if ('refused' in event) return context.json(wrongArguments(event.refused), 400)
      const { data, ...openDataInfo } = event
      const outcome = await functions.call(body.name, withUserInfo(data, seen), { ...seen, ...openDataInfo })
      if ('failure' in outcome) {
        return context.json({ ...callFunctionError(outcome.failure), requestID: outcome.requestId })
      }
      if (outcome.resultBytes > FUNCTION_LIMITS.CLIENT_RESULT_BYTES) {
        return context.json({ ...resultTooLargeForClient(), requestID: outcome.requestId })
      }
      return context.json({ result: outcome.result, requestID: outcome.requestId })
    }),
  )
  return app
}
