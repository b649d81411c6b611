import { createHash } from 'node:crypto'
import type { Caller } from '../cloudbase/caller.ts'
import type { CallRecord } from '../cloudbase/calls.ts'
import type { CollectionDefinition, Database, DatabaseOptions } from '../cloudbase/database/index.ts'
import { callFunctionError } from '../cloudbase/functions/failure.ts'
import type { Timers } from '../cloudbase/functions/timers/index.ts'
import { startLocalCloud } from '../localCloud.ts'
import type { LocalCloudOptions } from '../localCloudOptions.ts'
import type { WorldClock } from '../wechat/clock.ts'
import type { WorldApp, WorldDefinition } from '../wechat/definition.ts'
import type { Phone } from './phone.ts'
import { CallRejected, phoneOf } from './phone.ts'
import type { WeChatControls } from './weChatControls.ts'
import { weChatControls } from './weChatControls.ts'

export type { Phone } from './phone.ts'

/** An app of a test world; all but the alias has a default. */
export interface TestApp {
  readonly alias: string
  readonly appid?: string
  readonly kind?: WorldApp['kind']
  /** Not bound if absent. */
  readonly openPlatformId?: string | null
  /** Apps of one entity share their environment; all are of one if absent. */
  readonly entity?: string | undefined
  /** Host that may get codes of web authorisation and website login. */
  readonly domain?: string | undefined
  /** AppSecret; follows from the appid if absent. */
  readonly secret?: string | undefined
  /** Where its messages and events go; nowhere if absent. */
  readonly push?: WorldDefinition['apps'][number]['push']
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
  /** More of what a world file has: who follows whom, who owns the environment, the clock, faults. */
  readonly world?: Pick<
    WorldDefinition,
    'clock' | 'environmentOwner' | 'faults' | 'follows' | 'policy' | 'signIns'
  >
}

/** A local cloud on a free port, in memory, with the controls that a test wants. */
export interface TestWorld {
  readonly url: string
  readonly clock: WorldClock
  readonly database: Database
  readonly person: (id: string) => { readonly in: (appidOrAlias: string) => Phone }
  /** What people and accounts do in WeChat, and what WeChat tells apps. */
  readonly weChat: WeChatControls
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

const appidOf = (alias: string): string =>
  `wx${createHash('sha256').update(alias).digest('hex').slice(0, 16)}`

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
      apps: apps.map(({ appid, kind, openPlatformId, ...given }) => ({
        ...given,
        appid: appid ?? appidOf(given.alias),
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
    weChat: weChatControls(cloud.world, cloud.weChat),
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
