import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { OneIdError, statusOf } from '../base/errors.ts'
import { errorPage } from './errorPage.ts'
import type { Invocation, Main } from './handler.ts'
import { define, failureOf, now } from './handler.ts'
import type { HttpResult } from './httpEvent.ts'
import { httpResultOf, readHttpEvent } from './httpEvent.ts'

/** One request, as values. */
export interface HttpCall extends Pick<Invocation, 'ports' | 'arrivedAt' | 'note'> {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  /** Who asks, as the gateway in front of us says; nobody can choose it. */
  readonly address: string
  readonly header: (name: string) => string | undefined
  readonly cookie: (name: string) => string | undefined
  readonly text: () => Promise<string>
}

/** What is answered: JSON, text, or another address. */
export type HttpAnswer =
  | { readonly json: object; readonly maxAgeSeconds?: number }
  | { readonly text: string }
  | { readonly location: string; readonly cookies?: readonly string[] }

/** One method of one path. */
export interface Endpoint {
  readonly method: 'GET' | 'POST'
  /** Begins with a slash; `:name` is a parameter. */
  readonly path: `/${string}`
  /** Who is in front of it: a person's browser gets a page when something goes wrong, a program gets JSON. */
  readonly client: 'program' | 'browser'
  /** Scripts of the pages in the configuration may call it. */
  readonly fromPages: boolean
  readonly answer: (call: HttpCall) => Promise<HttpAnswer>
}

export interface HttpOptions {
  /** Origins whose scripts may call what is `fromPages`. */
  readonly origins: readonly string[]
  /** What may stand in front of our paths, if the access service passes the whole path on. */
  readonly prefix: () => string
}

interface Bindings {
  readonly invocation: Invocation
}

/**
 * Set by the gateway from the connection, whatever a client sends under this name (Tencent Cloud CLB, list of reserved
 * headers, 2026-11). That the HTTP access service does the same is an assumption.
 */
const ADDRESS = 'x-real-ip'

/** Of every answer: it is about one person, names no type by guessing, and tells no other site where somebody was. */
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const

const answered = (answer: HttpAnswer): Response => {
  const headers = new Headers(HEADERS)
  if ('location' in answer) {
    headers.set('location', answer.location)
    for (const cookie of answer.cookies ?? []) headers.append('set-cookie', cookie)
    return new Response(null, { status: 302, headers })
  }
  if ('text' in answer) {
    headers.set('content-type', 'text/plain; charset=utf-8')
    return new Response(answer.text, { headers })
  }
  if (answer.maxAgeSeconds !== undefined)
    headers.set('cache-control', `public, max-age=${answer.maxAgeSeconds}`)
  headers.set('content-type', 'application/json; charset=utf-8')
  return new Response(JSON.stringify(answer.json), { headers })
}

const refused = (error: unknown, requestId: string, client: Endpoint['client']): Response => {
  const failure = failureOf(error, requestId)
  const headers = new Headers(HEADERS)
  const afterMs = error instanceof OneIdError ? error.afterMs : undefined
  if (afterMs !== undefined) headers.set('retry-after', String(Math.ceil(afterMs / 1_000)))
  const code = error instanceof OneIdError ? error.code : 'INTERNAL'
  const status = statusOf(code)
  if (client === 'program') {
    headers.set('content-type', 'application/json; charset=utf-8')
    return new Response(JSON.stringify(failure), { status, headers })
  }
  headers.set('content-type', 'text/html; charset=utf-8')
  headers.set(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  )
  return new Response(errorPage(failure), { status, headers })
}

/**
 * Lets scripts of a listed origin read the answer. No cookies: who calls is in the Authorization header. A cache must
 * not give one origin what another was answered, nor what was answered to nobody's script.
 */
const forPages = (response: Response, origin: string | undefined): Response => {
  response.headers.append('vary', 'origin')
  if (origin === undefined) return response
  response.headers.set('access-control-allow-origin', origin)
  // Fetch standard: what is not on its list of safe headers a script does not see.
  response.headers.set('access-control-expose-headers', 'retry-after')
  return response
}

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '600',
} as const

const createApp = (endpoints: readonly Endpoint[]): Hono<{ Bindings: Bindings }> => {
  const app = new Hono<{ Bindings: Bindings }>()
  app.onError((error) => {
    throw error
  })
  app.notFound(() => {
    throw new OneIdError('PATH_UNKNOWN', 'no such path')
  })
  for (const { method, path, answer } of endpoints) {
    app.on(method, path, async (context) => {
      const { ports, arrivedAt, note } = context.env.invocation
      note({ path: `${method} ${path}` })
      return answered(
        await answer({
          ports,
          arrivedAt,
          note,
          params: context.req.param(),
          query: context.req.query(),
          address: context.req.header(ADDRESS) ?? 'unknown',
          header: (name) => context.req.header(name),
          cookie: (name) => getCookie(context, name),
          text: () => context.req.text(),
        }),
      )
    })
  }
  return app
}

const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/:[^/]+/g, '[^/]+')}$`)

/** How a path answers when something goes wrong, and to whom. */
const shapesOf = (endpoints: readonly Endpoint[]) => {
  const shapes = endpoints.map(({ path, client, fromPages }) => ({
    pattern: patternOf(path),
    client,
    fromPages,
  }))
  return (path: string) => shapes.find(({ pattern }) => pattern.test(path))
}

const within = (path: string, prefix: string): string =>
  prefix !== '' && path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path

/**
 * Makes `exports.main` of a function that is reached by HTTP access. Who calls, and how often, each endpoint checks
 * itself, before it asks the database for anything.
 */
export const defineHttp = (
  name: string,
  endpoints: readonly Endpoint[],
  { origins, prefix }: HttpOptions,
): Main<HttpResult> => {
  const app = createApp(endpoints)
  const shapeOf = shapesOf(endpoints)
  const requests = new WeakMap<Invocation, Request>()

  const read = (invocation: Invocation): Request => {
    const request = readHttpEvent(invocation.context, invocation.event)
    const url = new URL(request.url)
    url.pathname = within(url.pathname, prefix())
    const ours = new Request(url, request)
    requests.set(invocation, ours)
    return ours
  }

  const finished = (request: Request | undefined, response: Response): Promise<HttpResult> => {
    const origin = request?.headers.get('origin') ?? undefined
    const shape = request && shapeOf(new URL(request.url).pathname)
    if (shape?.fromPages !== true) return httpResultOf(response)
    const listed = origin !== undefined && origins.includes(origin) ? origin : undefined
    return httpResultOf(forPages(response, listed))
  }

  return define(name, {
    clock: now,
    answer: async (invocation) => {
      const request = read(invocation)
      if (request.method === 'OPTIONS')
        return finished(request, new Response(null, { status: 204, headers: { ...PREFLIGHT } }))
      return finished(request, await app.fetch(request, { invocation }))
    },
    refusal: (error, requestId, invocation) => {
      const request = requests.get(invocation)
      const client = (request && shapeOf(new URL(request.url).pathname)?.client) ?? 'program'
      return finished(request, refused(error, requestId, client))
    },
  })
}
