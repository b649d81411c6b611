import { OneIdError } from '../base/errors.ts'
import type { Limits } from '../base/gateway.ts'
import { MINUTE_MS } from '../base/time.ts'

/** Callers that one instance remembers: some megabytes, and more than it can serve in a minute. */
const CALLERS_AT_MOST = 20_000

/**
 * What a paid call of WeChat, a phone number at 0.03 yuan, counts as: a person gets five of them in a minute, and a
 * client that calls in a loop is stopped before it costs a yuan.
 */
export const PAID_CALL = 24

/** How much somebody may still call, and as of when (ms since 1970). */
interface Allowance {
  /** In calls times the milliseconds of a minute: whole numbers, so that who waits as long as told is let through. */
  readonly left: number
  readonly at: number
}

export interface RateLimiter {
  /** A call by one person; `who` names the person and the app. @throws OneIdError RATE_LIMITED */
  readonly person: (who: string, path: string, now: number, cost?: number) => void
  /** The same for whom WeChat vouches for. @throws OneIdError RATE_LIMITED */
  readonly caller: (
    who: { readonly appid: string; readonly openid: string },
    path: string,
    now: number,
    cost?: number,
  ) => void
  /** A call from one address, by whomever. @throws OneIdError RATE_LIMITED */
  readonly address: (address: string, path: string, now: number, cost?: number) => void
  /** A call with one API key. @throws OneIdError RATE_LIMITED */
  readonly key: (name: string, path: string, now: number, cost?: number) => void
}

/**
 * Counts calls in the memory of one instance, so that a storm of them costs neither a request to the database nor a
 * call of WeChat. Each path is counted by itself. An environment with n instances lets n times as many through: the
 * limit keeps one caller from using up what all share, it is no quota.
 */
export const createRateLimiter = (limits: Limits, callersAtMost = CALLERS_AT_MOST): RateLimiter => {
  /** Longest silent first. */
  const allowances = new Map<string, Allowance>()

  const take = (caller: string, perMinute: number, now: number, cost: number): void => {
    const full = perMinute * MINUTE_MS
    const wanted = cost * MINUTE_MS
    const known = allowances.get(caller) ?? { left: full, at: now }
    const left = Math.min(full, known.left + Math.max(0, now - known.at) * perMinute)
    allowances.delete(caller)
    const [longestSilent] = allowances.keys()
    if (allowances.size >= callersAtMost && longestSilent !== undefined) allowances.delete(longestSilent)
    const isAllowed = left >= wanted
    allowances.set(caller, { left: isAllowed ? left - wanted : left, at: now })
    if (isAllowed) return
    const afterMs = Math.ceil((wanted - left) / perMinute)
    throw new OneIdError('RATE_LIMITED', `${perMinute} a minute`, { afterMs })
  }

  const person: RateLimiter['person'] = (who, path, now, cost = 1) =>
    take(`person ${path} ${who}`, limits.person, now, Math.min(cost, limits.person))

  return {
    person,
    caller: ({ appid, openid }, path, now, cost) => person(`${appid} ${openid}`, path, now, cost),
    address: (address, path, now, cost = 1) =>
      take(`address ${path} ${address}`, limits.address, now, Math.min(cost, limits.address)),
    key: (name, path, now, cost = 1) =>
      take(`key ${path} ${name}`, limits.key, now, Math.min(cost, limits.key)),
  }
}
