import type { Agenda } from './agenda.ts'
import type { NextFault } from './delivery.ts'
import type { Tables } from './tables.ts'
import type { World } from './world.ts'

/** A notification by HTTP. */
export interface FunctionPost {
  /** `pay/unifiedOrderTrigger` */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  /** Real time. */
  readonly timeoutMs: number
}

export interface FunctionReply {
  readonly status: number
  /** Parsed JSON; undefined when it is none. */
  readonly body: unknown
}

/** What every door of the simulated WeChat works with. */
export interface WeChatParts {
  readonly world: World
  /** World time in milliseconds since 1970. */
  readonly now: () => number
  readonly tables: Tables
  /** Hexadecimal text of so many random bytes. */
  readonly random: (bytes: number) => string
  /** What WeChat does later. */
  readonly agenda: Agenda
  /** Runs a cloud function as the platform does for a payment; rejects when it fails. */
  readonly callFunction: (name: string, event: Readonly<Record<string, unknown>>) => Promise<unknown>
  /** POSTs JSON to a function's HTTP access, by `<function>/<path>`; rejects when nobody answers in time. */
  readonly postToFunction?: (request: FunctionPost) => Promise<FunctionReply>
  /** What goes wrong with the next payment callback. */
  readonly nextPaymentFault?: NextFault
}

/** One request to api.weixin.qq.com. */
export interface ApiRequest {
  readonly query: Readonly<Record<string, string>>
  /** Parsed JSON of a POST; undefined when there was none. */
  readonly body: unknown
}

/**
 * One HTTPS API of api.weixin.qq.com. Answers its JSON, or throws WeChatRefusal. A wrong method is refused before.
 */
export interface ApiDoor {
  readonly method: 'GET' | 'POST'
  /** `/sns/jscode2session` */
  readonly path: string
  /** Calls per minute and appid before 45011, where the documentation names a number. */
  readonly perMinute?: number
  readonly answer: (request: ApiRequest) => Readonly<Record<string, unknown>>
}
