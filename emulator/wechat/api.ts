import { Hono } from 'hono'
import type { ApiDoor, ApiRequest } from './door.ts'
import { REFUSALS, WeChatRefusal } from './errors.ts'

const readBody = (text: string): unknown => {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw REFUSALS.unreadableBody()
  }
}

const MINUTE_MS = 60_000

/** Counts calls per app, door and minute of world time. */
const createMinuteLimits = (now: () => number) => {
  const counts = new Map<string, number>()
  let counted = 0
  return (door: ApiDoor, appid: string): void => {
    if (door.perMinute === undefined) return
    const minute = Math.floor(now() / MINUTE_MS)
    // Who asks may bring any appid: nothing is kept longer than it counts.
    if (minute !== counted) counts.clear()
    counted = minute
    const key = `${door.path} ${appid}`
    const calls = (counts.get(key) ?? 0) + 1
    counts.set(key, calls)
    if (calls > door.perMinute) throw REFUSALS.tooOften()
  }
}

const appidIn = ({ query, body }: ApiRequest): string => {
  const inBody = typeof body === 'object' && body !== null && 'appid' in body ? body.appid : undefined
  return query['appid'] ?? query['access_token'] ?? (typeof inBody === 'string' ? inBody : '')
}

export interface ApiHostOptions {
  /** Switches doors to a refusal, whatever they would have answered. */
  readonly refuse?: (path: string, query: Readonly<Record<string, string>>) => WeChatRefusal | undefined
}

/**
 * The simulated api.weixin.qq.com: one route for all doors, because what is refused before a door is reached (an
 * unknown path, a wrong method) is refused the same way everywhere, with HTTP 200.
 */
export const createApiHost = (
  doors: readonly ApiDoor[],
  now: () => number,
  { refuse }: ApiHostOptions = {},
): Hono => {
  const countCall = createMinuteLimits(now)
  const app = new Hono()
  app.all('/*', async (context) => {
    const path = new URL(context.req.url).pathname.replace(/^\/wechat\/api\.weixin\.qq\.com/, '')
    try {
      const found = doors.filter((door) => door.path === path)
      if (found.length === 0) throw REFUSALS.invalidUrl()
      const door = found.find(({ method }) => method === context.req.method)
      if (door === undefined)
        throw found.some(({ method }) => method === 'GET') ? REFUSALS.requireGet() : REFUSALS.requirePost()
      const refusal = refuse?.(path, context.req.query())
      if (refusal !== undefined) throw refusal
      const request = { query: context.req.query(), body: readBody(await context.req.text()) }
      countCall(door, appidIn(request))
      return context.json(door.answer(request))
    } catch (error) {
      if (error instanceof WeChatRefusal) return context.json(error.json())
      throw error
    }
  })
  return app
}
