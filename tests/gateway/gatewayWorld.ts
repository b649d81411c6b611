import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { REPLIES } from '../../cloudfunctions/common/base/httpReplies.ts'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { localKey } from '../../scripts/project/localSecrets.ts'
import { createOneIdWorld } from '../oneIdWorld.ts'
import { listenAbroad } from './abroad.ts'
import type { Answer } from './answer.ts'

export type { Answer } from './answer.ts'

/** The sample world with its HTTP door: clients that are no mini-program, or call no cloud functions. */

/** A page of the company, as the sample configuration lists it. */
export const PAGE = 'https://www.example.com/login'

/** For worlds whose clock stands still: the beginning of a second, as tokens count. */
export const BEGIN = '2026-11-20T08:00:00.000Z'

export const KEYS = { crm: localKey('crm'), operator: localKey('operator') }
/** Of the right form and name. */
export const WRONG_KEY = KEYS.crm.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))

export interface GatewayWorld {
  readonly world: TestWorld
  /** Any request, as `fetch` has it; redirects are not followed. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Answer>
  readonly post: (path: string, body?: unknown, bearer?: string) => Promise<Answer>
  readonly get: (path: string, bearer?: string) => Promise<Answer>
  /** Signs in by `wx.login` and HTTP, as a mini-program does whose server is this. */
  readonly signIn: (person: string, app: string) => Promise<v.InferOutput<typeof REPLIES.session>>
  /** Ends the world. @throws Error naming every secret that was seen outside of the gateway while it was open */
  readonly close: () => Promise<void>
}

const JSON_OR_TEXT = (text: string): Readonly<Record<string, unknown>> => {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), v.looseObject({})), text)
  return parsed.success ? parsed.output : { text }
}

/** What the gateway answers, held against the schema that docs/openapi.json is printed from. */
export const answerOf = <Name extends 'session' | 'refreshed' | 'done' | 'figures' | 'imported' | 'keys'>(
  name: Name,
  { body }: Answer,
): v.InferOutput<(typeof REPLIES)[Name]> => v.parse(REPLIES[name], body)

export const openGateway = async (
  options: Parameters<typeof createOneIdWorld>[0] = {},
): Promise<GatewayWorld> => {
  const world = await createOneIdWorld(options)
  const abroad = await listenAbroad(world)
  const ask: GatewayWorld['ask'] = async (path, init = {}) => {
    const reply = await fetch(`${world.http('gateway')}${path}`, { redirect: 'manual', ...init })
    const { status, headers } = reply
    const answer = { status, headers, body: JSON_OR_TEXT(await reply.text()) }
    abroad.hear(path, answer)
    return answer
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
    ask,
    post,
    get: (path, bearer) => ask(path, { headers: bearing(bearer) }),
    signIn: async (person, app) => {
      const code = await world.person(person).in(app).wxLogin()
      return answerOf('session', await post('/sessions/mini-program', { app, code }))
    },
    close: async () => {
      const leaks = abroad.leaks()
      await world.close()
      if (leaks.length > 0) throw new Error(`left the gateway: ${leaks.join('; ')}`)
    },
  }
}

/** A verifier that a page keeps, and the challenge that it sends (RFC 7636, S256). */
export const pkce = (name = 'page') => {
  const verifier = name.padEnd(43, '-')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}
