import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import { Secret } from '../../cloudfunctions/common/base/secret.ts'
import { createRateLimiter } from '../../cloudfunctions/common/runtime/rateLimit.ts'
import { endpointsOf } from '../../cloudfunctions/gateway/endpoints.ts'
import { config as input } from '../../cloudfunctions/oneid.config.ts'
import { requestsOf } from '../oneIdWorld.ts'
import type { Answer, GatewayWorld } from './gatewayWorld.ts'
import { BEGIN, KEYS, openGateway, WRONG_KEY } from './gatewayWorld.ts'
import { visitorOf } from './visitor.ts'

/** Every endpoint, with everything that somebody may show at its door and that does not open it. */

/** What somebody shows; texts of tokens come from a world that is open. */
type Shown =
  | 'nothing'
  | 'another scheme'
  | 'no token'
  | 'an expired token'
  | 'the token of a session that was signed out'
  | 'a refresh token'
  | 'an access token'
  | 'a ticket'
  | 'an API key'
  | 'a key with one letter changed'
  | 'a key of nobody'
  | 'a key for something else'

/** Status, code, and how many requests of the database it took. */
type Refused = readonly [shown: Shown, status: number, code: string, requests: 0 | 1]

const OF_SESSIONS: readonly Refused[] = [
  ['nothing', 401, 'TOKEN_MISSING', 0],
  ['another scheme', 401, 'TOKEN_MISSING', 0],
  ['no token', 401, 'TOKEN_INVALID', 0],
  ['an expired token', 401, 'TOKEN_EXPIRED', 0],
  ['a refresh token', 401, 'TOKEN_INVALID', 0],
  ['a ticket', 401, 'TOKEN_INVALID', 0],
  ['an API key', 401, 'TOKEN_INVALID', 0],
  ['the token of a session that was signed out', 401, 'SESSION_ENDED', 1],
]
const OF_KEYS: readonly Refused[] = [
  ['nothing', 401, 'TOKEN_MISSING', 0],
  ['another scheme', 401, 'TOKEN_MISSING', 0],
  ['no token', 401, 'API_KEY_INVALID', 0],
  ['an access token', 401, 'API_KEY_INVALID', 0],
  ['an expired token', 401, 'API_KEY_INVALID', 0],
  ['a refresh token', 401, 'API_KEY_INVALID', 0],
  ['a key with one letter changed', 401, 'API_KEY_INVALID', 0],
  ['a key of nobody', 401, 'API_KEY_INVALID', 0],
  ['a key for something else', 403, 'SCOPE_MISSING', 0],
]
/** The token stands in the body, and a bearer token says nothing. */
const OF_REFRESH_TOKENS: readonly Refused[] = [
  ['nothing', 400, 'INPUT_INVALID', 0],
  ['no token', 401, 'TOKEN_INVALID', 0],
  ['an access token', 401, 'TOKEN_INVALID', 0],
  ['an expired token', 401, 'TOKEN_INVALID', 0],
  ['a ticket', 401, 'TOKEN_INVALID', 0],
  ['an API key', 401, 'TOKEN_INVALID', 0],
]
const OF_TICKETS: readonly Refused[] = [
  ['nothing', 400, 'INPUT_INVALID', 0],
  ['no token', 400, 'TICKET_INVALID', 0],
  ['an access token', 400, 'TICKET_INVALID', 0],
  ['a refresh token', 400, 'TICKET_INVALID', 0],
  // Of another page, whose verifier is not this one.
  ['a ticket', 400, 'TICKET_INVALID', 0],
  ['an API key', 400, 'TICKET_INVALID', 0],
]
/** Whatever is shown makes no difference: what is missing is something else. */
const ofEverybody = (status: number, code: string): readonly Refused[] =>
  (['nothing', 'no token', 'an access token', 'a refresh token', 'an API key'] as const).map((shown) => [
    shown,
    status,
    code,
    0,
  ])

interface Row {
  readonly path: string
  readonly body?: object
  /** Where the body holds what is shown. */
  readonly field?: string
  readonly refused: readonly Refused[]
}

const ROWS: Readonly<Record<string, Row>> = {
  'POST /sessions/mini-program': {
    path: '/sessions/mini-program',
    refused: ofEverybody(400, 'INPUT_INVALID'),
  },
  'POST /sessions/mobile-app': { path: '/sessions/mobile-app', refused: ofEverybody(400, 'INPUT_INVALID') },
  'POST /sessions/ticket': {
    path: '/sessions/ticket',
    body: { verifier: 'v'.repeat(43) },
    field: 'ticket',
    refused: OF_TICKETS,
  },
  'POST /sessions/refresh': {
    path: '/sessions/refresh',
    body: { app: 'shop' },
    field: 'refreshToken',
    refused: OF_REFRESH_TOKENS,
  },
  'POST /sessions/end': {
    path: '/sessions/end',
    body: { app: 'shop' },
    field: 'refreshToken',
    refused: OF_REFRESH_TOKENS,
  },
  'POST /sessions/end-all': { path: '/sessions/end-all', refused: OF_SESSIONS },
  'POST /account': { path: '/account', body: { action: 'me' }, refused: OF_SESSIONS },
  'GET /oauth/:app/start': { path: '/oauth/news/start', refused: ofEverybody(400, 'INPUT_INVALID') },
  'GET /oauth/:app/return': {
    path: `/oauth/news/return?state=${'0'.repeat(32)}&code=0a1b2c3d4e5f6a7b`,
    refused: ofEverybody(400, 'STATE_INVALID'),
  },
  'GET /push/:app': { path: '/push/news', refused: ofEverybody(401, 'PUSH_SIGNATURE_WRONG') },
  'POST /push/:app': { path: '/push/news', refused: ofEverybody(401, 'PUSH_SIGNATURE_WRONG') },
  'POST /resolve/ids': { path: '/resolve/ids', refused: OF_KEYS },
  'POST /resolve/users': { path: '/resolve/users', refused: OF_KEYS },
  'POST /import/rows': { path: '/import/rows', refused: OF_KEYS },
  'POST /import/facts': { path: '/import/facts', refused: OF_KEYS },
  'POST /import/followers': { path: '/import/followers', body: { app: 'news' }, refused: OF_KEYS },
  'GET /import/followers': { path: '/import/followers?app=news', refused: OF_KEYS },
  'POST /import/migrations': { path: '/import/migrations', refused: OF_KEYS },
  'GET /import/migrations': { path: '/import/migrations', refused: OF_KEYS },
  // For everybody, without a question.
  'GET /.well-known/jwks.json': { path: '/.well-known/jwks.json', refused: [] },
  'GET /health': { path: '/health', refused: [] },
}

const config = readConfig(input)
const endpoints = endpointsOf({
  config,
  limiter: createRateLimiter(config.limits),
  secretOf: () => new Secret('x'.repeat(32)),
  tokens: () => {
    throw new Error('nobody asks')
  },
  address: () => 'https://id.example.com',
})

let gateway: GatewayWorld
let texts: Readonly<Record<Exclude<Shown, 'nothing' | 'another scheme' | 'a key for something else'>, string>>

beforeAll(async () => {
  gateway = await openGateway({ world: { clock: { frozenAt: BEGIN } } })
  const expired = await gateway.signIn('alice', 'shop')
  gateway.world.clock.advance('11m')
  const out = await gateway.signIn('alice', 'shop')
  await gateway.post('/sessions/end', { app: 'shop', refreshToken: out.refreshToken })
  const session = await gateway.signIn('alice', 'shop')
  const page = await visitorOf(gateway, 'alice').signIn('news')
  texts = {
    'no token': 'not-a-token',
    'an expired token': expired.accessToken,
    'the token of a session that was signed out': out.accessToken,
    'a refresh token': session.refreshToken,
    'an access token': session.accessToken,
    'a ticket': page.searchParams.get('ticket') ?? '',
    'an API key': KEYS.crm,
    'a key with one letter changed': WRONG_KEY,
    'a key of nobody': KEYS.crm.replace('crm.', 'nobody.'),
  }
})
afterAll(() => gateway.close())

const keyForSomethingElse = (security: string): string => (security === 'import' ? KEYS.crm : KEYS.operator)

const textOf = (shown: Shown, security: string): string | undefined => {
  if (shown === 'nothing' || shown === 'another scheme') return undefined
  return shown === 'a key for something else' ? keyForSomethingElse(security) : texts[shown]
}

const ask = (name: string, shown: Shown): Promise<Answer> => {
  const { path, body = {}, field } = ROWS[name] ?? { path: '/' }
  const [method = ''] = name.split(' ')
  const text = textOf(shown, endpoints.find((one) => `${one.method} ${one.path}` === name)?.security ?? '')
  const bearer = field === undefined && text !== undefined ? { authorization: `Bearer ${text}` } : {}
  const basic = shown === 'another scheme' ? { authorization: `Basic ${KEYS.crm}` } : {}
  const sent = field === undefined || text === undefined ? body : { ...body, [field]: text }
  return gateway.ask(path, {
    method,
    headers: { ...bearer, ...basic, 'content-type': 'application/json' },
    ...(method === 'POST' && { body: JSON.stringify(sent) }),
  })
}

/** Nothing else leaves with a refusal. */
const RefusalSchema = v.strictObject({
  ok: v.literal(false),
  code: v.string(),
  message: v.string(),
  requestId: v.string(),
  field: v.optional(v.string()),
  retry: v.optional(v.picklist(['later', 'new-code'])),
})
const PAGE_OF_ERROR = /<small>([A-Z_]+) · [\w-]+<\/small>/

const codeIn = ({ headers, body }: Answer): string => {
  if (!/^text\/html/.test(headers.get('content-type') ?? '')) return v.parse(RefusalSchema, body).code
  return PAGE_OF_ERROR.exec(v.parse(v.string(), body['text']))?.[1] ?? ''
}

it('no endpoint is without a row', () => {
  expect(Object.keys(ROWS)).toEqual(
    expect.arrayContaining(endpoints.map(({ method, path }) => `${method} ${path}`)),
  )
  expect(Object.keys(ROWS)).toHaveLength(endpoints.length)
})

it('every endpoint asks for what its row says', () => {
  const asking = (refused: readonly Refused[]) =>
    endpoints.filter(({ method, path }) => ROWS[`${method} ${path}`]?.refused === refused)
  for (const { security } of asking(OF_KEYS)) expect(['resolve', 'reveal', 'import']).toContain(security)
  for (const { security } of asking(OF_SESSIONS)) expect(security).toBe('session')
  const closed = [...asking(OF_KEYS), ...asking(OF_SESSIONS)]
  for (const endpoint of endpoints.filter((one) => !closed.includes(one)))
    expect(endpoint.security).toBe('none')
})

describe.each(Object.entries(ROWS).filter(([, { refused }]) => refused.length > 0))(
  '%s',
  (name, { refused }) => {
    it.each(refused)('%s: %i %s, after %i requests', async (shown, status, code, requests) => {
      const answer = await ask(name, shown)
      expect({ status: answer.status, code: codeIn(answer) }).toEqual({ status, code })
      expect(requestsOf(gateway.world)).toHaveLength(requests)
      expect(answer.headers.get('cache-control')).toBe('no-store')
    })
  },
)

describe('what is open to everybody', () => {
  it.each(['GET /.well-known/jwks.json', 'GET /health'])(
    '%s asks for nothing and no database',
    async (name) => {
      for (const shown of ['nothing', 'no token', 'an expired token'] as const) {
        expect((await ask(name, shown)).status).toBe(200)
        expect(requestsOf(gateway.world)).toEqual([])
      }
    },
  )
})

describe('a token of somebody else', () => {
  it('shows their account and reaches into no other', async () => {
    const bob = await gateway.signIn('bob', 'club')
    const me = await gateway.post('/account', { action: 'me', userId: 'u1' }, bob.accessToken)
    expect(me).toMatchObject({ status: 200, body: { userId: bob.userId } })
    const [{ _id: id } = {}] = gateway.world.database
      .documents('identities')
      .filter(({ kind, userId }) => kind === 'identity' && userId !== bob.userId)
    expect(await gateway.post('/account', { action: 'unlink', id }, bob.accessToken)).toMatchObject({
      status: 400,
      body: { code: 'IDENTITY_NOT_FOUND' },
    })
  })

  it('of another app ends no session: the app is part of what a refresh token says', async () => {
    const { refreshToken } = await gateway.signIn('bob', 'club')
    for (const path of ['/sessions/refresh', '/sessions/end']) {
      expect(await gateway.post(path, { app: 'shop', refreshToken })).toMatchObject({
        status: 401,
        body: { code: 'TOKEN_INVALID' },
      })
      expect(requestsOf(gateway.world)).toEqual([])
    }
  })
})

it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
  'a form of somebody else’s page sends nothing that is read: %j',
  async (type) => {
    const posts = endpoints.filter(({ method, body }) => method === 'POST' && body !== undefined)
    expect(posts.length).toBeGreaterThan(5)
    for (const { path, security } of posts) {
      const key = security === 'import' ? KEYS.operator : KEYS.crm
      const authorization = `Bearer ${security === 'session' ? texts['an access token'] : key}`
      const headers = { authorization, 'content-type': type }
      const answer = await gateway.ask(path, { method: 'POST', headers, body: '{}' })
      expect(answer).toMatchObject({ status: 400, body: { code: 'INPUT_INVALID', field: 'content-type' } })
    }
  },
)
