import fc from 'fast-check'

/** What happens in a random story: people in apps whose bindings change, and what administrators and people do. */

export const APPS = ['shop', 'club', 'lab'] as const
export const PEOPLE = ['ann', 'ben'] as const
export const PLATFORMS = ['main', 'other'] as const

export type AppName = (typeof APPS)[number]
export type Person = (typeof PEOPLE)[number]

/** One person in one app. */
export interface Seat {
  readonly person: Person
  readonly app: AppName
}

export interface Visit extends Seat {
  /** WeChat would show the unionid, if the app is bound (and, under the old rules, the person follows). */
  readonly shows: boolean
}

export type Step =
  /** Logins at the same moment, interleaved request by request. */
  | { readonly kind: 'logins'; readonly visits: readonly Visit[] }
  | { readonly kind: 'follow'; readonly person: Person }
  /** An administrator says that two are one. */
  | { readonly kind: 'merge'; readonly one: Seat; readonly other: Seat }
  /** An administrator takes back the nth merge that happened. */
  | { readonly kind: 'split'; readonly nth: number }
  /** An administrator lifts the barrier of the nth split. */
  | { readonly kind: 'lift'; readonly nth: number }
  | { readonly kind: 'delete'; readonly seat: Seat }

export interface Binding {
  readonly openPlatform: (typeof PLATFORMS)[number]
  /** Number of the step before which the app is bound. */
  readonly step: number
}

export interface Story {
  readonly policy: 'since-2021' | 'before-2021'
  readonly bindings: Readonly<Record<AppName, readonly Binding[]>>
  readonly steps: readonly Step[]
}

const STEPS = 12

const seat: fc.Arbitrary<Seat> = fc.record({
  person: fc.constantFrom(...PEOPLE),
  app: fc.constantFrom(...APPS),
})

const visit: fc.Arbitrary<Visit> = fc.record({
  person: fc.constantFrom(...PEOPLE),
  app: fc.constantFrom(...APPS),
  shows: fc.boolean(),
})

/** Most apps are bound to one platform before long; some are bound to another one later, and perhaps back. */
const bindings: fc.Arbitrary<readonly Binding[]> = fc
  .record({
    first: fc.record({ openPlatform: fc.constantFrom('main', 'main', 'other'), step: fc.nat(3) }),
    later: fc.array(fc.record({ openPlatform: fc.constantFrom(...PLATFORMS), step: fc.nat(STEPS) }), {
      maxLength: 2,
    }),
  })
  .map(({ first, later }) =>
    [first, ...later]
      .filter(({ step }, at, all) => all.findIndex((other) => other.step === step) === at)
      .sort((one, other) => one.step - other.step),
  )

/** Every app goes the same way, so that an epoch means the same in all of them. */
const sameWay: fc.Arbitrary<readonly Binding[]> = fc
  .tuple(fc.nat(3), fc.option(fc.integer({ min: 4, max: STEPS }), { nil: undefined }))
  .map(([first, later]) => [
    { openPlatform: 'main', step: first },
    ...(later === undefined ? [] : [{ openPlatform: 'other' as const, step: later }]),
  ])

const logins: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('logins' as const),
  visits: fc.oneof(
    { weight: 3, arbitrary: fc.array(visit, { minLength: 1, maxLength: 1 }) },
    { weight: 2, arbitrary: fc.array(visit, { minLength: 2, maxLength: 4 }) },
  ),
})

const follow: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('follow' as const),
  person: fc.constantFrom(...PEOPLE),
})

const anything = (merge: fc.Arbitrary<Step>): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 6, arbitrary: logins },
    { weight: 1, arbitrary: follow },
    { weight: 3, arbitrary: merge },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('split' as const), nth: fc.nat(3) }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('lift' as const), nth: fc.nat(3) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), seat }) },
  )

/** Two accounts of one person, whom nothing else has shown to be one. */
const mergeOfOne: fc.Arbitrary<Step> = fc
  .tuple(fc.constantFrom(...PEOPLE), fc.constantFrom(...APPS), fc.constantFrom(...APPS))
  .map(([person, app, other]) => ({ kind: 'merge', one: { person, app }, other: { person, app: other } }))

/** Two WeChat accounts of one person, who are two to WeChat. */
const mergeOfTwo: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('merge' as const),
  one: seat,
  other: seat,
})

/** People come first; what administrators do needs somebody to do it to. */
const steps = (merge: fc.Arbitrary<Step>): fc.Arbitrary<readonly Step[]> =>
  fc
    .tuple(
      fc.array(fc.oneof({ weight: 5, arbitrary: logins }, { weight: 1, arbitrary: follow }), {
        minLength: 3,
        maxLength: 5,
      }),
      fc.array(anything(merge), { minLength: 3, maxLength: STEPS - 5, size: 'max' }),
    )
    .map(([first, then]) => [...first, ...then])

const storyOf = (way: fc.Arbitrary<readonly Binding[]>, merge: fc.Arbitrary<Step>): fc.Arbitrary<Story> =>
  fc.record({
    policy: fc.constantFrom('since-2021', 'since-2021', 'before-2021'),
    bindings: fc.record({ shop: way, club: way, lab: way }),
    steps: steps(merge),
  })

/**
 * Where two WeChat accounts are joined by hand, one user holds two unionids of one platform, and what may join it later
 * depends on their epochs. Epochs are counted for each app: that they mean the same in all of them is not for chance.
 */
export const story: fc.Arbitrary<Story> = fc.oneof(
  storyOf(bindings, mergeOfOne),
  storyOf(sameWay, mergeOfTwo),
)
