import type { MiddlewareHandler } from 'hono'

/**
 * The local cloud is for programs of this machine and for pages that it served itself. A web page of somebody else
 * that is open in the same browser must reach nothing: it can send requests to 127.0.0.1, and a host name of its own
 * that resolves to 127.0.0.1 makes them same-origin.
 */

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]']

const refused = (why: string): Response =>
  new Response(`${why}\n`, { status: 403, headers: { 'content-type': 'text/plain; charset=utf-8' } })

/** Every request: Host must be a loopback name with our own port. Stops DNS rebinding. */
export const ownHost =
  (port: () => number): MiddlewareHandler =>
  async (context, next) => {
    const host = context.req.header('host')
    if (!LOOPBACK_NAMES.some((name) => host === `${name}:${port()}`)) {
      return refused('The local cloud answers to 127.0.0.1, localhost and [::1] with its own port only.')
    }
    return next()
  }

/** Programs send no Origin; our own pages send ours; everything else is somebody else's page. */
export const ownOrigin =
  (port: () => number): MiddlewareHandler =>
  async (context, next) => {
    const origin = context.req.header('origin')
    if (origin !== undefined && !LOOPBACK_NAMES.some((name) => origin === `http://${name}:${port()}`)) {
      return refused('The local cloud takes no requests from other pages.')
    }
    return next()
  }

/**
 * What a page loads as a script, a picture or a frame brings no Origin, and a script of ours would run in it, source
 * and all; but browsers say from where it is asked for. Following a link to us is fine.
 */
export const ownPages: MiddlewareHandler = async (context, next) => {
  const said = (name: string): string | undefined => context.req.header(`sec-fetch-${name}`)
  const isElsewhere = said('site') === 'cross-site' || said('site') === 'same-site'
  const isLink = context.req.method === 'GET' && said('mode') === 'navigate' && said('dest') === 'document'
  if (isElsewhere && !isLink) return refused('The local cloud takes no requests from other pages.')
  return next()
}

/**
 * A page can send forms and plain text anywhere without asking; `application/json` it cannot. Requests without a body
 * (GET, HEAD) pass: they change nothing.
 * @param also further content types
 */
export const jsonOnly =
  (also: readonly string[] = []): MiddlewareHandler =>
  async (context, next) => {
    if (context.req.method === 'GET' || context.req.method === 'HEAD') return next()
    const [type] = (context.req.header('content-type') ?? '').split(';')
    if (!['application/json', ...also].includes((type ?? '').trim().toLowerCase())) {
      return refused('Send application/json.')
    }
    return next()
  }
