import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { readProject } from '../../emulator/cli/project.ts'
import { readSchemaFile } from '../../emulator/schemaFile.ts'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { createWorld } from '../../emulator/testkit/index.ts'
import { localKey, withLocalSecrets } from '../project/localSecrets.ts'
import { PATHS, PROJECT_ROOT } from '../project/paths.ts'
import { sampleWorld } from '../project/sampleWorld.ts'
import { median, timings } from './measure.ts'

export interface GatewayFigures {
  /** Requests to the database. */
  readonly requests: {
    readonly signInNew: number
    readonly signInKnown: number
    readonly refresh: number
    readonly account: number
    readonly pushed: number
    /** A call with so many rows of new people. */
    readonly importRows: number
  }
  readonly refreshMs: number
  /** New people per second, one call at a time. */
  readonly importedPerSecond: number
}

const ROWS = 500
const IMPORTS = 8
const REFRESHES = 60

const SessionSchema = v.object({ ok: v.literal(true), accessToken: v.string(), refreshToken: v.string() })
const ImportedSchema = v.object({
  ok: v.literal(true),
  results: v.array(v.looseObject({ outcome: v.literal('created') })),
})

const openWorld = async (): Promise<TestWorld> => {
  const project = readProject(PROJECT_ROOT)
  const { apps, people } = await sampleWorld()
  return createWorld({
    people: people.map(({ id }) => id),
    apps,
    functions: PATHS.builtFunctions,
    functionSettings: withLocalSecrets(project.functionSettings, { apps }),
    collections: readSchemaFile(project.schema),
    timers: 'when-fired',
  })
}

const opaque = (of: string): string => `o${createHash('sha256').update(of).digest('base64url').slice(0, 27)}`

/** People nobody has seen, each with a unionid. */
const newPeople = (call: number) =>
  Array.from({ length: ROWS }, (_, n) => ({
    app: 'shop',
    openid: opaque(`openid ${call} ${n}`),
    unionid: opaque(`unionid ${call} ${n}`),
  }))

/** Counts what the HTTP door costs, and measures refreshing and importing. */
export const measureGateway = async (): Promise<GatewayFigures> => {
  const world = await openWorld()
  const requests = (): number => world.calls().at(-1)?.requests.length ?? 0
  const post = async (path: string, body: object, bearer?: string): Promise<unknown> => {
    const reply = await fetch(`${world.http('gateway')}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      },
      body: JSON.stringify(body),
    })
    return reply.json()
  }
  const signIn = async () => {
    const code = await world.person('alice').in('shop').wxLogin()
    return v.parse(SessionSchema, await post('/sessions/mini-program', { app: 'shop', code }))
  }
  try {
    await signIn()
    const signInNew = requests()
    let session = await signIn()
    const signInKnown = requests()
    const refresh = async (): Promise<void> => {
      const { refreshToken } = session
      session = v.parse(SessionSchema, await post('/sessions/refresh', { app: 'shop', refreshToken }))
    }
    const refreshMs = median(await timings(REFRESHES, refresh))
    const refreshed = requests()
    await post('/account', { action: 'me' }, session.accessToken)
    const account = requests()
    world.weChat.follow('alice', 'news')
    await world.settled()
    const pushed = requests()
    let call = 0
    const key = localKey('operator')
    const importMs = await timings(IMPORTS, async () => {
      v.parse(ImportedSchema, await post('/import/rows', { rows: newPeople(call++) }, key))
    })
    return {
      requests: { signInNew, signInKnown, refresh: refreshed, account, pushed, importRows: requests() },
      refreshMs,
      importedPerSecond: Math.round((ROWS * 1_000) / median(importMs)),
    }
  } finally {
    await world.close()
  }
}
