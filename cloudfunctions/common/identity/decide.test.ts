import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import {
  AppIdSchema,
  MergeIdSchema,
  OpenIdSchema,
  OpenPlatformIdSchema,
  UnionIdSchema,
  UserIdSchema,
} from '../base/ids.ts'
import { decide } from './decide.ts'
import type { Decision } from './decision.ts'
import type { Evidence } from './evidence.ts'
import type { Facts, KnownUser, ProvedUnion } from './facts.ts'

const platform = v.parse(OpenPlatformIdSchema, 'main')
const elsewhere = v.parse(OpenPlatformIdSchema, 'other')
const X = v.parse(UnionIdSchema, 'oUNION_X')
const Y = v.parse(UnionIdSchema, 'oUNION_Y')
const mine = v.parse(UserIdSchema, 'uAAAAAAAAAAAAAAAAAAAAAA')
const theirs = v.parse(UserIdSchema, 'uBBBBBBBBBBBBBBBBBBBBBB')
const heir = v.parse(UserIdSchema, 'uCCCCCCCCCCCCCCCCCCCCCC')
const someMerge = v.parse(MergeIdSchema, `mg-${'a'.repeat(32)}`)
const now: ProvedUnion = { platform, epoch: 1, unionid: X }

/** Every state that a user can be in, as far as the decision can tell states apart. */
const USERS = ['active', 'administrator', 'deleting', 'splitting', 'split', 'merged', 'deleted'] as const
type UserState = (typeof USERS)[number]
const CURRENT = ['active', 'administrator', 'deleting', 'splitting', 'split'] as const

/** Every value that a fact can take. */
const VALUES = {
  app: ['registered', 'unregistered'],
  snapshot: ['no', 'yes'],
  unionid: ['none', 'X'],
  binding: ['none', 'bound'],
  /** The user of the identity. */
  user: ['no identity', ...USERS],
  /** What the identity has proved so far. */
  proved: ['nothing', 'X', 'Y', 'Y in an older epoch', 'Y in a newer epoch', 'Y on another platform'],
  /** The user of the union. */
  union: ['none', 'same user', ...USERS],
  /** What the user of the identity holds. */
  holdings: ['nothing', 'X', 'Y', 'X and Y', 'Y in an older epoch', 'Y on another platform'],
  /** What the user of the union holds. */
  theirs: ['X', 'X and Y', 'X and an older Y'],
} as const

type Field = keyof typeof VALUES
type Value<F extends Field> = (typeof VALUES)[F][number]
type Case = { readonly [F in Field]: Value<F> }
/** A fact that is not named may be anything. `means` is kind[/detail][ of whose user]. */
type Row = { readonly [F in Field]?: readonly Value<F>[] } & { readonly means: string }

const person = { app: ['registered'], snapshot: ['no'] } as const
const known = { ...person, user: CURRENT } as const
const shows = { ...known, unionid: ['X'], binding: ['bound'] } as const
const notSplitting = ['active', 'administrator', 'deleting', 'split'] as const
const notY = ['nothing', 'X', 'Y in an older epoch', 'Y in a newer epoch', 'Y on another platform'] as const
const noClash = ['nothing', 'X', 'Y in an older epoch', 'Y on another platform'] as const
const theirsAgree = ['X', 'X and an older Y'] as const

/** A user who is gone, and what becomes of a key that points at it. */
const GONE = { merged: 'follows', deleted: 'goes' } as const
const gone = ['merged', 'deleted'] as const

/** The specification. No two rows may speak of the same case. */
const TABLE: readonly Row[] = [
  { app: ['unregistered'], means: 'refuse/APP_NOT_REGISTERED' },
  { app: ['registered'], snapshot: ['yes'], means: 'refuse/SNAPSHOT_USER' },

  ...gone.flatMap((user): Row[] => [
    { ...person, user: [user], union: ['none', ...CURRENT], means: `heal/identity ${GONE[user]}` },
    {
      ...person,
      user: [user],
      union: ['same user'],
      means: `heal/identity ${GONE[user]}, union ${GONE[user]}`,
    },
    ...gone.map(
      (union): Row => ({
        ...person,
        user: [user],
        union: [union],
        means: `heal/identity ${GONE[user]}, union ${GONE[union]}`,
      }),
    ),
    { ...person, user: ['no identity', ...CURRENT], union: [user], means: `heal/union ${GONE[user]}` },
  ]),

  { ...person, user: ['no identity'], union: ['none'], unionid: ['none'], means: 'create' },
  { ...person, user: ['no identity'], union: ['none'], unionid: ['X'], binding: ['none'], means: 'create' },
  {
    ...person,
    user: ['no identity'],
    union: ['none'],
    unionid: ['X'],
    binding: ['bound'],
    means: 'create with union',
  },
  { ...person, user: ['no identity'], union: CURRENT, means: 'attach/identity of theirs' },

  { ...known, unionid: ['none'], union: ['none'], means: 'sign-in of mine' },
  { ...known, unionid: ['X'], binding: ['none'], union: ['none'], means: 'sign-in of mine' },

  {
    ...shows,
    proved: ['Y'],
    union: ['none', 'same user', ...CURRENT],
    means: 'conflict/IDENTITY_HAS_OTHER_UNIONID of mine',
  },

  { ...shows, user: ['splitting'], proved: notY, union: ['none'], means: 'conflict/SPLIT_UNDERWAY of mine' },
  {
    ...shows,
    user: notSplitting,
    proved: notY,
    union: ['none'],
    holdings: noClash,
    means: 'attach/union of mine',
  },
  {
    ...shows,
    user: notSplitting,
    proved: notY,
    union: ['none'],
    holdings: ['Y', 'X and Y'],
    means: 'conflict/USER_HAS_OTHER_UNIONID of mine',
  },

  { ...shows, proved: ['X'], union: ['same user'], means: 'sign-in of mine' },
  {
    ...shows,
    proved: ['nothing', 'Y in an older epoch', 'Y in a newer epoch', 'Y on another platform'],
    union: ['same user'],
    means: 'attach/mark of mine',
  },

  {
    ...shows,
    user: ['administrator'],
    proved: notY,
    union: CURRENT,
    means: 'conflict/ADMINISTRATOR of mine',
  },
  {
    ...shows,
    user: ['active', 'deleting', 'splitting', 'split'],
    proved: notY,
    union: ['administrator'],
    means: 'conflict/ADMINISTRATOR of mine',
  },
  {
    ...shows,
    user: ['deleting'],
    proved: notY,
    union: ['active', 'deleting', 'splitting', 'split'],
    means: 'conflict/DELETION_PENDING of mine',
  },
  {
    ...shows,
    user: ['active', 'splitting', 'split'],
    proved: notY,
    union: ['deleting'],
    means: 'conflict/DELETION_PENDING of mine',
  },
  {
    ...shows,
    user: ['splitting'],
    proved: notY,
    union: ['active', 'splitting', 'split'],
    means: 'conflict/SPLIT_UNDERWAY of mine',
  },
  {
    ...shows,
    user: ['active', 'split'],
    proved: notY,
    union: ['splitting'],
    means: 'conflict/SPLIT_UNDERWAY of mine',
  },
  { ...shows, user: ['split'], proved: notY, union: ['split'], means: 'conflict/BARRIER of mine' },
  ...(
    [
      [['active'], ['active', 'split']],
      [['split'], ['active']],
    ] as const
  ).flatMap(([user, union]): Row[] => [
    { ...shows, user, proved: notY, union, holdings: noClash, theirs: theirsAgree, means: 'merge' },
    {
      ...shows,
      user,
      proved: notY,
      union,
      holdings: noClash,
      theirs: ['X and Y'],
      means: 'conflict/USER_HAS_OTHER_UNIONID of mine',
    },
    {
      ...shows,
      user,
      proved: notY,
      union,
      holdings: ['Y', 'X and Y'],
      means: 'conflict/USER_HAS_OTHER_UNIONID of mine',
    },
  ]),
]

const userIn = (state: UserState, userId: typeof mine, unions: readonly ProvedUnion[]): KnownUser => {
  if (state === 'merged') return { status: 'merged', userId, into: heir, by: someMerge }
  if (state === 'deleted') return { status: 'deleted', userId }
  return {
    status: 'active',
    userId,
    createdAt: userId === mine ? 1 : 2,
    version: 1,
    administrator: state === 'administrator',
    deleting: state === 'deleting',
    splitting: state === 'splitting',
    unions,
    barriers: state === 'split' ? [someMerge] : [],
  }
}

const UNIONS: Readonly<
  Record<Value<'holdings'> | Value<'proved'> | Value<'theirs'>, readonly ProvedUnion[]>
> = {
  nothing: [],
  X: [now],
  Y: [{ ...now, unionid: Y }],
  'X and Y': [now, { ...now, unionid: Y }],
  'Y in an older epoch': [{ ...now, epoch: 0, unionid: Y }],
  'X and an older Y': [now, { ...now, epoch: 0, unionid: Y }],
  'Y in a newer epoch': [{ ...now, epoch: 2, unionid: Y }],
  'Y on another platform': [{ ...now, platform: elsewhere, unionid: Y }],
}

const unionOwner = ({ user, union, holdings, theirs: held }: Case): KnownUser | undefined => {
  if (union === 'none') return undefined
  if (union !== 'same user') return userIn(union, theirs, UNIONS[held])
  return user === 'no identity' ? undefined : userIn(user, mine, UNIONS[holdings])
}

const factsOf = (one: Case): Facts => {
  const owner = unionOwner(one)
  return {
    registered: one.app === 'registered',
    binding: one.binding === 'bound' ? { openPlatform: platform, epoch: 1 } : undefined,
    identity:
      one.user === 'no identity'
        ? undefined
        : { user: userIn(one.user, mine, UNIONS[one.holdings]), unions: UNIONS[one.proved] },
    union: owner && { user: owner },
  }
}

const evidenceOf = ({ unionid, snapshot }: Case): Evidence => ({
  appid: v.parse(AppIdSchema, 'wx0123456789abcdef'),
  openid: v.parse(OpenIdSchema, 'oPERSON'),
  ...(unionid === 'X' && { unionid: X }),
  ...(snapshot === 'yes' && { snapshot: true }),
  route: 'wx-context',
  observedAt: 0,
})

/** Without a unionid, or without a binding to name its platform, no union is looked up. */
const canBe = ({ unionid, binding, user, proved, union, holdings, theirs: held }: Case): boolean =>
  (union === 'none' || (unionid === 'X' && binding === 'bound')) &&
  (user !== 'no identity' || (union !== 'same user' && proved === 'nothing' && holdings === 'nothing')) &&
  (held === 'X' || (union !== 'none' && union !== 'same user'))

const product = <T, U>(some: readonly T[], more: readonly U[]): readonly (readonly [T, U])[] =>
  some.flatMap((one) => more.map((other) => [one, other] as const))

const CASES: readonly Case[] = product(
  product(product(VALUES.app, VALUES.snapshot), product(VALUES.unionid, VALUES.binding)),
  product(
    product(VALUES.user, VALUES.proved),
    product(VALUES.union, product(VALUES.holdings, VALUES.theirs)),
  ),
)
  .map(([[[app, snapshot], [unionid, binding]], [[user, proved], [union, [holdings, held]]]]) => ({
    app,
    snapshot,
    unionid,
    binding,
    user,
    proved,
    union,
    holdings,
    theirs: held,
  }))
  .filter(canBe)

const speaksOf = (row: Row, one: Case): boolean => {
  const allows = <T>(values: readonly T[] | undefined, value: T): boolean =>
    values === undefined || values.includes(value)
  return (
    allows(row.app, one.app) &&
    allows(row.snapshot, one.snapshot) &&
    allows(row.unionid, one.unionid) &&
    allows(row.binding, one.binding) &&
    allows(row.user, one.user) &&
    allows(row.proved, one.proved) &&
    allows(row.union, one.union) &&
    allows(row.holdings, one.holdings) &&
    allows(row.theirs, one.theirs)
  )
}

const rowsFor = (one: Case): readonly Row[] => TABLE.filter((row) => speaksOf(row, one))

const whose = (userId: string): string => (userId === mine ? 'mine' : 'theirs')

const inWords = (decision: Decision): string => {
  switch (decision.kind) {
    case 'create':
      return decision.union === undefined ? 'create' : 'create with union'
    case 'sign-in':
      return `sign-in of ${whose(decision.userId)}`
    case 'attach':
      return `attach/${decision.adds} of ${whose(decision.userId)}`
    case 'heal':
      return `heal/${decision.pointers.map(({ key, to }) => `${key} ${to ? 'follows' : 'goes'}`).join(', ')}`
    case 'merge':
      return 'merge'
    case 'conflict':
      return `conflict/${decision.reason} of ${whose(decision.userId)}`
    case 'refuse':
      return `refuse/${decision.reason}`
  }
}

const decisionOf = (one: Case): Decision => decide(evidenceOf(one), factsOf(one))

describe('decide', () => {
  it(`has exactly one row for each of ${CASES.length} cases (${TABLE.length} rows)`, () => {
    console.log(`figure: the decision table has ${TABLE.length} rows for ${CASES.length} cases`)
    expect(CASES.filter((one) => rowsFor(one).length !== 1)).toEqual([])
  })

  it('decides every case as its row says', () => {
    const decided = CASES.map((one) => ({ ...one, means: inWords(decisionOf(one)) }))
    const specified = CASES.map((one) => ({ ...one, means: rowsFor(one)[0]?.means }))
    expect(decided.filter(({ means }, at) => means !== specified[at]?.means)).toEqual([])
  })

  it('keeps the unionid that it was shown, for the union that it adds', () => {
    const added = CASES.map(decisionOf).flatMap((decision) =>
      'union' in decision && decision.union !== undefined ? [decision.union] : [],
    )
    expect(added.length).toBeGreaterThan(0)
    expect(added).toEqual(added.map(() => now))
  })

  it('names the user that a stale key follows, by the merge that ended the other, and whom it comes from', () => {
    const [one] = CASES.filter(
      ({ app, snapshot, user, union }) =>
        [app, snapshot, user, union].join() === 'registered,no,merged,deleted',
    )
    expect(one && decisionOf(one)).toEqual({
      kind: 'heal',
      pointers: [
        { key: 'identity', from: mine, to: { userId: heir, by: someMerge } },
        { key: 'union', from: theirs, to: undefined },
      ],
    })
  })

  it('names both users of a conflict between two, and one where only one is concerned', () => {
    const conflicts = CASES.map(decisionOf).filter((decision) => decision.kind === 'conflict')
    const others = new Set(conflicts.map(({ reason, other }) => `${reason} ${other ?? 'nobody'}`))
    expect([...others].sort()).toEqual([
      `ADMINISTRATOR ${theirs}`,
      `BARRIER ${theirs}`,
      `DELETION_PENDING ${theirs}`,
      'IDENTITY_HAS_OTHER_UNIONID nobody',
      'SPLIT_UNDERWAY nobody',
      `SPLIT_UNDERWAY ${theirs}`,
      'USER_HAS_OTHER_UNIONID nobody',
      `USER_HAS_OTHER_UNIONID ${theirs}`,
    ])
  })
})
