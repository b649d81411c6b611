import { Hono } from 'hono'
import * as v from 'valibot'
import type { CallLog } from './cloudbase/callLog.ts'
import type { Database } from './cloudbase/database/index.ts'
import { createEvents } from './events.ts'
import { readSchemaFile } from './schemaFile.ts'
import type { WorldClock } from './wechat/clock.ts'
import type { World } from './wechat/world.ts'

const ClockChangeSchema = v.union([
  v.strictObject({ advance: v.union([v.string(), v.number()]) }),
  v.strictObject({ set: v.number() }),
  v.strictObject({ frozen: v.boolean() }),
])

export interface ControlParts {
  readonly world: World
  readonly clock: WorldClock
  readonly calls: CallLog
  readonly database: Database
}

const changeClock = (clock: WorldClock, change: v.InferOutput<typeof ClockChangeSchema>) => {
  if ('advance' in change) return clock.advance(change.advance)
  if ('set' in change) return clock.set(change.set)
  return change.frozen ? clock.freeze() : clock.run()
}

/** `/__world/…`: the control API of the local cloud, for its pages, tools and tests. */
export const createControl = ({ world, clock, calls, database }: ControlParts): Hono => {
  const app = new Hono()
  app.onError((error, context) => {
    if (error instanceof v.ValiError || error instanceof RangeError || error instanceof SyntaxError) {
      return context.json({ error: error.message }, 400)
    }
    throw error
  })

  // The fields that tools may count on; an AppSecret is none of them.
  app.get('/apps', (context) =>
    context.json(
      world.apps.map(({ appid, alias, kind, openPlatformId }) => ({ appid, alias, kind, openPlatformId })),
    ),
  )
  app.get('/people', (context) => context.json(world.people.map(({ id, name }) => ({ id, name }))))
  app.get('/calls', (context) => context.json(calls.list()))
  app.get('/usage', (context) => context.json(calls.usage()))

  app.get('/clock', (context) => context.json(clock.read()))
  app.post('/clock', async (context) =>
    context.json(changeClock(clock, v.parse(ClockChangeSchema, await context.req.json()))),
  )

  app.get('/database', (context) => context.json(database.collections()))
  app.get('/database/:collection', (context) =>
    context.json(database.documents(context.req.param('collection'))),
  )
  app.post('/database/schema', async (context) => {
    database.applySchema(readSchemaFile(await context.req.json()))
    return context.json(database.collections())
  })

  app.route('/events', createEvents(clock, calls))
  return app
}
