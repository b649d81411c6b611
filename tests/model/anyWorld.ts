import fc from 'fast-check'
import type { Proof } from './state.ts'
import type { Binding, Call, Login, World } from './world.ts'

/** How an app is bound: what it was bound to first, and what it is bound to now. */
const BOUND: readonly { readonly first: Binding; readonly now: Binding }[] = [
  { first: { platform: 'A', epoch: 0 }, now: { platform: 'A', epoch: 0 } },
  { first: { platform: 'B', epoch: 0 }, now: { platform: 'B', epoch: 0 } },
  { first: { platform: 'A', epoch: 0 }, now: { platform: 'B', epoch: 1 } },
]

const unionidOn = ({ platform }: Binding): string => `the person's on ${platform}`

interface Shown {
  readonly app: '1' | '2' | '3'
  readonly when: 'first' | 'now'
  readonly unionid: 'the person' | 'nobody' | 'somebody else'
}

const shown = (strangers: boolean): fc.Arbitrary<Shown> =>
  fc.record({
    app: fc.constantFrom('1', '2', '3'),
    when: fc.constantFrom('first', 'now'),
    unionid: strangers
      ? fc.constantFrom('the person', 'nobody', 'somebody else')
      : fc.constantFrom('the person', 'the person', 'nobody'),
  })

/** What happens beside the logins. */
const BESIDE: readonly (readonly Call[])[] = [
  [],
  [{ does: 'job' }],
  [{ does: 'split' }],
  [{ does: 'split' }, { does: 'job' }],
  [{ does: 'split' }, { does: 'split' }],
  [{ does: 'erase', app: '1' }, { does: 'job' }],
  [{ does: 'erase', app: '2' }, { does: 'job' }],
  [{ does: 'split' }, { does: 'erase', app: '3' }],
]

/** Up to four logins one after the other, then two or three at once, beside jobs, splits and deletions. */
export const anyWorld: fc.Arbitrary<World> = fc
  .record({
    bound: fc.tuple(fc.constantFrom(...BOUND), fc.constantFrom(...BOUND), fc.constantFrom(...BOUND)),
    strangers: fc.oneof(
      { weight: 3, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
    beside: fc.constantFrom(...BESIDE),
    faults: fc.constantFrom(0, 0, 1),
    clocksRunBackwards: fc.boolean(),
  })
  .chain(({ bound, strangers, beside, faults, clocksRunBackwards }) => {
    const apps = { 1: bound[0], 2: bound[1], 3: bound[2] }
    const loginOf = ({ app, when, unionid }: Shown): Login => {
      const binding = apps[app][when]
      const own = unionidOn(binding)
      const known = { 'the person': own, nobody: undefined, 'somebody else': `not ${own}` }
      return { does: 'login', app, binding, unionid: known[unionid] }
    }
    const lastShown = ({ now }: { readonly now: Binding }): Proof => ({ ...now, unionid: unionidOn(now) })
    return fc
      .record({
        before: fc.array(shown(strangers), { maxLength: 4 }),
        atOnce: fc.array(shown(strangers), { minLength: 2, maxLength: 3 }),
      })
      .map(({ before, atOnce }) => ({
        calls: [
          ...before.map((one, index) => ({ ...loginOf(one), after: index === 0 ? [] : [index - 1] })),
          ...[...atOnce.map(loginOf), ...beside].map((call) => ({
            ...call,
            after: before.length === 0 ? [] : [before.length - 1],
          })),
        ],
        apps: { 1: lastShown(bound[0]), 2: lastShown(bound[1]), 3: lastShown(bound[2]) },
        faults,
        clocksRunBackwards,
      }))
  })
