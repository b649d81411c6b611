import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import cloud from 'wx-server-sdk'
import { AppIdSchema, OpenIdSchema, UnionIdSchema } from '../../cloudfunctions/common/base/ids.ts'
import type { RunReport } from '../../cloudfunctions/common/flows/jobs/run.ts'
import { runJobs } from '../../cloudfunctions/common/flows/jobs/run.ts'
import type { Ports } from '../../cloudfunctions/common/flows/ports.ts'
import { pushedMessage } from '../../cloudfunctions/common/flows/pushed.ts'
import { signIn } from '../../cloudfunctions/common/flows/signIn.ts'
import type { Evidence, Route } from '../../cloudfunctions/common/identity/evidence.ts'
import { secureRandom } from '../../cloudfunctions/common/runtime/cloud.ts'
import { identityId, unionId } from '../../cloudfunctions/common/store/documentIds.ts'
import { insertSession, newSessionId } from '../../cloudfunctions/common/store/sessions.ts'
import type { Fetch } from '../../cloudfunctions/common/wechat/weChatApi.ts'
import { readProject } from '../../emulator/cli/project.ts'
import { readSchemaFile } from '../../emulator/schemaFile.ts'
import type { TestWorld, TestWorldOptions } from '../../emulator/testkit/createWorld.ts'
import { createWorld } from '../../emulator/testkit/index.ts'
import { hostPath } from '../../emulator/wechat/hosts.ts'
import { openidOf, unionidOf } from '../../emulator/wechat/ids.ts'
import type { AuthorisationEvent } from '../../emulator/wechat/push/events.ts'
import type { PushFields } from '../../emulator/wechat/push/request.ts'
import { PROJECT_ROOT } from '../../scripts/project/paths.ts'
import type { Gate } from '../interleaving.ts'
import { gated, undisturbed } from '../interleaving.ts'
import { resetWorld } from '../oneIdWorld.ts'
import type { Fault } from '../payments/payWorld.ts'
import { noPayments, secret } from '../storeWorld.ts'
import type { AppName } from './officialAccounts.ts'
import { appidOf, config, kindOf, secretOf, WORLD_APPS } from './officialAccounts.ts'
import { authorisationFields, followFields, pushRequest } from './pushRequest.ts'

/** `jobs` and what is pushed, in this process, on the emulated database and the simulated WeChat, which really answers. */

const BEGIN = '2026-11-20T08:00:00.000Z'
const WECHAT = 'https://api.weixin.qq.com'

type Document = Readonly<Record<string, unknown>>

/** One call of an API of WeChat. */
export interface Asked {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body: string
}

const EventSchema = v.looseObject({ type: v.string() })
export type Told = v.InferOutput<typeof EventSchema>

interface Run {
  readonly gate?: Gate
  /** Calls of WeChat only. */
  readonly weChatGate?: (asked: Asked) => Promise<void>
  /** WeChat gives so many followers in a page, instead of ten thousand. */
  readonly perPage?: number | undefined
  readonly told?: Told[]
  readonly clock?: () => number
  readonly secretOf?: typeof secretOf
  readonly secret?: typeof secret
}

const askedOf = (url: string, body = ''): Asked => {
  const { pathname, searchParams } = new URL(url)
  return { path: pathname, query: Object.fromEntries(searchParams), body }
}

const PageSchema = v.looseObject({ data: v.object({ openid: v.array(v.string()) }) })

/** The same page of followers with no more people in it. */
const smallPage = (text: string, most: number): string => {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), PageSchema), text)
  if (!parsed.success) return text
  const openid = parsed.output.data.openid.slice(0, most)
  return JSON.stringify({
    ...parsed.output,
    count: openid.length,
    data: { openid },
    next_openid: openid.at(-1),
  })
}

export const PEOPLE = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'] as const

export const openidIn = (app: AppName, person: string): string => openidOf(appidOf(app), person)
export const identityOf = (app: AppName, person: string): string =>
  identityId(v.parse(AppIdSchema, appidOf(app)), v.parse(OpenIdSchema, openidIn(app, person)))
const unionOf = (person: string): string =>
  unionId(
    v.parse(v.pipe(v.string(), v.brand('OpenPlatformId')), 'main'),
    v.parse(UnionIdSchema, unionidOf('main', person)),
  )

/** For a test file: each test begins with nobody following, nothing stored, and no fault. */
export const useFollowersWorld = (options: Partial<Pick<TestWorldOptions, 'people' | 'world'>> = {}) => {
  let world: TestWorld
  let asked: Asked[] = []
  const functions = mkdtempSync(join(tmpdir(), 'oneid-followers-'))

  beforeAll(async () => {
    world = await createWorld({
      people: PEOPLE,
      apps: WORLD_APPS,
      functions,
      collections: readSchemaFile(readProject(PROJECT_ROOT).schema),
      world: { clock: { frozenAt: BEGIN } },
      ...options,
    })
    Object.assign(process.env, world.environment())
  })
  afterAll(async () => {
    await world.close()
    rmSync(functions, { recursive: true, force: true })
  })
  beforeEach(async () => {
    await clear()
  })

  const clear = async (): Promise<void> => {
    await resetWorld(world)
    world.weChat.hideUnionids(undefined)
    asked = []
  }
  const now = (): number => world.clock.now()
  const documents = (collection: string): readonly Document[] => world.database.documents(collection)

  const ports = (gate?: Gate, clock: () => number = now): Ports => ({
    db: gate === undefined ? cloud.database() : gated(cloud.database(), gate),
    // Without chance, a failure is tried again after exactly the time that it says; ids want it.
    random: (count) => (count === 1 ? new Uint8Array(1) : secureRandom(count)),
    pause: async () => {},
    clock,
  })

  const fetchFrom =
    ({ gate = undisturbed, weChatGate = async () => {}, perPage }: Run = {}): Fetch =>
    async (url, init) => {
      const one = askedOf(url, init.body)
      await weChatGate(one)
      const answer = await gate(async () => {
        asked.push(one)
        const reply = await fetch(url.replace(WECHAT, `${world.url}${hostPath('api.weixin.qq.com')}`), init)
        const text = await reply.text()
        return { ok: reply.ok, text: perPage === undefined ? text : smallPage(text, perPage) }
      })
      const { ok, text } = v.parse(v.object({ ok: v.boolean(), text: v.string() }), answer)
      return { ok, text: async () => text }
    }

  const run = (options: Run = {}): Promise<RunReport> => {
    const { gate = undisturbed, told = [], clock = now } = options
    return runJobs({
      ports: ports(gate, clock),
      config,
      secret: options.secret ?? secret,
      doors: noPayments,
      weChat: { fetch: fetchFrom(options), secretOf: options.secretOf ?? secretOf },
      callFunction: (_to, { oneid }) =>
        gate(async () => {
          told.push(v.parse(EventSchema, oneid))
        }),
      clock,
    })
  }

  /** Runs, minute by minute. */
  const minutes = async (count: number, options: Run = {}): Promise<void> => {
    for (let minute = 0; minute < count; minute++) {
      world.clock.advance('1m')
      await run(options)
    }
  }

  const evidenceOf = (
    person: string,
    app: AppName,
    route: Route = 'wx-context',
    shows: string | undefined = person,
  ): Evidence => {
    const isBound = config.apps.some(({ alias, bindings }) => alias === app && bindings.length > 0)
    return {
      appid: v.parse(AppIdSchema, appidOf(app)),
      openid: v.parse(OpenIdSchema, openidIn(app, person)),
      ...(shows !== undefined && isBound && { unionid: v.parse(UnionIdSchema, unionidOf('main', shows)) }),
      route,
      observedAt: now(),
    }
  }

  /** What WeChat tells us is signed now. */
  const push = (app: AppName, event: PushFields) => {
    const mode = config.apps.find(({ alias }) => alias === app)?.push?.key === undefined ? 'plain' : 'secure'
    const { query, body } = pushRequest(appidOf(app), event, { at: now(), mode })
    return pushedMessage({ config, secretOf, ports: ports() }, app, { query, body }, now())
  }

  return {
    world: () => world,
    now,
    clear,
    documents,
    ports,
    fetchFrom,
    run,
    minutes,
    evidenceOf,
    advance: (duration: string | number) => world.clock.advance(duration),
    /** What WeChat was asked since the test began, or since it was looked at like this. */
    asked: (path?: string): readonly Asked[] =>
      asked.filter((one) => path === undefined || one.path === path),
    forgetAsked: () => {
      asked = []
    },
    faults: async (...faults: readonly Fault[]): Promise<void> => {
      const reply = await fetch(`${world.url}/__world/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ faults }),
      })
      if (!reply.ok) throw new Error(await reply.text())
    },
    follow: (person: string, app: AppName = 'news') => world.weChat.follow(person, app),
    unfollow: (person: string, app: AppName = 'news') => world.weChat.unfollow(person, app),
    push,
    /** WeChat tells that somebody follows an account, or does no more. */
    tell: (person: string, name: 'subscribe' | 'unsubscribe' | 'SCAN', app: AppName = 'news') =>
      push(app, followFields(appidOf(app), person, now(), name)),
    /** WeChat tells that somebody has taken something back. */
    tellRevoked: (person: string, app: AppName, name: AuthorisationEvent, revokeInfo?: number) =>
      push(
        app,
        authorisationFields({ appid: appidOf(app), kind: kindOf(app) }, person, now(), name, revokeInfo),
      ),
    /** Signs in by a route on which the person is there. */
    signIn: async (person: string, app: AppName, route?: Route, gate?: Gate): Promise<string> =>
      (await signIn(ports(gate), config, evidenceOf(person, app, route))).userId,
    /** The same where WeChat shows no unionid. */
    signInWithout: async (person: string, app: AppName, route?: Route): Promise<string> => {
      const { unionid, ...evidence } = evidenceOf(person, app, route)
      return (await signIn(ports(), config, evidence)).userId
    },
    /** A session of an HTTP client that signed in by this app. */
    beginSession: async (person: string, app: AppName): Promise<void> => {
      const identity = documents('identities').find(({ _id }) => _id === identityOf(app, person))
      const userId = v.parse(v.pipe(v.string(), v.brand('UserId')), identity?.['userId'])
      const common = { startedAt: now(), generation: 1, rotatedAt: now(), expires: now() + 86_400_000 }
      await insertSession(ports().db, {
        _id: newSessionId(secureRandom),
        identity: identityOf(app, person),
        userId,
        ...common,
      })
    },
    identity: (app: AppName, person: string): Document | undefined =>
      documents('identities').find(({ _id }) => _id === identityOf(app, person)),
    union: (person: string): Document | undefined =>
      documents('identities').find(({ _id }) => _id === unionOf(person)),
    user: (userId: string): Document | undefined => documents('users').find(({ _id }) => _id === userId),
    job: (kind: string): Document | undefined => documents('jobs').find((job) => job['kind'] === kind),
    jobs: (kind: string): readonly Document[] => documents('jobs').filter((job) => job['kind'] === kind),
    lines: (what: string): readonly Document[] => documents('audit').filter((line) => line['what'] === what),
  }
}
