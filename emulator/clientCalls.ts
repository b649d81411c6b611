import { Hono } from 'hono'
import * as v from 'valibot'
import { callFunctionError, wrongArguments } from './cloudbase/functions/failure.ts'
import type { Functions } from './cloudbase/functions/index.ts'
import { UserError } from './userError.ts'
import type { World } from './wechat/world.ts'

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

const personAndApp = (world: World, person: string | undefined, app: string | undefined) => {
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
 * `POST /__cloud/callFunction`: what `wx.cloud.callFunction` does. Who calls is said by the headers `x-person` and
 * `x-app` (appid or alias; the first mini-program if absent), never by the body.
 */
export const createClientCalls = (world: World, functions: Functions): Hono => {
  const app = new Hono()
  app.post('/callFunction', async (context) => {
    const body = readBody(await context.req.text())
    if (body === undefined) {
      return context.json(wrongArguments('the body must be JSON like {"name": "login", "data": {}}'), 400)
    }
    try {
      const caller = personAndApp(world, context.req.header('x-person'), context.req.header('x-app'))
      const outcome = await functions.call(body.name, body.data, { source: 'wx_client', ...caller })
      return 'failure' in outcome
        ? context.json({ ...callFunctionError(outcome.failure), requestID: outcome.requestId })
        : context.json({ result: outcome.result, requestID: outcome.requestId })
    } catch (error) {
      if (error instanceof UserError)
        return context.json(wrongArguments(`${error.message}. ${error.fix}`), 400)
      throw error
    }
  })
  return app
}
