import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { REPLIES } from '../../cloudfunctions/common/base/httpReplies.ts'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { localKey } from '../../scripts/project/localSecrets.ts'
import { createOneIdWorld } from '../oneIdWorld.ts'

/** The sample world with its HTTP door: clients that are no mini-program, or call no cloud functions. */

/** A page of the company, as the sample configuration lists it. */
export const PAGE = 'https://www.example.com/login'

export const KEYS = { crm: localKey('crm'), operator: localKey('operator') }

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
}

export interface GatewayWorld {
  readonly world: TestWorld
  readonly post: (path: string, body?: unknown, bearer?: string) => Promise<Answer>
  readonly get: (path: string, bearer?: string) => Promise<Answer>
  /** Signs in by `wx.login` and HTTP, as a mini-program does whose server is this. */
  readonly signIn: (person: string, app: string) => Promise<v.InferOutput<typeof REPLIES.session>>
}

const JSON_OR_TEXT = (text: string): Readonly<Record<string, unknown>> => {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), v.looseObject({})), text)
  return parsed.success ? parsed.output : { text }
}

/** What the gateway answers, held against the schema that docs/openapi.json is printed from. */
export const answerOf = <Name extends 'session' | 'refreshed' | 'done' | 'figures' | 'imported'>(
  name: Name,
  { body }: Answer,
): v.InferOutput<(typeof REPLIES)[Name]> => v.parse(REPLIES[name], body)

export const openGateway = async (
  options: Parameters<typeof createOneIdWorld>[0] = {},
): Promise<GatewayWorld> => {
  const world = await createOneIdWorld(options)
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const reply = await fetch(`${world.http('gateway')}${path}`, { redirect: 'manual', ...init })
    return { status: reply.status, headers: reply.headers, body: JSON_OR_TEXT(await reply.text()) }
  }
  const bearing = (bearer: string | undefined) =>
    bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }
  const post: GatewayWorld['post'] = (path, body = {}, bearer) =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearing(bearer) },
      body: JSON.stringify(body),
    })
  return {
    world,
    post,
    get: (path, bearer) => ask(path, { headers: bearing(bearer) }),
    signIn: async (person, app) => {
      const code = await world.person(person).in(app).wxLogin()
      return answerOf('session', await post('/sessions/mini-program', { app, code }))
    },
  }
}

/** A verifier that a page keeps, and the challenge that it sends (RFC 7636, S256). */
export const pkce = (name = 'page') => {
  const verifier = name.padEnd(43, '-')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}
