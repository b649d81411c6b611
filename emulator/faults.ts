import * as v from 'valibot'

/**
 * What can go wrong, and where it is looked at:
 * - api.weixin.qq.com, by path (`sns/jscode2session`): busy, rate-limited, quota, token-storm, time-out, lost-reply
 * - the database, by wire action (`database.commitTransaction`): busy, conflict, slow, lost-reply, kill
 * - deliveries (`pay.callback`, `push`): lose, duplicate, delay
 * - the context of a call (`context`): no-unionid
 */
const EFFECTS = [
  /** Refused as busy, without being done: -1 at WeChat, SYS_ERR at the database. */
  'busy',
  /** 45011 */
  'rate-limited',
  /** 45009 */
  'quota',
  /** 40001 for every access token. */
  'token-storm',
  /** No answer within any client's patience, and nothing done. */
  'time-out',
  /** Done, and the connection cut before the answer. */
  'lost-reply',
  /** A conflict of transactions. */
  'conflict',
  /** Done, `ms` later. */
  'slow',
  /** The instance that asked is ended: the request is done, and nobody is left to hear of it. */
  'kill',
  'lose',
  /** Delivered `copies` times more. */
  'duplicate',
  /** Delivered `ms` of world time later. */
  'delay',
  'no-unionid',
] as const

const FaultSchema = v.strictObject({
  /** A point as above, or the beginning of several and a star: `database.*`, `sns/*`, `*`. */
  at: v.pipe(v.string(), v.minLength(1)),
  effect: v.picklist(EFFECTS),
  /** How often it strikes; for ever if absent. */
  times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Of each time that it could strike. */
  probability: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 1),
  ms: v.optional(v.pipe(v.number(), v.minValue(0)), 1_000),
  copies: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
})

export const FaultPlanSchema = v.strictObject({
  /** The same seed and the same sequence of calls give the same bad day. */
  seed: v.optional(v.number(), 1),
  faults: v.array(FaultSchema),
})

export type Effect = (typeof EFFECTS)[number]
export type Fault = v.InferOutput<typeof FaultSchema>
export type FaultPlan = v.InferOutput<typeof FaultPlanSchema>

/** The faults that are switched on. */
export interface Faults {
  readonly plan: () => FaultPlan
  /** Replaces all that was switched on. */
  readonly set: (plan: FaultPlan) => void
  /**
   * What goes wrong at a point now, if anything: the first fault that speaks of it and of one of the effects that the
   * point can have.
   */
  readonly strike: (point: string, effects: readonly Effect[]) => Fault | undefined
}

/** Numbers from 0 to 1 that depend on nothing but the seed (mulberry32). */
const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const speaksOf = ({ at }: Fault, point: string): boolean =>
  at.endsWith('*') ? point.startsWith(at.slice(0, -1)) : at === point

export const createFaults = (): Faults => {
  let plan: FaultPlan = { seed: 1, faults: [] }
  let left: number[] = []
  let random = randomFrom(plan.seed)

  const strikes = (fault: Fault, at: number): boolean => {
    const remaining = left[at] ?? 0
    if (remaining <= 0 || (fault.probability < 1 && random() >= fault.probability)) return false
    left[at] = remaining - 1
    return true
  }
  return {
    plan: () => plan,
    set: (next) => {
      plan = next
      left = next.faults.map(({ times }) => times ?? Number.POSITIVE_INFINITY)
      random = randomFrom(next.seed)
    },
    strike: (point, effects) =>
      plan.faults.find(
        (fault, at) => effects.includes(fault.effect) && speaksOf(fault, point) && strikes(fault, at),
      ),
  }
}
