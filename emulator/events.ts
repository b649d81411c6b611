import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { CallLog } from './cloudbase/callLog.ts'
import type { WorldClock } from './wechat/clock.ts'

/**
 * Server-sent events: `clock` with `{ now, frozen }` at once and after every change, `call` with the record of every
 * function call when it has ended.
 */
export const createEvents = (clock: WorldClock, calls: CallLog): Hono => {
  const app = new Hono()
  app.get('/', (context) =>
    streamSSE(context, async (stream) => {
      const tell = (event: string, content: unknown): void => {
        void stream.writeSSE({ event, data: JSON.stringify(content) })
      }
      const stops = [
        clock.onChange((reading) => tell('clock', reading)),
        calls.onCall((record) => tell('call', record)),
      ]
      tell('clock', clock.read())
      await new Promise<void>((resolve) => stream.onAbort(resolve))
      for (const stop of stops) stop()
    }),
  )
  return app
}
