import type { Proof } from './state.ts'
import type { Binding, Call, Login, World } from './world.ts'

/** Open platform A, to which most apps are bound, and B, to which app 1 or all of them are bound later. */
const A: Binding = { platform: 'A', epoch: 0 }
const B: Binding = { platform: 'B', epoch: 0 }
const LATER_B: Binding = { platform: 'B', epoch: 1 }

/** The person's unionids, and one of somebody else. */
const ON_A = 'x'
const ON_B = 'b'
const FOREIGN = 'y'

const JOB = { does: 'job' } as const

type Placed = Call & { readonly after?: readonly number[] }

const login = (app: string, binding: Binding, unionid: string | undefined): Login => ({
  does: 'login',
  app,
  binding,
  unionid,
})

const showing = (app: string, binding = A): Login =>
  login(app, binding, binding.platform === 'A' ? ON_A : ON_B)
const silent = (app: string, binding = A): Login => login(app, binding, undefined)

/** The first calls one after the other, then all others at the same time. */
const history = (first: readonly Call[], then: readonly Call[]): readonly Placed[] => [
  ...first.map((call, index) => (index === 0 ? call : { ...call, after: [index - 1] })),
  ...then.map((call) => (first.length === 0 ? call : { ...call, after: [first.length - 1] })),
]

const apps = (bindings: Readonly<Record<string, Binding>>): Readonly<Record<string, Proof>> =>
  Object.fromEntries(
    Object.entries(bindings).map(([app, binding]) => [
      app,
      { ...binding, unionid: binding.platform === 'A' ? ON_A : ON_B },
    ]),
  )

const TWO_APPS = apps({ 1: A, 2: A })
const THREE_APPS = apps({ 1: A, 2: A, 3: A })
/** App 1 was bound to A and is now bound to B, to which app 3 has always been bound. */
const RE_BOUND = apps({ 1: LATER_B, 2: A, 3: B })

/** The account of app 3 is the oldest, that of app 2 the youngest; app 1 belongs to both others once it has shown all. */
const CHAIN = [showing('3', B), silent('1'), showing('2')]

/** Worlds that together take seconds. Every rule that is broken shows in one of them. */
export const SMALL = {
  'a person arrives by two apps': {
    calls: history([], [showing('1'), showing('2'), silent('1')]),
    apps: TWO_APPS,
    faults: 1,
  },
  'two accounts are proved to be one by both apps at once': {
    calls: history([silent('1'), silent('2')], [showing('1'), showing('2')]),
    apps: TWO_APPS,
    faults: 1,
  },
  'a third app claims while two are merged': {
    calls: history([silent('1'), showing('2')], [showing('1'), showing('3'), { does: 'job' }]),
    apps: THREE_APPS,
    faults: 0,
  },
  'the survivor is merged on at once': {
    calls: history(CHAIN, [showing('1'), showing('1', LATER_B)]),
    apps: RE_BOUND,
    faults: 1,
  },
  'one openid shows two unionids at once': {
    calls: history([silent('1')], [showing('1'), login('1', A, FOREIGN)]),
    apps: apps({ 1: A }),
    faults: 1,
  },
  'a merge is split while a third app arrives': {
    calls: history([silent('1'), showing('2')], [showing('1'), showing('3'), { does: 'split' }]),
    apps: THREE_APPS,
    faults: 0,
  },
  'a merge is split while the survivor is merged on': {
    calls: history([...CHAIN, showing('1')], [showing('1', LATER_B), showing('2'), { does: 'split' }]),
    apps: RE_BOUND,
    faults: 0,
  },
  'two merges of a chain are split': {
    calls: history([...CHAIN, showing('1')], [showing('1', LATER_B), { does: 'split' }, { does: 'split' }]),
    apps: RE_BOUND,
    faults: 0,
  },
  'two merges of a chain are split, one after the other': {
    calls: history(
      [...CHAIN, showing('1'), showing('1', LATER_B), { does: 'split' }, JOB, JOB, { does: 'split' }],
      [],
    ),
    apps: RE_BOUND,
    faults: 0,
  },
  'a newcomer while a split is finished': {
    calls: history(
      [silent('1'), showing('2')],
      [showing('1'), showing('3'), { does: 'split' }, { does: 'job' }],
    ),
    apps: THREE_APPS,
    faults: 0,
  },
  'a newcomer during the first pass of a split': {
    calls: [
      silent('1'),
      { ...showing('2'), after: [0] },
      { ...showing('1'), after: [1] },
      { does: 'split', after: [2] },
      { ...showing('3'), after: [2] },
      { does: 'job', after: [3] },
      { does: 'job', after: [5] },
    ],
    apps: THREE_APPS,
    faults: 0,
  },
  'a newcomer between two passes of a split': {
    calls: [
      silent('1'),
      { ...showing('2'), after: [0] },
      { ...showing('1'), after: [1] },
      { does: 'split', after: [1] },
      { does: 'job', after: [3] },
      { ...showing('3'), after: [4] },
      { does: 'job', after: [4] },
    ],
    apps: THREE_APPS,
    faults: 0,
  },
  'an openid shows another unionid after a split': {
    calls: history(
      [silent('1'), showing('2'), showing('1'), { does: 'split' }, JOB, JOB],
      [login('1', A, FOREIGN)],
    ),
    apps: TWO_APPS,
    faults: 0,
  },
  'a person returns while the account is deleted': {
    calls: history(
      [silent('1'), showing('2')],
      [showing('1'), silent('1'), { does: 'erase', app: '1' }, { does: 'job' }],
    ),
    apps: TWO_APPS,
    faults: 0,
  },
  'an account is deleted while it is merged': {
    calls: history(
      [silent('1'), showing('2')],
      [showing('1'), showing('3'), { does: 'erase', app: '1' }, JOB, JOB],
    ),
    apps: THREE_APPS,
    faults: 0,
  },
  'an openid shows two unionids while its account is split': {
    calls: [
      showing('2'),
      { ...silent('1'), after: [0] },
      { ...showing('1'), after: [1] },
      { ...login('1', LATER_B, FOREIGN), after: [1] },
      { does: 'split', after: [1] },
      { ...showing('1', LATER_B), after: [2] },
    ],
    apps: RE_BOUND,
    faults: 0,
  },
  'an account is deleted after a merge that died': {
    calls: history([silent('1'), showing('2')], [showing('1'), { does: 'erase', app: '1' }, { does: 'job' }]),
    apps: TWO_APPS,
    faults: 1,
  },
} as const satisfies Readonly<Record<string, World>>

/** Worlds that take minutes together. */
export const LARGE: Readonly<Record<string, World>> = {
  'four logins by two apps, from nothing': {
    calls: history([], [showing('1'), showing('2'), silent('1'), showing('2')]),
    apps: TWO_APPS,
    faults: 0,
  },
  'three accounts are proved to be one by all apps at once': {
    calls: history([silent('1'), silent('2'), silent('3')], [showing('1'), showing('2'), showing('3')]),
    apps: THREE_APPS,
    faults: 1,
  },
  'the same, where the clocks of servers differ, with the timer': {
    calls: history(
      [silent('1'), silent('2')],
      [showing('1'), showing('2'), { does: 'job' }, { does: 'job' }],
    ),
    apps: TWO_APPS,
    faults: 1,
    clocksRunBackwards: true,
  },
  'a chain of merges while the youngest account logs in, with the timer': {
    calls: history(CHAIN, [showing('1'), showing('1', LATER_B), showing('2'), { does: 'job' }]),
    apps: RE_BOUND,
    faults: 1,
  },
  'two people are taken for one by an app that is re-bound': {
    calls: history(CHAIN, [showing('1'), showing('1', LATER_B), login('3', B, FOREIGN)]),
    apps: RE_BOUND,
    faults: 1,
  },
  'a split, a newcomer and the timer': {
    calls: history(
      [silent('1'), showing('2')],
      [showing('1'), showing('3'), { does: 'split' }, { does: 'job' }],
    ),
    apps: THREE_APPS,
    faults: 1,
  },
  'two splits of a chain, with the timer': {
    calls: history(
      [...CHAIN, showing('1')],
      [showing('1', LATER_B), { does: 'split' }, { does: 'split' }, { does: 'job' }],
    ),
    apps: RE_BOUND,
    faults: 1,
  },
  'a deletion, a split and a newcomer': {
    calls: history(
      [silent('1'), showing('2')],
      [showing('1'), showing('3'), { does: 'split' }, { does: 'erase', app: '1' }],
    ),
    apps: THREE_APPS,
    faults: 0,
  },
  'a deletion, a return and the timer': {
    calls: history(
      [silent('1'), showing('2')],
      [showing('1'), showing('2'), { does: 'erase', app: '1' }, { does: 'job' }],
    ),
    apps: TWO_APPS,
    faults: 1,
  },
}
