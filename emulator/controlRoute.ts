import { Hono } from 'hono'
import * as v from 'valibot'
import { PlatformError } from './cloudbase/errors.ts'
import { UserError } from './userError.ts'

/** One request of the control API: routes and their document are both made from a list of these. */
export interface ControlRoute {
  readonly method: 'GET' | 'POST'
  /** Below `/__world`; a parameter begins with a colon. */
  readonly path: string
  readonly summary: string
  /** What a POST takes. */
  readonly body?: v.GenericSchema
  readonly answer: (request: {
    readonly params: Readonly<Record<string, string>>
    readonly body: unknown
  }) => unknown
}

/** A route whose body is narrowed before it is answered. */
export const post = <Schema extends v.GenericSchema>(
  path: string,
  summary: string,
  schema: Schema,
  answer: (body: v.InferOutput<Schema>, params: Readonly<Record<string, string>>) => unknown,
): ControlRoute => ({
  method: 'POST',
  path,
  summary,
  body: schema,
  answer: ({ body, params }) => answer(v.parse(schema, body), params),
})

export const get = (
  path: string,
  summary: string,
  answer: (params: Readonly<Record<string, string>>) => unknown,
): ControlRoute => ({ method: 'GET', path, summary, answer: ({ params }) => answer(params) })

/** What bad input is answered with: the field, and what is allowed there. */
export interface ControlRefusal {
  readonly error: string
  readonly field?: string
  readonly fix?: string
  /** The platform's own, where it is the platform that refuses: a query of explain. */
  readonly code?: string
}

const refusalOf = (error: unknown): ControlRefusal | undefined => {
  if (error instanceof v.ValiError) {
    const [issue] = error.issues
    const field = v.getDotPath(issue)
    return { error: issue.message, ...(field !== null && { field }) }
  }
  if (error instanceof UserError) return { error: error.message, fix: error.fix }
  if (error instanceof PlatformError) return { error: error.message, code: error.code }
  if (error instanceof RangeError || error instanceof SyntaxError) return { error: error.message }
  return undefined
}

/** Serves the routes. Bad input answers 400 with the field and what is allowed; a fault of ours is thrown on. */
export const serveRoutes = (routes: readonly ControlRoute[]): Hono => {
  const app = new Hono()
  app.onError((error, context) => {
    const refusal = refusalOf(error)
    if (refusal === undefined) throw error
    return context.json(refusal, 400)
  })
  for (const route of routes) {
    app.on(route.method, route.path, async (context) => {
      const body: unknown = route.method === 'POST' ? await context.req.json() : undefined
      return context.json((await route.answer({ params: context.req.param(), body })) ?? null)
    })
  }
  return app
}
