import type { Hono } from 'hono'
import * as v from 'valibot'
import type { CallLog } from './cloudbase/callLog.ts'
import type { Database } from './cloudbase/database/index.ts'
import { QuestionSchema } from './cloudbase/database/index.ts'
import type { ControlRoute } from './controlRoute.ts'
import { get, post, serveRoutes } from './controlRoute.ts'
import { storyRoutes } from './controlStories.ts'
import type { WorldParts } from './controlWorld.ts'
import { worldRoutes } from './controlWorld.ts'
import { createEvents } from './events.ts'
import { openApiDocument } from './openApi.ts'
import { SchemaFileSchema } from './schemaFile.ts'
import type { WorldClock } from './wechat/clock.ts'
import { parseDuration } from './wechat/duration.ts'

const isDuration = (value: string | number): boolean => {
  try {
    return parseDuration(value) >= 0
  } catch {
    return false
  }
}

const ClockChangeSchema = v.pipe(
  v.strictObject({
    advance: v.optional(
      v.pipe(
        v.union([v.string(), v.number()]),
        v.check(
          isDuration,
          ({ input }) => `"${input}" is no duration; write for example 5s, 4m59s, 12h or 1d`,
        ),
      ),
    ),
    set: v.optional(v.number()),
    frozen: v.optional(v.boolean()),
  }),
  v.check((change) => Object.keys(change).length === 1, 'one of advance, set and frozen'),
)

export interface ControlParts extends WorldParts {
  readonly clock: WorldClock
  readonly calls: CallLog
  readonly database: Database
}

const changeClock = (clock: WorldClock, change: v.InferOutput<typeof ClockChangeSchema>) => {
  if (change.advance !== undefined) return clock.advance(change.advance)
  if (change.set !== undefined) return clock.set(change.set)
  return change.frozen ? clock.freeze() : clock.run()
}

/** The clock, the calls and the database. */
const cloudRoutes = ({ clock, calls, database }: ControlParts): readonly ControlRoute[] => [
  get('/clock', 'World time', () => clock.read()),
  post('/clock', 'Moves, stops or starts world time', ClockChangeSchema, (change) =>
    changeClock(clock, change),
  ),
  get('/calls', 'The last calls of functions, oldest first', () => calls.list()),
  get('/usage', 'What CloudBase would bill since the start', () => calls.usage()),
  get('/database', 'Collections with their indexes', () => database.collections()),
  get('/database/:collection', 'All documents of a collection', ({ collection }) =>
    database.documents(collection ?? ''),
  ),
  post(
    '/database/schema',
    'Creates collections and indexes that are missing',
    SchemaFileSchema,
    ({ collections }) => {
      database.applySchema(collections)
      return database.collections()
    },
  ),
  post('/database/explain', 'Which index a query uses, and what it examines', QuestionSchema, (question) =>
    database.explain(question),
  ),
]

/** `/__world/…`: the control API of the local cloud, for its pages, tools and tests. `/openapi.json` describes it. */
export const createControl = (parts: ControlParts): Hono => {
  const routes = [...cloudRoutes(parts), ...worldRoutes(parts), ...storyRoutes(parts)]
  const app = serveRoutes(routes)
  app.route('/events', createEvents(parts.clock, parts.calls))
  app.get('/openapi.json', (context) => context.json(openApiDocument(routes)))
  return app
}
