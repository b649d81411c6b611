import { toJsonSchema } from '@valibot/to-json-schema'
import type { ControlRoute } from './controlRoute.ts'

const parameterNames = (path: string): readonly string[] =>
  [...path.matchAll(/:(\w+)/g)].flatMap(([, name]) => name ?? [])

const operation = (route: ControlRoute) => ({
  summary: route.summary,
  parameters: parameterNames(route.path).map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  })),
  ...(route.body !== undefined && {
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: toJsonSchema(route.body, { typeMode: 'input', errorMode: 'ignore' }) },
      },
    },
  }),
  responses: {
    200: { description: 'Done; the answer as JSON' },
    ...(route.body !== undefined && {
      400: { description: 'Bad input: `error`, `field` and what fixes it' },
    }),
  },
})

/** The control API as an OpenAPI 3.1 document, made from the schemas that check its input. */
export const openApiDocument = (routes: readonly ControlRoute[]): object => {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = `/__world${route.path.replace(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'OneID local cloud: the world', version: '0.1.0' },
    paths,
  }
}
