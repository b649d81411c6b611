import type { AppConfig } from '../../builtApp.ts'
import type { Choice } from '../choice.ts'
import type { Phone } from '../phone.ts'
import type { PrivacyAgreement } from '../privacyAgreement.ts'
import type { Router } from '../router/index.ts'

/** `wx.onX` and `wx.offX` of one event. */
interface Subscription {
  on(listener: unknown): void
  off(listener?: unknown): void
}

type AppEvent = 'AppShow' | 'AppHide' | 'Error' | 'UnhandledRejection' | 'PageNotFound'

/** What the members of `wx` work with. */
export interface WxHost {
  phone: Phone
  choice: Choice
  config: AppConfig
  router: Router
  privacy: PrivacyAgreement
  /** What happens to the app, for listeners beside the methods of App(). */
  appEvents: Readonly<Record<AppEvent, Subscription>>
}

/** Options of a call as mini-program code gives them. */
export type Options = Readonly<Record<string, unknown>>

/** One topic of `wx`: a file that returns its members, and a line in the list of `index.ts`. */
export type WxTopic = (host: WxHost) => Readonly<Record<string, unknown>>

/** A failure with more than a text, e.g. `errCode`. */
export class WxFailure extends Error {
  readonly fields: Readonly<Record<string, unknown>>

  constructor(errMsg: string, fields: Readonly<Record<string, unknown>> = {}) {
    super(errMsg)
    this.name = 'WxFailure'
    this.fields = { ...fields, errMsg }
  }
}

/**
 * A call in both styles of WeChat: with `success`, `fail` or `complete` it answers through them and returns nothing,
 * without any of them it returns a promise (https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/api.html).
 */
export function asyncCall(name: string, work: (options: Options) => object | undefined | Promise<object>) {
  return (given?: unknown): Promise<object> | undefined => {
    const options: Options = isOptions(given) ? given : {}
    const settled = Promise.resolve()
      .then(() => work(options))
      .then(
        (result) => ({ errMsg: `${name}:ok`, ...result }),
        (error: unknown) => {
          throw failureOf(name, error)
        },
      )
    if (!['success', 'fail', 'complete'].some((key) => typeof options[key] === 'function')) return settled
    tellOutcome(options, settled)
    return undefined
  }
}

/**
 * A call that answers through `success`, `fail` and `complete` alone, because what it returns is something else
 * (same page: "部分接口如 downloadFile, request, uploadFile 等本身就有返回值，因此不支持 promise 风格的调用").
 * @param work what it returns at once, and what listeners get later
 */
export function taskCall<Task>(
  name: string,
  work: (options: Options) => { task: Task; outcome: Promise<object> },
) {
  return (given?: unknown): Task => {
    const options: Options = isOptions(given) ? given : {}
    const { task, outcome } = work(options)
    const settled = outcome.then(
      (result) => ({ errMsg: `${name}:ok`, ...result }),
      (error: unknown) => {
        throw failureOf(name, error)
      },
    )
    tellOutcome(options, settled)
    return task
  }
}

/**
 * A text that must be given.
 * @throws Error in the words of the base library, as public reports quote them
 */
export function neededText(options: Options, name: string): string {
  const value = options[name]
  if (typeof value === 'string') return value
  throw new Error(`parameter error: parameter.${name} should be String instead of ${typeName(value)};`)
}

/** The name that WeChat's complaints give a type. */
export const typeName = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1)

/** A function that must be given. @throws Error as `neededText` */
export function neededListener(value: unknown, name = 'parameter'): (answer: unknown) => void {
  if (typeof value === 'function') return (answer) => void value(answer)
  throw new Error(`parameter error: ${name} should be Function instead of ${typeName(value)};`)
}

function tellOutcome(options: Options, settled: Promise<object>): void {
  settled.then(
    (result) => tell(options, 'success', result),
    (failure: unknown) => tell(options, 'fail', failure),
  )
}

/** A text among the options. */
export function textOption(options: Options, name: string, fallback = ''): string {
  const value = options[name]
  return value === undefined || value === null ? fallback : String(value)
}

function isOptions(value: unknown): value is Options {
  return typeof value === 'object' && value !== null
}

function tell(options: Options, outcome: 'success' | 'fail', answer: unknown): void {
  for (const name of [outcome, 'complete']) {
    const listener = options[name]
    if (typeof listener === 'function') listener(answer)
  }
}

function failureOf(name: string, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error)
  const fields = error instanceof WxFailure ? error.fields : { errMsg: `${name}:fail ${message}` }
  return Object.assign(new Error(String(fields['errMsg'])), fields)
}
