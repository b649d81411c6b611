import { Hono } from 'hono'
import * as v from 'valibot'
import { personAndApp } from './clientCalls.ts'
import { UserError } from './userError.ts'
import type { ClientApi } from './wechat/clientApi.ts'
import { ClientFailure } from './wechat/clientApi.ts'
import type { World } from './wechat/world.ts'

const OptionsSchema = v.record(v.string(), v.unknown())

const readOptions = (text: string): v.InferOutput<typeof OptionsSchema> | undefined => {
  if (text === '') return {}
  try {
    const parsed = v.safeParse(OptionsSchema, JSON.parse(text))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

/**
 * `POST /__cloud/wx/<api>`: what the WeChat client of a phone asks of WeChat's servers; the body has the options of
 * the call. Answers what `success` gets, with errMsg `<api>:ok`, or what `fail` gets, with `<api>:fail …`. Who asks is
 * said by the headers `x-person` and `x-app`, as for callFunction.
 */
export const createPhoneRoute = (world: World, apis: readonly ClientApi[]): Hono => {
  const app = new Hono()
  app.post('/wx/:api', async (context) => {
    const name = context.req.param('api')
    const fail = (words: string) => ({ errMsg: `${name}:fail ${words}` })
    const api = apis.find((one) => one.name === name)
    if (api === undefined) return context.json(fail('is not simulated'), 404)
    const options = readOptions(await context.req.text())
    if (options === undefined) return context.json(fail('the body must be a JSON object'), 400)
    try {
      const { appid, openid } = personAndApp(
        world,
        context.req.header('x-person'),
        context.req.header('x-app'),
      )
      const holder = world.whoIs(appid, openid)
      if (holder === undefined) throw new Error(`nobody has the openid ${openid}`)
      return context.json({ ...api.answer(holder, options), errMsg: `${name}:ok` })
    } catch (error) {
      if (error instanceof ClientFailure) return context.json(fail(error.message))
      if (error instanceof UserError) return context.json(fail(`${error.message}. ${error.fix}`), 400)
      throw error
    }
  })
  return app
}
