import type { MiddlewareHandler } from 'hono'
import type { Functions } from './cloudbase/functions/index.ts'
import type { OpenApiOptions } from './cloudbase/openapi/index.ts'
import type { Effect, Fault, Faults } from './faults.ts'
import type { ApiHostOptions } from './wechat/api.ts'
import type { NextFault } from './wechat/delivery.ts'
import type { WeChatRefusal } from './wechat/errors.ts'
import { REFUSALS, refusalWith } from './wechat/errors.ts'

/** Nobody answers: the client's own time-out ends it, or the end of the local cloud. */
const silence = (): Promise<never> => new Promise(() => {})

const hasSocket = (env: unknown): env is { readonly incoming: { readonly socket: { destroy(): void } } } =>
  typeof env === 'object' && env !== null && 'incoming' in env

/** Cuts the connection of a request that is being answered. */
export const cutConnection = (env: unknown): void => {
  if (hasSocket(env)) env.incoming.socket.destroy()
}

/** Path of a request to a simulated host, as faults name it: `sns/jscode2session`. */
const apiPath = (path: string): string => path.replace(/^\/wechat\/api\.weixin\.qq\.com\//, '')

/** api.weixin.qq.com that does not answer, or whose answer is lost after everything was done. */
export const unreliableApi =
  (faults: Faults): MiddlewareHandler =>
  async (context, next) => {
    const path = apiPath(context.req.path)
    if (faults.strike(path, ['time-out']) !== undefined) await silence()
    await next()
    if (faults.strike(path, ['lost-reply']) !== undefined) cutConnection(context.env)
  }

const API_EFFECTS = {
  busy: REFUSALS.busy,
  'rate-limited': REFUSALS.tooOften,
  quota: REFUSALS.dailyQuota,
  'token-storm': REFUSALS.invalidCredential,
  'ip-not-listed': REFUSALS.addressNotListed,
  banned: REFUSALS.banned,
  restricted: REFUSALS.restricted,
} as const satisfies Partial<Record<Effect, () => WeChatRefusal>>

const isApiEffect = (effect: Effect): effect is keyof typeof API_EFFECTS => Object.hasOwn(API_EFFECTS, effect)

const REFUSING = ['busy', 'rate-limited', 'quota', 'banned', 'restricted'] as const
/** Of cloud calls nobody asks from which address they come. */
const REFUSING_APIS = [...REFUSING, 'ip-not-listed'] as const

const refusalOf = (fault: Fault | undefined): WeChatRefusal | undefined => {
  if (fault === undefined) return undefined
  if (fault.errcode !== undefined) return refusalWith(fault.errcode)
  return isApiEffect(fault.effect) ? API_EFFECTS[fault.effect]() : undefined
}

/** api.weixin.qq.com that refuses. A token storm only meets requests that bring a token. */
export const refusingApi =
  (faults: Faults): NonNullable<ApiHostOptions['refuse']> =>
  (path, query) =>
    refusalOf(
      faults.strike(
        path.replace(/^\//, ''),
        query['access_token'] === undefined ? REFUSING_APIS : [...REFUSING_APIS, 'token-storm'],
      ) ?? faults.strike('wechat.api', ['errcode'], { path }),
    )

/** WeChat that refuses a cloud call, which needs no access token. */
export const refusingCloudCalls =
  (faults: Faults): ((api: string) => WeChatRefusal | undefined) =>
  (api) =>
    refusalOf(faults.strike(`openapi.${api}`, REFUSING))

/** CloudBase that takes no cloud call from where it comes. */
export const refusingSources =
  (faults: Faults): OpenApiOptions['refusesSource'] =>
  (api, head) =>
    faults.strike(`openapi.${api}`, ['illegal-source'], { source: head }) !== undefined

/** Functions that are not told the unionid of whoever calls them. */
export const withholdingUnionids = (functions: Functions, faults: Faults): Functions => ({
  ...functions,
  call: (name, event, caller) => {
    const { unionid, fromUnionid, ...known } = caller
    const has = unionid !== undefined || fromUnionid !== undefined
    const withheld = has && faults.strike('context', ['no-unionid']) !== undefined
    return functions.call(name, event, withheld ? known : caller)
  },
})

/** By how much the clock of an instance that starts now is wrong. */
export const skewingClocks = (faults: Faults) => (): number => faults.strike('functions', ['skew'])?.ms ?? 0

const deliveryFault = ({ effect, copies, ms }: Fault) => {
  if (effect === 'lose') return { lost: true }
  return effect === 'duplicate' ? { copies } : { delayMs: ms }
}

/** Deliveries that are lost, come twice or come late. @param point `pay.callback` or `push` */
export const unreliableDelivery =
  (faults: Faults, point: string): NextFault =>
  () => {
    const fault = faults.strike(point, ['lose', 'duplicate', 'delay'])
    return fault === undefined ? undefined : deliveryFault(fault)
  }
