import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { AppIdSchema, OpenIdSchema, OpenPlatformIdSchema, UnionIdSchema, UserIdSchema } from '../base/ids.ts'
import type { Decision } from './decide.ts'
import { decide } from './decide.ts'
import type { Evidence } from './evidence.ts'
import type { Facts, ProvedUnion } from './facts.ts'
import { needsHoldings } from './facts.ts'

const platform = v.parse(OpenPlatformIdSchema, 'main')
const X = v.parse(UnionIdSchema, 'oUNION_X')
const Y = v.parse(UnionIdSchema, 'oUNION_Y')
const mine = v.parse(UserIdSchema, 'uAAAAAAAAAAAAAAAAAAAAAA')
const theirs = v.parse(UserIdSchema, 'uBBBBBBBBBBBBBBBBBBBBBB')
const now: ProvedUnion = { platform, epoch: 1, unionid: X }

/** Every value that a fact can take, as far as the decision can tell values apart. */
const VALUES = {
  unionid: { none: undefined, X },
  binding: { none: undefined, bound: { openPlatform: platform, epoch: 1 } },
  identity: {
    none: undefined,
    unproved: { userId: mine, unions: [] },
    'proved X': { userId: mine, unions: [now] },
    'proved Y': { userId: mine, unions: [{ ...now, unionid: Y }] },
    'Y of an older epoch': { userId: mine, unions: [{ ...now, epoch: 0, unionid: Y }] },
  },
  union: { none: undefined, mine: { userId: mine }, theirs: { userId: theirs } },
  holdings: {
    unread: undefined,
    nothing: [],
    X: [now],
    Y: [{ ...now, unionid: Y }],
    'X and Y': [now, { ...now, unionid: Y }],
    'Y of an older epoch': [{ ...now, epoch: 0, unionid: Y }],
  },
} as const

type Field = keyof typeof VALUES
type Row = { readonly [F in Field]: keyof (typeof VALUES)[F] | '*' } & { readonly means: string }

/**
 * The specification. `means` is kind[/adds or reason][ of whose user]. A `*` stands for every value, and no two rows
 * may speak of the same case.
 */
const TABLE: readonly Row[] = [
  { identity: 'none', unionid: 'none', binding: '*', union: 'none', holdings: '*', means: 'create' },
  { identity: 'none', unionid: 'X', binding: 'none', union: 'none', holdings: '*', means: 'create' },
  {
    identity: 'none',
    unionid: 'X',
    binding: 'bound',
    union: 'none',
    holdings: '*',
    means: 'create with union',
  },
  {
    identity: 'none',
    unionid: 'X',
    binding: 'bound',
    union: 'mine',
    holdings: '*',
    means: 'attach/identity of mine',
  },
  {
    identity: 'none',
    unionid: 'X',
    binding: 'bound',
    union: 'theirs',
    holdings: '*',
    means: 'attach/identity of theirs',
  },

  ...(['unproved', 'proved X', 'proved Y', 'Y of an older epoch'] as const).flatMap((identity): Row[] => [
    { identity, unionid: 'none', binding: '*', union: 'none', holdings: '*', means: 'sign-in of mine' },
    { identity, unionid: 'X', binding: 'none', union: 'none', holdings: '*', means: 'sign-in of mine' },
  ]),

  {
    identity: 'proved Y',
    unionid: 'X',
    binding: 'bound',
    union: '*',
    holdings: '*',
    means: 'conflict/IDENTITY_HAS_OTHER_UNIONID of mine',
  },

  {
    identity: 'proved X',
    unionid: 'X',
    binding: 'bound',
    union: 'mine',
    holdings: '*',
    means: 'sign-in of mine',
  },
  {
    identity: 'proved X',
    unionid: 'X',
    binding: 'bound',
    union: 'theirs',
    holdings: '*',
    means: 'conflict/TWO_USERS of mine',
  },

  ...(['unproved', 'Y of an older epoch'] as const).flatMap((identity): Row[] => [
    { identity, unionid: 'X', binding: 'bound', union: 'mine', holdings: '*', means: 'attach/mark of mine' },
    {
      identity,
      unionid: 'X',
      binding: 'bound',
      union: 'theirs',
      holdings: '*',
      means: 'conflict/TWO_USERS of mine',
    },
  ]),

  ...(['unproved', 'Y of an older epoch', 'proved X'] as const).flatMap((identity): Row[] => [
    ...(['unread', 'nothing', 'X', 'Y of an older epoch'] as const).map(
      (holdings): Row => ({
        identity,
        unionid: 'X',
        binding: 'bound',
        union: 'none',
        holdings,
        means: 'attach/union of mine',
      }),
    ),
    ...(['Y', 'X and Y'] as const).map(
      (holdings): Row => ({
        identity,
        unionid: 'X',
        binding: 'bound',
        union: 'none',
        holdings,
        means: 'conflict/USER_HAS_OTHER_UNIONID of mine',
      }),
    ),
  ]),
]

interface Case {
  readonly names: Readonly<Record<Field, string>>
  readonly evidence: Evidence
  readonly facts: Facts
}

const entries = <T extends object>(values: T) => Object.entries(values) as [string, T[keyof T]][]

const CASES: readonly Case[] = entries(VALUES.unionid).flatMap(([unionidName, unionid]) =>
  entries(VALUES.binding).flatMap(([bindingName, binding]) =>
    entries(VALUES.identity).flatMap(([identityName, identity]) =>
      entries(VALUES.union)
        // Without a unionid, or without a binding to name its platform, no union is looked up.
        .filter(([, union]) => union === undefined || (unionid !== undefined && binding !== undefined))
        .flatMap(([unionName, union]) =>
          entries(VALUES.holdings).map(([holdingsName, holdings]) => ({
            names: {
              unionid: unionidName,
              binding: bindingName,
              identity: identityName,
              union: unionName,
              holdings: holdingsName,
            },
            evidence: {
              appid: v.parse(AppIdSchema, 'wx0123456789abcdef'),
              openid: v.parse(OpenIdSchema, 'oPERSON'),
              ...(unionid !== undefined && { unionid }),
              route: 'wx-context',
              observedAt: 0,
            } as const,
            facts: { binding, identity, union, holdings },
          })),
        ),
    ),
  ),
)

const rowsFor = ({ names }: Case): readonly Row[] =>
  TABLE.filter((row) =>
    entries(VALUES).every(([field]) => {
      const wanted = row[field as Field]
      return wanted === '*' || wanted === names[field as Field]
    }),
  )

const whose = (userId: string): string => (userId === mine ? 'mine' : 'theirs')

const inWords = (decision: Decision): string => {
  switch (decision.kind) {
    case 'create':
      return decision.union === undefined ? 'create' : 'create with union'
    case 'sign-in':
      return `sign-in of ${whose(decision.userId)}`
    case 'attach':
      return `attach/${decision.adds} of ${whose(decision.userId)}`
    case 'conflict':
      return `conflict/${decision.reason} of ${whose(decision.userId)}`
  }
}

describe('decide', () => {
  it(`has exactly one row for each of ${CASES.length} cases (${TABLE.length} rows)`, () => {
    expect(CASES.filter((one) => rowsFor(one).length !== 1).map(({ names }) => names)).toEqual([])
  })

  it('decides every case as its row says', () => {
    const decided = CASES.map((one) => ({ ...one.names, means: inWords(decide(one.evidence, one.facts)) }))
    const specified = CASES.map((one) => ({ ...one.names, means: rowsFor(one)[0]?.means }))
    expect(decided).toEqual(specified)
  })

  it('asks for the holdings of the user exactly where they change the decision', () => {
    const differs = (one: Case): boolean =>
      new Set(
        entries(VALUES.holdings).map(([, holdings]) =>
          inWords(decide(one.evidence, { ...one.facts, holdings })),
        ),
      ).size > 1
    expect(
      CASES.filter((one) => needsHoldings(one.evidence.unionid, one.facts) !== differs(one)).map(
        ({ names }) => names,
      ),
    ).toEqual([])
  })

  it('keeps the unionid that it was shown, for the union that it adds', () => {
    const added = CASES.map((one) => decide(one.evidence, one.facts)).flatMap((decision) =>
      'union' in decision && decision.union !== undefined ? [decision.union] : [],
    )
    expect(added.length).toBeGreaterThan(0)
    expect(added).toEqual(added.map(() => now))
  })
})
