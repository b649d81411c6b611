import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { Caller } from '../cloudbase/caller.ts'
import type { CallRecord } from '../cloudbase/calls.ts'
import type { CollectionDefinition, Database, DatabaseOptions } from '../cloudbase/database/index.ts'
import type { CallFunctionError } from '../cloudbase/functions/failure.ts'
import { callFunctionError } from '../cloudbase/functions/failure.ts'
import type { LocalCloudOptions } from '../localCloud.ts'
import { startLocalCloud } from '../localCloud.ts'
import type { WorldClock } from '../wechat/clock.ts'
import type { WorldApp } from '../wechat/definition.ts'

/** An app of a test world; all but the alias has a default. */
export interface TestApp {
  readonly alias: string
  readonly appid?: string
  readonly kind?: WorldApp['kind']
  /** Not bound if absent. */
  readonly openPlatformId?: string | null
}

export interface TestWorldOptions
  extends Pick<LocalCloudOptions, 'functionSettings' | 'miniprogramRoot' | 'onFunctionLog' | 'onFault'> {
  readonly people: readonly string[]
  readonly apps: readonly TestApp[]
  /** Folder of built functions. */
  readonly functions: string
  /** Collections to start with; without any, the first request creates what it names. */
  readonly collections?: readonly CollectionDefinition[]
  readonly storage?: DatabaseOptions['storage']
}

/** A mini-program in somebody's hand. */
export interface Phone {
  /**
   * `wx.cloud.callFunction({ name, data })`: answers `result`.
   * @throws CallRejected with the errCode and errMsg that `wx.cloud` gives
   */
  readonly call: (name: string, data?: unknown) => Promise<unknown>
  readonly appid: string
  readonly openid: string
  readonly unionid?: string
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

const appidOf = (alias: string): string =>
  `wx${createHash('sha256').update(alias).digest('hex').slice(0, 16)}`

const AnswerSchema = v.union([
  v.object({ errCode: v.number(), errMsg: v.string() }),
  v.object({ result: v.unknown() }),
])

const callFromPhone = async (url: string, person: string, app: string, name: string, data: unknown) => {
  const reply = await fetch(`${url}/__cloud/callFunction`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-person': person, 'x-app': app },
    body: JSON.stringify({ name, data }),
  })
  const answer = v.parse(AnswerSchema, await reply.json())
  if ('errCode' in answer) throw new CallRejected(answer)
  return answer.result
}

/**
 * Starts a world for one test file or one test; close it afterwards.
 * @example
 * const world = await createWorld({ people: ['alice'], apps: [{ alias: 'shop' }], functions: 'dist/cloudfunctions' })
 * await world.person('alice').in('shop').call('login')
 */
export const createWorld = async (options: TestWorldOptions): Promise<TestWorld> => {
  const { people, apps, functions, collections, storage, ...rest } = options
  const cloud = await startLocalCloud({
    ...rest,
    world: {
      people: people.map((id) => ({ id, name: id })),
      apps: apps.map(({ alias, appid, kind, openPlatformId }) => ({
        alias,
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
        return { ...caller, call: (name, data) => callFromPhone(cloud.url, id, appidOrAlias, name, data) }
      },
    }),
    environment: () => cloud.environment('test'),
    callAs: async (caller, name, data) => {
      const outcome = await cloud.functions.call(name, data, caller)
      if ('failure' in outcome) throw new CallRejected(callFunctionError(outcome.failure))
      return outcome.result
    },
    calls: cloud.calls.list,
    close: cloud.close,
  }
}
