import * as v from 'valibot'

const EFFECTS = [
  /** Refused as busy, without being done: -1 at WeChat, SYS_ERR at the database. */
  'busy',
  /** 45011 */
  'rate-limited',
  /** 45009 */
  'quota',
  /** 40001 for every access token; requests without one are left alone. */
  'token-storm',
  /** 40164: the address of the caller is not on the allow-list of an official account. */
  'ip-not-listed',
  /** 48004: WeChat has closed the API to the app. */
  'banned',
  /** 50002: WeChat has restricted the app or the person. */
  'restricted',
  /** Refused with the `errcode` that the fault names, without being done. */
  'errcode',
  /** CloudBase refuses a cloud call for its source, whatever that is: -604104. */
  'illegal-source',
  /** No answer within any client's patience, and nothing done. */
  'time-out',
  /** Done, and the connection cut before the answer. */
  'lost-reply',
  /** A conflict of transactions: strikes requests of a transaction only, and the transaction is gone. */
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
  /** The function is not told the unionid of its caller. */
  'no-unionid',
  /** The clock of the next instance that starts differs by `ms`, for as long as it lives. */
  'skew',
] as const
export type Effect = (typeof EFFECTS)[number]

/** api.weixin.qq.com, by path: `sns/jscode2session`. */
const API = ['sns/*', 'cgi-bin/*', 'wxa/*'] as const
/** All of api.weixin.qq.com, for effects that can be limited to a path. */
const WHOLE_API = ['wechat.api'] as const
/** Where an official account with a server of its own asks for tokens; the allow-list is looked at there. */
const TOKENS = ['cgi-bin/token', 'cgi-bin/stable_token'] as const
/** Requests of functions to the cloud, by wire action: `database.commitTransaction`. Phones do not use the wire. */
const WIRE = ['database.*', 'storage.*', 'functions.*', 'wx.*'] as const
/** Cloud calls, by API: `openapi.auth.getPaidUnionId`. */
const CLOUD_CALLS = ['openapi.*'] as const
const DELIVERIES = ['pay.callback', 'push'] as const

/** What SOURCE can be (Cloud.getWXContext reference, 2026-11). */
const SOURCES = [
  'wx_client',
  'wx_devtools',
  'wx_localdebug',
  'wx_http',
  'wx_trigger',
  'wx_paycallback',
  'wx_crawler',
  'wx_unknown',
  'scf',
] as const

/** Where each effect is looked for. */
const PLACES: Readonly<Record<Effect, readonly string[]>> = {
  busy: [...API, ...CLOUD_CALLS, ...WIRE],
  'rate-limited': [...API, ...CLOUD_CALLS],
  quota: [...API, ...CLOUD_CALLS],
  'token-storm': API,
  'ip-not-listed': TOKENS,
  banned: [...API, ...CLOUD_CALLS],
  restricted: [...API, ...CLOUD_CALLS],
  errcode: WHOLE_API,
  'illegal-source': CLOUD_CALLS,
  'time-out': [...API, ...WIRE],
  'lost-reply': [...API, ...WIRE],
  conflict: ['database.*'],
  slow: WIRE,
  kill: WIRE,
  lose: DELIVERIES,
  duplicate: DELIVERIES,
  delay: DELIVERIES,
  'no-unionid': ['context'],
  skew: ['functions'],
}

const stemOf = (pattern: string): string | undefined =>
  pattern.endsWith('*') ? pattern.slice(0, -1) : undefined

/** Whether some point is meant by both. */
const overlap = (one: string, other: string): boolean => {
  const [stem, otherStem] = [stemOf(one), stemOf(other)]
  if (stem === undefined) return otherStem === undefined ? one === other : one.startsWith(otherStem)
  return other.startsWith(stem) || (otherStem !== undefined && stem.startsWith(otherStem))
}

const FaultSchema = v.pipe(
  v.strictObject({
    /** A point, or the beginning of several and a star: `database.*`, `sns/*`, `*`. */
    at: v.pipe(v.string(), v.minLength(1)),
    effect: v.picklist(EFFECTS),
    /** How often it strikes; for ever if absent. */
    times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    /** Of each time that it could strike. */
    probability: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 1),
    ms: v.optional(v.pipe(v.number(), v.integer()), 1_000),
    copies: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
    /** So many times that it could strike are let pass first. */
    after: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
    /** Only chains of calls that begin there, for an illegal source; every chain if absent. */
    source: v.optional(v.picklist(SOURCES)),
    /** What an `errcode` answers: a number of the return code page, or of one API. */
    errcode: v.optional(v.pipe(v.number(), v.integer(), v.notValue(0, '0 is no error'))),
    /** Only this path, or what begins with it and a star, for an errcode: `/cgi-bin/user/get`; every path if absent. */
    path: v.optional(v.pipe(v.string(), v.minLength(1))),
  }),
  v.forward(
    v.check(
      ({ at, effect }) => PLACES[effect].some((place) => overlap(at, place)),
      ({ input: { at, effect } }) =>
        `${effect} does not happen at "${at}"; it happens at ${PLACES[effect].join(', ')}`,
    ),
    ['at'],
  ),
  v.forward(
    v.check(({ effect, ms }) => ms >= 0 || effect === 'skew', 'only a skew can be negative'),
    ['ms'],
  ),
  v.forward(
    v.check(
      ({ effect, source }) => source === undefined || effect === 'illegal-source',
      'only an illegal-source has a source',
    ),
    ['source'],
  ),
  v.forward(
    v.check(
      ({ effect, errcode }) => (effect === 'errcode') === (errcode !== undefined),
      'the effect errcode has an errcode, and no other has',
    ),
    ['errcode'],
  ),
  v.forward(
    v.check(({ effect, path }) => path === undefined || effect === 'errcode', 'only an errcode has a path'),
    ['path'],
  ),
)

export const FaultPlanSchema = v.strictObject({
  /** The same seed and the same sequence of calls give the same bad day. */
  seed: v.optional(v.number(), 1),
  faults: v.array(FaultSchema),
})

export type Fault = v.InferOutput<typeof FaultSchema>
export type FaultPlan = v.InferOutput<typeof FaultPlanSchema>

/** What a fault can be limited to, at the points where that is known. */
export interface Circumstances {
  /** What began the chain of calls. */
  readonly source?: string
  /** Of a request to api.weixin.qq.com: `/cgi-bin/user/get`. */
  readonly path?: string
}

/** The faults that are switched on. */
export interface Faults {
  /** What can still strike, with as many `times` as are left. */
  readonly plan: () => FaultPlan
  /** Replaces all that was switched on. */
  readonly set: (plan: FaultPlan) => void
  /**
   * What goes wrong at a point now, if anything: the first fault that speaks of it and of one of the effects that the
   * point can have.
   */
  readonly strike: (
    point: string,
    effects: readonly Effect[],
    circumstances?: Circumstances,
  ) => Fault | undefined
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

const withSlash = (path: string): string => (path.startsWith('/') ? path : `/${path}`)

const meets = ({ source, path }: Fault, met: Circumstances): boolean =>
  (source === undefined || source === met.source) &&
  (path === undefined || (met.path !== undefined && overlap(withSlash(path), met.path)))

/** A wide pattern says no more than that the effect strikes wherever it can. */
const speaksOf = (fault: Fault, point: string, met: Circumstances): boolean =>
  overlap(fault.at, point) && PLACES[fault.effect].some((place) => overlap(place, point)) && meets(fault, met)

export const createFaults = (): Faults => {
  let plan: FaultPlan = { seed: 1, faults: [] }
  let left: number[] = []
  let passing: number[] = []
  let random = randomFrom(plan.seed)

  const strikes = (fault: Fault, at: number): boolean => {
    const remaining = left[at] ?? 0
    const spared = passing[at] ?? 0
    if (remaining > 0 && spared > 0) {
      passing[at] = spared - 1
      return false
    }
    if (remaining <= 0 || (fault.probability < 1 && random() >= fault.probability)) return false
    left[at] = remaining - 1
    return true
  }
  return {
    plan: () => ({
      ...plan,
      faults: plan.faults.flatMap((fault, at) => {
        const times = left[at] ?? 0
        if (times <= 0) return []
        const rest = { ...fault, after: passing[at] ?? 0 }
        return [Number.isFinite(times) ? { ...rest, times } : rest]
      }),
    }),
    set: (next) => {
      plan = next
      left = next.faults.map(({ times }) => times ?? Number.POSITIVE_INFINITY)
      passing = next.faults.map(({ after }) => after)
      random = randomFrom(next.seed)
    },
    strike: (point, effects, met = {}) =>
      plan.faults.find(
        (fault, at) => effects.includes(fault.effect) && speaksOf(fault, point, met) && strikes(fault, at),
      ),
  }
}
