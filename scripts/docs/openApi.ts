import { toJsonSchema } from '@valibot/to-json-schema'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import type { ErrorCode } from '../../cloudfunctions/common/base/errors.ts'
import { ERRORS, statusOf } from '../../cloudfunctions/common/base/errors.ts'
import { REPLIES } from '../../cloudfunctions/common/base/httpReplies.ts'
import type { Schema } from '../../cloudfunctions/common/routes/readEvent.ts'
import { createRateLimiter } from '../../cloudfunctions/common/runtime/rateLimit.ts'
import type { Described } from '../../cloudfunctions/gateway/describe.ts'
import { endpointsOf } from '../../cloudfunctions/gateway/endpoints.ts'
import { config as input } from '../../cloudfunctions/oneid.config.ts'

type Json = Readonly<Record<string, unknown>>

const notHere = (): never => {
  throw new Error('nothing is called while the document is made')
}

/** Every endpoint of `gateway`, described and not to be called. */
export const describedEndpoints = (): readonly Described[] => {
  const config = readConfig(input)
  const limiter = createRateLimiter(config.limits)
  return endpointsOf({ config, limiter, secretOf: notHere, tokens: notHere, address: notHere })
}

const jsonSchema = (schema: Schema): Json => {
  const { $schema: _, ...rest } = toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore' })
  return rest
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null

/** A query, field by field. */
const queryParameters = (schema: Schema): readonly Json[] => {
  const { properties, required } = jsonSchema(schema)
  const names = Array.isArray(required) ? required : []
  return Object.entries(isObject(properties) ? properties : {}).map(([name, field]) => ({
    name,
    in: 'query',
    required: names.includes(name),
    schema: field,
  }))
}

const pathParameters = (path: string): readonly Json[] =>
  [...path.matchAll(/:([^/]+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))

const idOf = ({ method, path }: Described): string =>
  `${method.toLowerCase()}${path.replace(/[:.]/g, '').replace(/[/_-]+(\w)/g, (_, letter: string) => letter.toUpperCase())}`

const SECURITY = { none: [], session: [{ session: [] }] } as const

const securityOf = ({ security }: Described): readonly Json[] =>
  security === 'none' || security === 'session' ? SECURITY[security] : [{ apiKey: [] }]

const answerOf = ({ reply }: Described): Json => {
  if (reply === 'redirect') return { '302': { description: 'The browser goes on', headers: LOCATION } }
  const schema = REPLIES[reply]
  const content =
    schema === undefined
      ? { 'text/plain': { schema: { type: 'string' } } }
      : { 'application/json': { schema: jsonSchema(schema) } }
  return { '200': { description: 'Done', content } }
}

const LOCATION = { Location: { schema: { type: 'string' } } } as const

const operationOf = (endpoint: Described): Json => {
  const { method, path, summary, security, body, query } = endpoint
  const scope =
    security === 'none' || security === 'session' ? {} : { description: `Needs the scope \`${security}\`.` }
  const parameters = [...pathParameters(path), ...(query === undefined ? [] : queryParameters(query))]
  return {
    [method.toLowerCase()]: {
      operationId: idOf(endpoint),
      summary,
      ...scope,
      security: securityOf(endpoint),
      ...(parameters.length > 0 && { parameters }),
      ...(body !== undefined && {
        requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body) } } },
      }),
      responses: { ...answerOf(endpoint), default: { $ref: '#/components/responses/Failure' } },
    },
  }
}

const paths = (endpoints: readonly Described[]): Json => {
  const byPath: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:([^/]+)/g, '{$1}')
    byPath[path] = { ...byPath[path], ...operationOf(endpoint) }
  }
  return byPath
}

const isErrorCode = (text: string): text is ErrorCode => text in ERRORS

const failure = (): Json => {
  const codes = Object.keys(ERRORS).filter(isErrorCode)
  const statuses = [...new Set(codes.map(statusOf))].sort((one, other) => one - other)
  return {
    description: `Refused or failed (${statuses.join(', ')}). The codes are in errors.md; Retry-After says how long to wait after 429.`,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          required: ['ok', 'code', 'message', 'requestId'],
          properties: {
            ok: { const: false },
            code: { enum: codes },
            message: { type: 'string', description: 'Chinese, for the person' },
            requestId: { type: 'string', description: 'finds the line in the log' },
            field: { type: 'string', description: 'what is wrong, as a dotted path' },
            retry: { enum: ['new-code', 'later'] },
          },
        },
      },
    },
  }
}

/** docs/openapi.json: the endpoints of `gateway` with the very schemas that they read and are tested with. */
export const openApi = (): string =>
  `${JSON.stringify(
    {
      openapi: '3.1.0',
      info: {
        title: 'OneID for WeChat: gateway',
        version: '0.1.0',
        description:
          'For clients that do not call cloud functions, and for your own servers. See docs/http.md.',
      },
      servers: [{ url: 'https://{address}', variables: { address: { default: 'api.example.com/oneid' } } }],
      paths: paths(describedEndpoints()),
      components: {
        securitySchemes: {
          session: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Access token' },
          apiKey: { type: 'http', scheme: 'bearer', description: 'API key of a server' },
        },
        responses: { Failure: failure() },
      },
    },
    null,
    2,
  )}\n`
