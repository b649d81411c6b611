import type { Config } from '../../base/config.ts'
import type { Clock } from '../../base/time.ts'
import type { Sealing } from '../../store/sealing.ts'
import type { Fetch } from '../../wechat/weChatApi.ts'
import type { WithToken } from '../appTokens.ts'
import type { Ports } from '../ports.ts'

/** Calls a function of the environment; rejects when it cannot be reached or throws. */
export type CallFunction = (name: string, data: Readonly<Record<string, unknown>>) => Promise<unknown>

/** What every kind of job works with. */
export interface Work {
  readonly ports: Ports
  readonly config: Config
  readonly sealing: Sealing
  readonly callFunction: CallFunction
  readonly fetch: Fetch
  readonly withToken: WithToken
  readonly clock: Clock
  /** Milliseconds since 1970. What is left then is the next run's. */
  readonly until: number
}

/**
 * What becomes of a job that did not fail: it is done; or goes on at `due` (ms since 1970) with these fields changed, its
 * failures counted anew; or is finished, and what it says is kept until `keptUntil` (ms since 1970).
 */
export type Verdict =
  | { readonly done: true }
  | { readonly due: number; readonly change?: Readonly<Record<string, unknown>> }
  | { readonly keptUntil: number; readonly change?: Readonly<Record<string, unknown>> }

export const DONE: Verdict = { done: true }
