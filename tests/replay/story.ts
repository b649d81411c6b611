import fc from 'fast-check'
import type { Fate } from '../interleaving.ts'

/** What happens at the same moment, and then at the next: a day lies between two moments. */
export type Act =
  /** `shows` the unionid of the person, or that of somebody else. */
  | { readonly does: 'login'; readonly app: AppName; readonly shows: 'own' | 'another' | undefined }
  /** An administrator takes back the nth merge, or lifts the barrier of its split. */
  | { readonly does: 'split' | 'lift'; readonly nth: number }
  /** The person wants the account deleted that this app signs in to. */
  | { readonly does: 'erase'; readonly app: AppName }
  | { readonly does: 'job' }

export type AppName = '1' | '2' | '3'

export interface Performed {
  readonly act: Act
  /** What becomes of its requests; those after the last are carried out. */
  readonly fates: readonly Fate[]
}

export interface Story {
  /** The moment from which on app 1 is bound to the open platform of app 3. */
  readonly rebound: number
  readonly moments: readonly (readonly Performed[])[]
}

const app = fc.constantFrom<AppName>('1', '1', '2', '2', '3')

const login: fc.Arbitrary<Act> = fc.record({
  does: fc.constant('login'),
  app,
  shows: fc.constantFrom(undefined, 'own', 'own', 'own', 'another'),
})

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 10, arbitrary: login },
  { weight: 5, arbitrary: fc.record({ does: fc.constant('split'), nth: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('job') }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('lift'), nth: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('erase'), app }) },
)

/** Most calls come through; some end before a request is sent, or before its reply is heard. */
const fates: fc.Arbitrary<readonly Fate[]> = fc.oneof(
  { weight: 6, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc
      .record({ nth: fc.nat(12), fate: fc.constantFrom<Fate>('never sent', 'reply lost') })
      .map(({ nth, fate }) => [...Array.from({ length: nth }, (): Fate => 'carried out'), fate]),
  },
)

const whole = (one: Act): readonly Performed[] => [{ act: one, fates: [] }]

const shows = (name: AppName): Act => ({ does: 'login', app: name, shows: 'own' })
const silent = (name: AppName): Act => ({ does: 'login', app: name, shows: undefined })

/** Accounts that will be proved to be one: the last to show its unionid is the youngest, or there is nobody yet. */
const BEFORE: readonly (readonly Act[])[] = [
  [],
  [silent('1'), shows('2')],
  [shows('3'), silent('1'), shows('2')],
  [silent('1'), shows('2'), shows('1')],
]

const moment: fc.Arbitrary<readonly Performed[]> = fc.array(fc.record({ act, fates }), {
  minLength: 2,
  maxLength: 4,
  size: 'max',
})

const JOB: Act = { does: 'job' }

/** One after the other first, then anything at once; the last word has the timer. */
export const story: fc.Arbitrary<Story> = fc
  .record({
    rebound: fc.constantFrom(2, 3, 4, 99),
    before: fc.constantFrom(...BEFORE),
    moments: fc.array(moment, { minLength: 3, maxLength: 4, size: 'max' }),
  })
  .map(({ rebound, before, moments }) => ({
    rebound,
    moments: [...before.map(whole), ...moments, whole(JOB), whole(JOB)],
  }))
