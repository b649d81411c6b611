import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { Caller } from '../cloudbase/caller.ts'
import type { CallRecord } from '../cloudbase/calls.ts'
import type { CollectionDefinition, Database, DatabaseOptions } from '../cloudbase/database/index.ts'
import type { CallFunctionError } from '../cloudbase/functions/failure.ts'
import { callFunctionError } from '../cloudbase/functions/failure.ts'
import type { Timers } from '../cloudbase/functions/timers/index.ts'
import { startLocalCloud } from '../localCloud.ts'
import type { LocalCloudOptions } from '../localCloudOptions.ts'
import type { WorldClock } from '../wechat/clock.ts'
import type { WorldApp, WorldDefinition } from '../wechat/definition.ts'

/** An app of a test world; all but the alias has a default. */
export interface TestApp {
  readonly alias: string
  readonly appid?: string
  readonly kind?: WorldApp['kind']
  /** Not bound if absent. */
  readonly openPlatformId?: string | null
  /** Apps of one entity share their environment; all are of one if absent. */
  readonly entity?: string | undefined
}

/** A person of a test world. A name alone is somebody with a phone number of his own. */
export type TestPerson =
  | string
  | { readonly id: string; readonly phone?: string; readonly countryCode?: string }

export interface TestWorldOptions
  extends Pick<
    LocalCloudOptions,
    | 'answers'
    | 'functionRules'
    | 'functionSettings'
    | 'inspectPort'
    | 'miniprogramRoot'
    | 'onFault'
    | 'onFunctionLog'
    | 'onNotPermitted'
    | 'onUnanswered'
    | 'spareInstances'
    | 'storageDir'
    | 'timers'
  > {
  readonly people: readonly TestPerson[]
  readonly apps: readonly TestApp[]
  /** Folder of built functions. */
  readonly functions: string
  /** Merchant ids that functions can order with. */
  readonly merchants?: readonly string[]
  /** Collections to start with; without any, the first request creates what it names. */
  readonly collections?: readonly CollectionDefinition[]
  readonly storage?: DatabaseOptions['storage']
  /** More of what a world file has: who owns the environment, the clock, faults. */
  readonly world?: Pick<WorldDefinition, 'clock' | 'environmentOwner' | 'faults' | 'policy'>
}

/** A mini-program in somebody's hand. */
export interface Phone {
  /**
   * `wx.cloud.callFunction({ name, data })`: answers `result`.
   * @throws CallRejected with the errCode and errMsg that `wx.cloud` gives
   */
  readonly call: (name: string, data?: unknown) => Promise<unknown>
  /** `new wx.cloud.Cloud({ resourceAppid })`: the environment of another account's app, by appid or alias. */
  readonly resource: (app: string) => ResourceCloud
  /** `wx.login()`: the code. */
  readonly wxLogin: () => Promise<string>
  /**
   * Open data as the client hands it over: of `wx.getUserInfo` (the default) or `wx.getUserProfile`, or of a tap on a
   * button of open-type getPhoneNumber.
   * @throws PhoneRefused with the errMsg that `fail` gives
   */
  readonly openData: (api?: OpenDataApi) => Promise<OpenDataAnswer>
  /** A tap on a button of open-type getPhoneNumber: the code. */
  readonly phoneCode: () => Promise<string>
  readonly appid: string
  readonly openid: string
  readonly unionid?: string
}

/** The environment of another account, as a phone uses it. */
export interface ResourceCloud {
  /** Asks cloudbase_auth; what it answers holds until the next init. @throws CallRejected */
  readonly init: () => Promise<void>
  /** As `call` of the phone; without an init before, cloudbase_auth is asked by every call. @throws CallRejected */
  readonly call: (name: string, data?: unknown) => Promise<unknown>
}

/** A local cloud on a free port, in memory, with the controls that a test wants. */
export interface TestWorld {
  readonly url: string
  readonly clock: WorldClock
  readonly database: Database
  readonly person: (id: string) => { readonly in: (appidOrAlias: string) => Phone }
  /** Calls a function as somebody, or something, that no phone of this world can be. */
  readonly callAs: (caller: Caller, name: string, data?: unknown) => Promise<unknown>
  /** Environment with which a program of its own, this one for example, uses the real SDK on this world. */
  readonly environment: () => Readonly<Record<string, string>>
  /** Address of a function at the HTTP access service; a path may follow. */
  readonly http: (functionName: string) => string
  /** Timers of functions: they run when the clock is moved over a due time, and when they are fired. */
  readonly timers: Pick<Timers, 'fire' | 'settled'>
  /** Resolves when WeChat has done what is due by now: payment callbacks, pushed events. */
  readonly settled: () => Promise<void>
  /** What every call so far did, oldest first. */
  readonly calls: () => readonly CallRecord[]
  readonly close: () => Promise<void>
}

/** What `wx.cloud.callFunction` rejects with. */
class CallRejected extends Error {
  readonly errCode: number
  readonly errMsg: string

  constructor({ errCode, errMsg }: CallFunctionError) {
    super(errMsg)
    this.name = 'CallRejected'
    this.errCode = errCode
    this.errMsg = errMsg
  }
}

type OpenDataApi = 'getUserInfo' | 'getUserProfile' | 'getPhoneNumber'

const OpenDataSchema = v.object({
  encryptedData: v.string(),
  iv: v.string(),
  cloudID: v.string(),
  rawData: v.optional(v.string()),
  signature: v.optional(v.string()),
})
type OpenDataAnswer = v.InferOutput<typeof OpenDataSchema>

const CodeSchema = v.object({ code: v.string() })
const FailSchema = v.object({ errMsg: v.string() })

/** What `fail` of a client API gets. */
class PhoneRefused extends Error {
  readonly errMsg: string

  constructor(errMsg: string) {
    super(errMsg)
    this.name = 'PhoneRefused'
    this.errMsg = errMsg
  }
}

/** What each API must be given. */
const OPEN_DATA_OPTIONS = {
  getUserInfo: { withCredentials: true },
  getUserProfile: { desc: 'test' },
  getPhoneNumber: {},
} as const

const appidOf = (alias: string): string =>
  `wx${createHash('sha256').update(alias).digest('hex').slice(0, 16)}`

const RejectionSchema = v.object({ errCode: v.number(), errMsg: v.string() })
const AnswerSchema = v.union([RejectionSchema, v.object({ result: v.unknown() })])
const AuthSchema = v.union([RejectionSchema, v.object({ auth: v.string() })])

const post = async (
  url: string,
  person: string,
  app: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> => {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-person': person, 'x-app': app, ...headers },
    body: JSON.stringify(body),
  })
  return reply.json()
}

const phoneOf = (url: string, person: string, app: string): Omit<Phone, 'appid' | 'openid'> => {
  const ask = async (api: string, options: object = {}): Promise<unknown> => {
    const answer = await post(`${url}/__cloud/wx/${api}`, person, app, options)
    const { errMsg } = v.parse(FailSchema, answer)
    if (errMsg !== `${api}:ok`) throw new PhoneRefused(errMsg)
    return answer
  }
  const call = async (name: string, data: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const sent = post(`${url}/__cloud/callFunction`, person, app, { name, data }, headers)
    const answer = v.parse(AnswerSchema, await sent)
    if ('errCode' in answer) throw new CallRejected(answer)
    return answer.result
  }
  const resource = (owner: string): ResourceCloud => {
    const headers: Record<string, string> = { 'x-resource-app': owner }
    return {
      init: async () => {
        const sent = post(`${url}/__cloud/init`, person, app, {}, { 'x-resource-app': owner })
        const answer = v.parse(AuthSchema, await sent)
        if ('errCode' in answer) throw new CallRejected(answer)
        headers['x-resource-auth'] = answer.auth
      },
      call: (name, data) => call(name, data, headers),
    }
  }
  return {
    call: (name, data) => call(name, data),
    resource,
    wxLogin: async () => v.parse(CodeSchema, await ask('login')).code,
    openData: async (api = 'getUserInfo') => v.parse(OpenDataSchema, await ask(api, OPEN_DATA_OPTIONS[api])),
    phoneCode: async () => v.parse(CodeSchema, await ask('getPhoneNumber')).code,
  }
}

/** The person as a world file writes him. */
const personOf = (person: TestPerson, at: number) =>
  typeof person === 'string'
    ? { id: person, name: person, phone: String(13_800_000_001 + at) }
    : { name: person.id, ...person }

/**
 * Starts a world for one test file or one test; close it afterwards.
 * @example
 * const world = await createWorld({ people: ['alice'], apps: [{ alias: 'shop' }], functions: 'dist/cloudfunctions' })
 * await world.person('alice').in('shop').call('login')
 */
export const createWorld = async (options: TestWorldOptions): Promise<TestWorld> => {
  const { people, apps, merchants = [], functions, collections, storage, world = {}, ...rest } = options
  const cloud = await startLocalCloud({
    // A second instance of every function would take processor time from the tests beside this one.
    spareInstances: false,
    timers: 'with-the-clock',
    ...rest,
    world: {
      ...world,
      people: people.map(personOf),
      merchants: merchants.map((mchId) => ({ mchId })),
      apps: apps.map(({ alias, appid, kind, openPlatformId, entity }) => ({
        alias,
        ...(entity !== undefined && { entity }),
        appid: appid ?? appidOf(alias),
        kind: kind ?? 'mini-program',
        openPlatformId: openPlatformId ?? null,
      })),
    },
    functionsRoot: functions,
    storage: storage ?? 'memory',
    port: 0,
    createCollections: collections === undefined,
    otherHosts: 'refuse',
  })
  cloud.database.applySchema(collections ?? [])
  return {
    url: cloud.url,
    clock: cloud.clock,
    database: cloud.database,
    person: (id) => ({
      in: (appidOrAlias) => {
        const caller = cloud.world.caller(id, appidOrAlias)
        return { ...caller, ...phoneOf(cloud.url, id, appidOrAlias) }
      },
    }),
    environment: () => cloud.environment('test'),
    http: (functionName) => `${cloud.httpUrl}/http/${functionName}`,
    timers: cloud.timers,
    callAs: async (caller, name, data) => {
      const outcome = await cloud.functions.call(name, data, caller)
      if ('failure' in outcome) throw new CallRejected(callFunctionError(outcome.failure))
      return outcome.result
    },
    settled: cloud.agenda.settled,
    calls: cloud.calls.list,
    close: cloud.close,
  }
}
