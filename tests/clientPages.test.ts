import { describe, expect, it } from 'vitest'
import { conflictOf } from '../miniprogram/pages/admin/conflicts/conflict.ts'
import { coverageOf } from '../miniprogram/pages/admin/overview/coverage.ts'
import { readSearch } from '../miniprogram/pages/admin/overview/search.ts'
import { figuresOf } from '../miniprogram/pages/admin/overview/windows.ts'
import { graphOf } from '../miniprogram/pages/admin/user/graph.ts'
import { holdingsOf } from '../miniprogram/pages/privacy/holding.ts'
import { offersOf, purchaseOf, unionidCame } from '../miniprogram/pages/shop/purchase.ts'
import type { DayFigures } from '../miniprogram/services/oneid/contract.ts'
import { failureOf, noticeOf } from '../miniprogram/view/failure.ts'
import { miniprogramSizes } from '../scripts/project/miniprogramSizes.ts'

/** What the pages of the mini-program make of what the service says, where no page is needed to see it. */

const USER = 'uAAAAAAAAAAAAAAAAAAAAAA'
const OTHER = 'uBBBBBBBBBBBBBBBBBBBBBB'

describe('what an administrator types', () => {
  it.each([
    [USER, { userId: USER }],
    [` ${USER} `, { userId: USER }],
    ['13800000001', { phone: '+8613800000001' }],
    ['138-0000-0001', { phone: '+8613800000001' }],
    ['+85261234567', { phone: '+85261234567' }],
    ['wx5a3e1f0c7b2d4e61  oNI_abc', { appid: 'wx5a3e1f0c7b2d4e61', openid: 'oNI_abc' }],
    ['main oUnion', { openPlatform: 'main', unionid: 'oUnion' }],
    ['小爱', undefined],
    ['', undefined],
    ['12', undefined],
    ['main oUnion more', undefined],
  ])('%j', (typed, by) => {
    expect(readSearch(typed)).toEqual(by)
  })
})

it('of the figures of payments only those that happened are lines, and the first two always', () => {
  const none = {
    ok: true as const,
    opened: 0,
    used: 0,
    unneeded: 0,
    dropped: 0,
    open: 0,
    lost: {},
    within: [],
  }
  expect(figuresOf(none).map(({ words }) => words)).toEqual(['付款时 UnionID 暂缺', '由支付补上'])
  const some = { ...none, opened: 9, used: 4, open: 1, lost: { LATE: 3, '89004': 1 } }
  expect(figuresOf(some).map(({ words, value }) => `${words} ${value}`)).toEqual([
    '付款时 UnionID 暂缺 9',
    '由支付补上 4',
    '还在等待 1',
    '错过：微信错误 89004 1',
    '错过：超过五分钟 3',
  ])
})

describe('the coverage', () => {
  const windows = { opened: 0, used: 0, unneeded: 0, dropped: 0, open: 0, lost: {}, within: [] }
  const day = (name: string, apps: DayFigures['apps']): DayFigures => ({
    ...{ day: name, at: new Date(`${name}T14:05:00`).getTime(), users: { active: 9, merged: 2 }, apps },
    ...{ merges: {}, conflicts: 0, openConflicts: 0, windows },
  })
  const shop = (known: number, identities: number) => ({
    ...{ app: 'shop', identities, known, seen: 4, added: 1 },
    routes: [{ route: 'wx-context', identities, known }],
  })

  it('is of the last day, and says what has changed since the first', () => {
    expect(coverageOf([day('2026-11-19', [shop(50, 100)]), day('2026-11-20', [shop(80, 110)])])).toEqual({
      counted: '2026-11-20 14:05 统计，共 9 个用户',
      apps: [
        {
          ...{ name: 'shop', percent: 72, count: '80 / 110' },
          note: '今日 4 人来过 · 新增 1 · 覆盖率 +22%',
          routes: [{ name: '登录', percent: 72, count: '80 / 110' }],
        },
      ],
    })
  })

  it('rounds down, so that 100% is everybody, and divides nothing by nobody', () => {
    const percent = (known: number, identities: number) =>
      coverageOf([day('2026-11-20', [shop(known, identities)])])?.apps[0]?.percent
    expect([percent(999, 1000), percent(1000, 1000), percent(0, 0)]).toEqual([99, 100, 0])
  })

  it('of one day says nothing of a change, and of an app that is new neither', () => {
    const notes = (days: readonly DayFigures[]) => coverageOf(days)?.apps.map(({ note }) => note)
    expect(notes([day('2026-11-20', [shop(1, 2)])])).toEqual(['今日 4 人来过 · 新增 1'])
    expect(notes([day('2026-11-19', []), day('2026-11-20', [shop(1, 2)])])).toEqual([
      '今日 4 人来过 · 新增 1',
    ])
    expect(coverageOf([])).toBeNull()
  })
})

describe('a merge in the graph', () => {
  const at = 1_000
  const merge = {
    mergeId: 'mg-1',
    survivor: USER,
    loser: OTHER,
    at,
    by: 'paid-order',
    state: 'closed' as const,
    undoUntil: 2_000,
    barrier: false,
  }
  const shown = (userId: string, merges: readonly object[], now: number) =>
    graphOf(
      {
        userId,
        status: 'active',
        createdAt: at,
        administrator: false,
        identities: [],
        unions: [],
        merges: merges.map((one) => ({ ...merge, ...one })),
      },
      now,
    ).merges[0]

  it('can be split until its time is over, and only once', () => {
    expect(shown(USER, [{}], 1_999)).toMatchObject({ canSplit: true, title: `并入了 ${OTHER}` })
    expect(shown(USER, [{}], 2_000)).toMatchObject({ canSplit: false })
    expect(shown(USER, [{ state: 'split', barrier: true }], 0)).toMatchObject({
      canSplit: false,
      canLift: true,
    })
  })

  it('is told from both sides, with its route in words', () => {
    expect(shown(OTHER, [{}], 0)?.title).toBe(`并入 ${USER}`)
    expect(shown(USER, [{ by: 'administrator', reason: '来电' }], 0)?.notes[0]).toMatch(/，管理员：来电$/)
    expect(shown(USER, [{}], 0)?.notes[0]).toMatch(/，支付$/)
  })
})

it('a conflict names one account or two, and an unknown reason as it is', () => {
  const conflict = { conflictId: 'cf-1', reason: 'BARRIER', at: 0, app: 'shop', userId: USER }
  expect(conflictOf(conflict)).toMatchObject({ title: '曾被拆分', users: [USER] })
  expect(conflictOf({ ...conflict, reason: 'NEW', otherUserId: OTHER })).toMatchObject({
    title: 'NEW',
    users: [USER, OTHER],
  })
})

it('an export is told by kind, without what is empty', () => {
  expect(holdingsOf({ users: [{}], orders: [], notes: [{}, {}] })).toEqual([
    { name: 'users', words: '账号与资料：1 条' },
    { name: 'notes', words: 'notes：2 条' },
  ])
})

it('a purchase tells how the unionid came', () => {
  const [offer] = offersOf([{ id: 'coffee', description: '一杯咖啡', fen: 1_905 }])
  if (offer === undefined) throw new Error('no offer')
  expect(offer.price).toBe('¥19.05')
  const paid = { order: 'o1', status: 'paid' as const, unionid: 'known' as const }
  const bought = purchaseOf(offer, paid, { unionid: 'missing' })
  expect(bought.unionid).toBe('waiting')
  expect(unionidCame(bought, 'known', true)).toMatchObject({ unionid: 'known', merged: true })
  const before = purchaseOf(offer, paid, { unionid: 'known' })
  expect(unionidCame(before, 'known', false)).toMatchObject({ unionid: 'known-before', merged: false })
  expect(purchaseOf(offer, { ...paid, unionid: 'missing' }, { unionid: 'missing' }).unionid).toBe('missing')
})

it('a failure is told with its code and request; what is none of ours is thrown on', async () => {
  const { OneIdError } = await import('../miniprogram/services/oneid/index.ts')
  const error = new OneIdError({ code: 'BUSY', message: '服务繁忙。', requestId: 'r-9' })
  expect(noticeOf(error)).toBe('服务繁忙。（BUSY r-9）')
  expect(failureOf(error)).toMatchObject({ code: 'BUSY', isOffline: false })
  const mistake = new TypeError('x is not a function')
  expect(() => failureOf(mistake)).toThrow(mistake)
})

it('a phone downloads little: the SDK at most 8 KB, the main package less than half of what it may be', async () => {
  const { sdk, mainPackage, subPackages } = await miniprogramSizes()
  // A bundle that lost its contents would be small as well.
  expect([sdk > 4_000, mainPackage > 40_000, subPackages > 10_000]).toEqual([true, true, true])
  expect(sdk).toBeLessThanOrEqual(8_192)
  expect(mainPackage).toBeLessThan(100_000)
})
