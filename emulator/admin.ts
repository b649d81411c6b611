import { Hono } from 'hono'
import type { Credentials } from './cloudbase/credentials.ts'
import type { Functions } from './cloudbase/functions/index.ts'
import type { Wire } from './cloudbase/wire.ts'

/** `POST /admin`: where the SDK of every function instance sends its requests. */
export const createAdmin = (credentials: Credentials, functions: Functions, wire: Wire): Hono => {
  const app = new Hono()
  app.post('/', async (context) => {
    const holder = credentials.holderOf(context.req.header('authorization'))
    if (holder === undefined) {
      return context.json({ code: 'SIGN_PARAM_INVALID', message: 'no credential of a running instance' }, 401)
    }
    const body: unknown = await context.req.json().catch(() => undefined)
    const source = context.req.header('x-tcb-source') ?? ''
    const reply = await wire({ body, parts: {}, source, call: functions.callOf(holder) })
    if (!(reply instanceof Uint8Array)) return context.json(reply)
    return context.body(new Uint8Array(reply), 200, { 'content-type': 'application/octet-stream' })
  })
  return app
}
