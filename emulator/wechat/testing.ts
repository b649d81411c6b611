import { randomBytes } from 'node:crypto'
import type { Agenda } from './agenda.ts'
import { createAgenda } from './agenda.ts'
import type { ApiHostOptions } from './api.ts'
import { ClientFailure } from './clientApi.ts'
import type { WorldClock } from './clock.ts'
import { createClock } from './clock.ts'
import type { WorldDefinition } from './definition.ts'
import { secretOf } from './definition.ts'
import type { ApiRequest } from './door.ts'
import { WeChatRefusal } from './errors.ts'
import type { SimulatedWeChat } from './index.ts'
import { createWeChat } from './index.ts'
import { openTables } from './tables.ts'
import type { World } from './world.ts'
import { createWorldOf } from './world.ts'

/** Two mini-programs, an official account, a website and a mobile app of one open platform; one app bound to none. */
const WORLD: WorldDefinition = {
  apps: [
    { appid: 'wx0000000000000001', alias: 'shop', kind: 'mini-program', openPlatformId: 'main' },
    { appid: 'wx0000000000000002', alias: 'club', kind: 'mini-program', openPlatformId: 'main' },
    { appid: 'wx0000000000000003', alias: 'lab', kind: 'mini-program', openPlatformId: null },
    { appid: 'wx0000000000000004', alias: 'news', kind: 'official-account', openPlatformId: 'main' },
    { appid: 'wx0000000000000005', alias: 'site', kind: 'website', openPlatformId: 'main' },
    { appid: 'wx0000000000000006', alias: 'phone', kind: 'mobile-app', openPlatformId: 'main' },
  ],
  merchants: [{ mchId: '1900000001' }],
  people: [
    { id: 'alice', name: 'Alice', phone: '13800000001' },
    { id: 'bob', name: 'Bob', phone: '13800000002' },
    { id: 'mute', name: 'Nobody calls' },
  ],
}

/** A simulated WeChat in memory, with a frozen clock. */
export interface TestWeChat extends SimulatedWeChat {
  readonly world: World
  readonly clock: WorldClock
  readonly agenda: Agenda
  /** What WeChat called, and what that answers: `{ errcode: 0 }` unless told otherwise; it may throw. */
  readonly functions: {
    readonly calls: readonly { readonly name: string; readonly event: Readonly<Record<string, unknown>> }[]
    readonly answerWith: (answer: (name: string) => unknown) => void
  }
  /** Asks a door as api.weixin.qq.com would be asked; a refusal is answered as `{ errcode, words }`, without the rid. */
  readonly ask: (path: string, request?: Partial<ApiRequest>) => Readonly<Record<string, unknown>>
  /** Asks as the client of somebody's phone asks; a failure is answered as `{ errMsg }`. */
  readonly client: (
    personId: string,
    alias: string,
    api: string,
    options?: Readonly<Record<string, unknown>>,
  ) => Readonly<Record<string, unknown>>
  /** `appid` and `secret` of an app. */
  readonly credentials: (alias: string) => { readonly appid: string; readonly secret: string }
  /** A fresh access token of an app. */
  readonly token: (alias: string) => string
}

export const openWeChat = (
  definition: WorldDefinition = WORLD,
  { refuse }: ApiHostOptions = {},
): TestWeChat => {
  // Real time stands still too, so that no millisecond passes between the two lines.
  const real = Date.now()
  const clock = createClock(() => real)
  clock.freeze()
  const tables = openTables('memory')
  const world = createWorldOf(definition, tables, clock.now)
  const random = (bytes: number): string => randomBytes(bytes).toString('hex')
  const faults: unknown[] = []
  const agenda = createAgenda(clock, (error) => faults.push(error))
  const calls: { readonly name: string; readonly event: Readonly<Record<string, unknown>> }[] = []
  let answer: (name: string) => unknown = () => ({ errcode: 0 })
  const callFunction = async (name: string, event: Readonly<Record<string, unknown>>): Promise<unknown> => {
    calls.push({ name, event })
    return answer(name)
  }
  const weChat = createWeChat({ world, now: clock.now, tables, random, agenda, callFunction })

  const ask: TestWeChat['ask'] = (path, request = {}) => {
    const door = weChat.doors.find((one) => one.path === path)
    if (door === undefined) throw new Error(`no door ${path}`)
    try {
      const refusal = refuse?.(path, request.query ?? {})
      if (refusal !== undefined) throw refusal
      return door.answer({ query: {}, body: undefined, ...request })
    } catch (error) {
      if (!(error instanceof WeChatRefusal)) throw error
      return { errcode: error.errcode, words: error.message }
    }
  }
  const client: TestWeChat['client'] = (personId, alias, name, options = {}) => {
    const api = weChat.clientApis.find((one) => one.name === name)
    if (api === undefined) throw new Error(`no client API ${name}`)
    try {
      return api.answer({ person: world.person(personId), app: world.app(alias) }, options)
    } catch (error) {
      if (!(error instanceof ClientFailure)) throw error
      return { errMsg: `${name}:fail ${error.message}` }
    }
  }
  const credentials = (alias: string) => {
    const app = world.app(alias)
    return { appid: app.appid, secret: secretOf(app) }
  }
  const token = (alias: string): string => {
    const body = { grant_type: 'client_credential', ...credentials(alias) }
    return String(ask('/cgi-bin/stable_token', { body })['access_token'])
  }
  const functions = {
    calls,
    answerWith: (next: (name: string) => unknown): void => {
      answer = next
    },
  }
  return { ...weChat, world, clock, agenda, functions, ask, client, credentials, token }
}
