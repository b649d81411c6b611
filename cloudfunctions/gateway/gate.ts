import type { Config } from '../common/base/config.ts'
import { OneIdError } from '../common/base/errors.ts'
import type { ApiClient, Scope } from '../common/base/gateway.ts'
import type { Tokens } from '../common/base/tokens.ts'
import { clientOf } from '../common/flows/apiKey.ts'
import type { SecretOf } from '../common/flows/appSecret.ts'
import type { SessionCall } from '../common/flows/session/call.ts'
import { sessionCaller } from '../common/flows/session/caller.ts'
import type { Caller } from '../common/routes/proof.ts'
import type { Read, Schema } from '../common/routes/readEvent.ts'
import { readEvent } from '../common/routes/readEvent.ts'
import type { HttpAnswer, HttpCall } from '../common/runtime/http.ts'
import type { RateLimiter } from '../common/runtime/rateLimit.ts'
import type { Described } from './describe.ts'

/** What all endpoints share. What the environment holds is read when it is first needed. */
export interface Gate {
  readonly config: Config
  readonly limiter: RateLimiter
  readonly secretOf: SecretOf
  /** @throws OneIdError SECRET_MISSING, CONFIG_INVALID */
  readonly tokens: () => Tokens
  /** Where the world reaches `gateway`. @throws OneIdError CONFIG_INVALID */
  readonly address: () => string
}

/** A request of whom it is known who asks. */
export interface Asked<Who> {
  readonly call: HttpCall
  readonly who: Who
}

type Definition<Who> = Omit<Described, 'answer' | 'security' | 'client' | 'fromPages'> &
  Partial<Pick<Described, 'client' | 'fromPages'>> & {
    readonly answer: (asked: Asked<Who>) => Promise<HttpAnswer>
    /** As how many calls of its person it counts; 1 if absent. */
    readonly cost?: (call: HttpCall) => Promise<number>
  }

const nameOf = ({ method, path }: Pick<Described, 'method' | 'path'>): string => `${method} ${path}`

const described = <Who>(
  security: Described['security'],
  { answer, cost: _, ...definition }: Definition<Who>,
  identify: (call: HttpCall) => Promise<Who>,
): Described => ({
  client: 'program',
  fromPages: false,
  ...definition,
  security,
  answer: async (call) => answer({ call, who: await identify(call) }),
})

const bearerOf = (call: HttpCall): string => {
  const [, token] = /^Bearer ([\w.~+/=-]{1,4096})$/i.exec(call.header('authorization') ?? '') ?? []
  if (token === undefined) throw new OneIdError('TOKEN_MISSING', 'no bearer token')
  return token
}

/** What a session flow works with. */
export const sessionCallOf = ({ config, secretOf, tokens }: Gate, call: HttpCall): SessionCall => ({
  ports: call.ports,
  config,
  tokens: tokens(),
  fetch,
  secretOf,
  secret: secretOf(config.secret),
  now: call.arrivedAt,
})

/** For everybody; one address may not ask too often. */
export const open = (gate: Gate, definition: Definition<undefined>): Described =>
  described('none', definition, async (call) => {
    gate.limiter.address(call.address, nameOf(definition), call.arrivedAt)
    return undefined
  })

/** For WeChat, which comes from few addresses: who is refused is counted, and what is signed is let in. */
export const openToWeChat = (gate: Gate, { answer, ...definition }: Definition<undefined>): Described => {
  const counted = async (asked: Asked<undefined>): Promise<HttpAnswer> => {
    try {
      return await answer(asked)
    } catch (error) {
      gate.limiter.address(asked.call.address, nameOf(definition), asked.call.arrivedAt)
      throw error
    }
  }
  return described('none', { ...definition, answer: counted }, async () => undefined)
}

/** For who has a session: the token is verified, then its person counted, and then the database asked whether it lives. */
export const withSession = (gate: Gate, definition: Definition<Caller>): Described =>
  described('session', definition, async (call) => {
    const path = nameOf(definition)
    gate.limiter.address(call.address, path, call.arrivedAt)
    const claims = await gate.tokens().readAccess(bearerOf(call), call.arrivedAt)
    const name = `${claims.app} ${claims.userId}`
    const cost = (await definition.cost?.(call)) ?? 1
    // Whoever has used up the paid calls goes on with the others.
    gate.limiter.person(name, cost > 1 ? `${path}, paid` : path, call.arrivedAt, cost)
    const { ports, arrivedAt: now, note } = call
    note({ app: claims.app, userId: claims.userId })
    return sessionCaller({ ports, config: gate.config, now }, claims)
  })

/** Who tries out keys is counted by address; who has one, by its name. */
const clientBehind = (gate: Gate, call: HttpCall, scope: Scope, path: string): ApiClient => {
  const key = bearerOf(call)
  try {
    return clientOf(gate.config, gate.secretOf, key, scope)
  } catch (error) {
    gate.limiter.address(call.address, `wrong key, ${path}`, call.arrivedAt)
    throw error
  }
}

/** For the company's own servers. */
export const withKey = (gate: Gate, scope: Scope, definition: Definition<ApiClient>): Described =>
  described(scope, definition, async (call) => {
    const path = nameOf(definition)
    const client = clientBehind(gate, call, scope, path)
    gate.limiter.key(client.name, path, call.arrivedAt)
    call.note({ client: client.name })
    return client
  })

const JSON_TYPE = /^application\/json\b/i

const readJson = async (call: HttpCall): Promise<unknown> => {
  if (!JSON_TYPE.test(call.header('content-type') ?? ''))
    throw new OneIdError('INPUT_INVALID', 'not application/json', { field: 'content-type' })
  try {
    return JSON.parse(await call.text())
  } catch {
    throw new OneIdError('INPUT_INVALID', 'the body is not JSON')
  }
}

/** An answer to a body that this schema describes. */
export const json = <S extends Schema, Who>(
  schema: S,
  answer: (body: Read<S>, asked: Asked<Who>) => Promise<HttpAnswer>,
) => ({
  body: schema,
  answer: async (asked: Asked<Who>) => answer(readEvent(schema, await readJson(asked.call)), asked),
})

/** An answer to a query that this schema describes. */
export const query = <S extends Schema, Who>(
  schema: S,
  answer: (query: Read<S>, asked: Asked<Who>) => Promise<HttpAnswer>,
) => ({
  query: schema,
  answer: async (asked: Asked<Who>) => answer(readEvent(schema, asked.call.query), asked),
})

/** A parameter of the path. */
export const parameter = ({ call }: Pick<Asked<unknown>, 'call'>, name: string): string =>
  call.params[name] ?? ''
