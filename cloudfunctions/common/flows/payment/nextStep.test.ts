import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OrderDocument, PaymentWindow } from '../../store/orders.ts'
import type { OrderFacts, Step } from './nextStep.ts'
import { nextStep } from './nextStep.ts'
import { identityWith, NOW, ORDER } from './testing.ts'

const [PROVED] = identityWith([{ platform: 'main', epoch: 0, unionid: 'oUNION_X' }]).unions

/** Every value that a fact can take, as far as steps can tell values apart. */
const VALUES = {
  state: ['created', 'paid', 'closed', 'held'],
  window: ['none', 'open', 'answered', 'used', 'lost', 'dropped', 'unneeded'],
  announce: ['no', 'yes'],
  exists: ['no', 'yes'],
  isKnown: ['no', 'yes'],
  /** Whose last try is before the window closes: the timer's 20 s before, a person's never. */
  who: ['timer', 'person'],
  /** Where now is, for an open window. */
  closing: ['a minute to go', '20 s to go', 'less than 20 s to go', 'until', 'after'],
  /** The time to pay, and 30 s for a payment of its last second. */
  expiry: ['can be paid', 'expired', 'not yet 30 s ago', '30 s ago', 'longer ago'],
} as const

type Field = keyof typeof VALUES
type Value<F extends Field> = (typeof VALUES)[F][number]
type Case = { readonly [F in Field]: Value<F> }
/** A fact that is not named may be anything. */
type Row = { readonly [F in Field]?: readonly Value<F>[] } & { readonly means: Step | 'nothing' }

const undecided = ['open', 'answered'] as const
const decided = ['none', 'used', 'lost', 'dropped', 'unneeded'] as const
const perishing = { window: ['open'], exists: ['yes'], isKnown: ['no'] } as const
const calm = { window: decided, announce: ['no'] } as const

/** The specification. No two rows may speak of the same case. */
const TABLE: readonly Row[] = [
  { window: undecided, exists: ['no'], means: 'drop' },
  { window: ['answered'], exists: ['yes'], means: 'settle' },
  { window: ['open'], exists: ['yes'], isKnown: ['yes'], means: 'spare' },

  { ...perishing, closing: ['a minute to go', '20 s to go'], means: 'look-up' },
  { ...perishing, closing: ['less than 20 s to go', 'until'], who: ['person'], means: 'look-up' },
  { ...perishing, closing: ['less than 20 s to go', 'until'], who: ['timer'], means: 'wait-out' },
  { ...perishing, closing: ['after'], means: 'give-up' },

  { window: decided, announce: ['yes'], means: 'tell' },
  { ...calm, state: ['paid', 'closed', 'held'], means: 'nothing' },
  {
    ...calm,
    state: ['created'],
    expiry: ['can be paid', 'expired', 'not yet 30 s ago'],
    means: 'ask-payment',
  },
  { ...calm, state: ['created'], expiry: ['30 s ago', 'longer ago'], means: 'close' },
]

const product = <T, U>(some: readonly T[], more: readonly U[]): readonly (readonly [T, U])[] =>
  some.flatMap((one) => more.map((other) => [one, other] as const))

const CASES: readonly Case[] = product(
  product(product(VALUES.state, VALUES.window), product(VALUES.announce, VALUES.exists)),
  product(product(VALUES.isKnown, VALUES.who), product(VALUES.closing, VALUES.expiry)),
).map(([[[state, window], [announce, exists]], [[isKnown, who], [closing, expiry]]]) => ({
  state,
  window,
  announce,
  exists,
  isKnown,
  who,
  closing,
  expiry,
}))

const speaksOf = (row: Row, one: Case): boolean => {
  const allows = <T>(values: readonly T[] | undefined, value: T): boolean =>
    values === undefined || values.includes(value)
  return (
    allows(row.state, one.state) &&
    allows(row.window, one.window) &&
    allows(row.announce, one.announce) &&
    allows(row.exists, one.exists) &&
    allows(row.isKnown, one.isKnown) &&
    allows(row.who, one.who) &&
    allows(row.closing, one.closing) &&
    allows(row.expiry, one.expiry)
  )
}

const rowsFor = (one: Case): readonly Row[] => TABLE.filter((row) => speaksOf(row, one))

/** Milliseconds from now until the window closes. */
const CLOSING: Readonly<Record<Value<'closing'>, number>> = {
  'a minute to go': 60_000,
  '20 s to go': 20_000,
  'less than 20 s to go': 19_999,
  until: 0,
  after: -1,
}

/** Milliseconds from now until the order expires. */
const EXPIRY: Readonly<Record<Value<'expiry'>, number>> = {
  'can be paid': 1,
  expired: 0,
  'not yet 30 s ago': -29_999,
  '30 s ago': -30_000,
  'longer ago': -30_001,
}

const windowIn = (state: Value<'window'>, until: number): PaymentWindow | undefined => {
  const tries = 1
  switch (state) {
    case 'none':
      return undefined
    case 'open':
      return { state, until, tries }
    case 'answered':
      return PROVED && { state, tries, unionid: PROVED.unionid, at: NOW }
    case 'used':
      return { state, tries, seconds: 3 }
    case 'lost':
      return { state, tries, reason: '89300' }
    case 'dropped':
      return { state, tries, reason: 'IDENTITY_GONE' }
    case 'unneeded':
      return { state, tries }
  }
}

const orderOf = ({ state, window: named, announce, closing, expiry }: Case): OrderDocument => {
  const window = windowIn(named, NOW + CLOSING[closing])
  return {
    ...ORDER,
    state,
    announce: announce === 'yes',
    expiresAt: NOW + EXPIRY[expiry],
    ...(window !== undefined && { window }),
  }
}

const factsOf = ({ exists, isKnown, who }: Case): OrderFacts => ({
  now: NOW,
  marginMs: who === 'timer' ? 20_000 : 0,
  exists: exists === 'yes',
  isKnown: isKnown === 'yes',
})

const stepOf = (one: Case): Row['means'] => nextStep(orderOf(one), factsOf(one)) ?? 'nothing'

describe('the next step with an order', () => {
  it(`has exactly one row for each of ${CASES.length} cases (${TABLE.length} rows)`, () => {
    expect(CASES.filter((one) => rowsFor(one).length !== 1)).toEqual([])
  })

  it('has a case for each row', () => {
    expect(TABLE.filter((row) => !CASES.some((one) => speaksOf(row, one)))).toEqual([])
  })

  it('is in every case as its row says', () => {
    const taken = CASES.map((one) => ({ ...one, means: stepOf(one) }))
    const specified = CASES.map((one) => ({ ...one, means: rowsFor(one)[0]?.means }))
    expect(taken.filter(({ means }, at) => means !== specified[at]?.means)).toEqual([])
  })
})

describe('an open window of an account that exists', () => {
  const FIVE_MINUTES_MS = 300_000
  const openOrders = fc
    .record({
      state: fc.constantFrom(...VALUES.state),
      announce: fc.boolean(),
      createdAt: fc.integer({ min: 0, max: 2 * NOW }),
      expiresAt: fc.integer({ min: 0, max: 2 * NOW }),
      until: fc.integer({ min: 0, max: 2 * NOW }),
      tries: fc.nat(),
    })
    .map(({ until, tries, ...order }): OrderDocument & { readonly window: { readonly until: number } } => ({
      ...ORDER,
      ...order,
      window: { state: 'open', until, tries },
    }))
  /** Milliseconds that the window has been closed; the moments around its end come up often. */
  const sinceClosing = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -NOW, max: NOW }))
  const margins = fc.oneof(fc.constantFrom(0, 20_000), fc.nat({ max: FIVE_MINUTES_MS }))

  it('is never given up before it closes, and nobody is looked up after', () => {
    fc.assert(
      fc.property(openOrders, sinceClosing, margins, fc.boolean(), (order, since, marginMs, isKnown) => {
        const now = order.window.until + since
        const step = nextStep(order, { now, marginMs, exists: true, isKnown })
        expect(since <= 0 ? ['give-up', 'drop'] : ['look-up', 'wait-out']).not.toContain(step)
      }),
    )
  })

  it('is looked up to its last instant by who has no margin', () => {
    fc.assert(
      fc.property(openOrders, sinceClosing, (order, since) => {
        const facts = { now: order.window.until + since, marginMs: 0, exists: true, isKnown: false }
        expect(nextStep(order, facts)).toBe(since <= 0 ? 'look-up' : 'give-up')
      }),
    )
  })
})

describe('a step that rests', () => {
  const facts = { now: NOW, marginMs: 0, exists: true, isKnown: false }
  const open = { ...ORDER, state: 'paid', window: { state: 'open', until: NOW + 1, tries: 1 } } as const

  it('lets what comes after it have its turn', () => {
    const untold = { ...open, announce: true }
    expect(nextStep(untold, facts)).toBe('look-up')
    expect(nextStep(untold, { ...facts, resting: ['look-up'] })).toBe('tell')
    expect(nextStep(open, { ...facts, resting: ['look-up'] })).toBeUndefined()
    expect(nextStep(ORDER, { ...facts, resting: ['ask-payment'] })).toBeUndefined()
  })

  it('is no step, in every case', () => {
    for (const one of CASES) {
      const step = nextStep(orderOf(one), factsOf(one))
      if (step === undefined) continue
      expect(nextStep(orderOf(one), { ...factsOf(one), resting: [step] })).not.toBe(step)
    }
  })
})
