import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { AppIdSchema, OpenIdSchema, UnionIdSchema } from '../../cloudfunctions/common/base/ids.ts'
import type { BulkOutcome } from '../../cloudfunctions/common/flows/bulk.ts'
import { signInMany } from '../../cloudfunctions/common/flows/bulk.ts'
import { signIn } from '../../cloudfunctions/common/flows/signIn.ts'
import type { Evidence } from '../../cloudfunctions/common/identity/evidence.ts'
import type { Gate } from '../interleaving.ts'
import { counting, gateOf, undisturbed } from '../interleaving.ts'
import { cutEverywhere, otherEnds } from './cutting.ts'
import { useFollowersWorld } from './followersWorld.ts'
import type { AppName } from './officialAccounts.ts'
import { appidOf, config } from './officialAccounts.ts'

/** `signInMany` comes to the accounts that single sign-ins in the same order come to. */

const world = useFollowersWorld()

/** One line of what is known: few ids, so that they meet. */
interface Line {
  readonly app: AppName
  readonly openid: string
  readonly unionid: string | undefined
  readonly route: 'follower' | 'import' | 'wx-context'
}

const line: fc.Arbitrary<Line> = fc.record({
  app: fc.constantFrom<AppName>('shop', 'news', 'plain'),
  openid: fc.constantFrom('o_one_', 'o_two_', 'o_three_'),
  unionid: fc.constantFrom(undefined, 'u_first_', 'u_second_'),
  route: fc.constantFrom('follower', 'import', 'wx-context'),
})
const lines = (most: number) => fc.array(line, { maxLength: most })

const evidenceOf = ({ app, openid, unionid, route }: Line): Evidence => ({
  appid: v.parse(AppIdSchema, appidOf(app)),
  openid: v.parse(OpenIdSchema, openid),
  ...(unionid !== undefined && { unionid: v.parse(UnionIdSchema, unionid) }),
  route,
  observedAt: world.now(),
})

const single = async (some: readonly Line[], gate?: Gate): Promise<void> => {
  for (const one of some) {
    // Nobody is as old as somebody else: who survives a merge is no question of ids.
    world.advance(1)
    await signIn(world.ports(gate), config, evidenceOf(one))
  }
}
const inBulk = (some: readonly Line[], gate?: Gate): Promise<readonly BulkOutcome[]> => {
  world.advance(1)
  return signInMany(world.ports(gate), config, some.map(evidenceOf))
}

const KeySchema = v.object({
  userId: v.string(),
  appid: v.optional(v.string()),
  openid: v.optional(v.string()),
  unionid: v.optional(v.string()),
})

/** Who somebody has become. */
const heirs = (): ReadonlyMap<string, string> =>
  new Map(
    world
      .documents('users')
      .flatMap(({ _id, mergedInto }) =>
        mergedInto === undefined ? [] : [[String(_id), String(mergedInto)]],
      ),
  )
const heirOf = (userId: string, merged = heirs()): string => {
  const next = merged.get(userId)
  return next === undefined ? userId : heirOf(next, merged)
}

/** Which keys are one person's, whatever the ids of accounts are. */
const partition = (): readonly string[] => {
  const merged = heirs()
  const groups = new Map<string, string[]>()
  for (const document of world.documents('identities')) {
    const { userId, appid, openid, unionid } = v.parse(KeySchema, document)
    const owner = heirOf(userId, merged)
    groups.set(owner, [
      ...(groups.get(owner) ?? []),
      openid === undefined ? `${unionid}` : `${appid} ${openid}`,
    ])
  }
  return [...groups.values()].map((keys) => keys.sort().join(', ')).sort()
}

/** The accounts of lines that came one by one. */
const partitionOf = async (some: readonly Line[]): Promise<readonly string[]> => {
  await world.clear()
  await single(some)
  return partition()
}

/** Whether each of a list of people, in any order, has this account. */
const userOf = ({ app, openid }: Line): unknown =>
  world.documents('identities').find((key) => key['appid'] === appidOf(app) && key['openid'] === openid)?.[
    'userId'
  ]

describe('any list of evidence', () => {
  it('on any earlier state: the same accounts as one by one', async () => {
    let merges = 0
    await fc.assert(
      fc.asyncProperty(lines(6), lines(8), async (earlier, list) => {
        const expected = await partitionOf([...earlier, ...list])
        merges += world.documents('merges').length
        await world.clear()
        await single(earlier)
        const outcomes = await inBulk(list)
        expect(partition()).toEqual(expected)
        // Each line is told the account that its person has.
        expect(outcomes).toHaveLength(list.length)
        for (const [at, outcome] of outcomes.entries()) {
          const one = list[at]
          if (one === undefined || outcome.outcome === 'refused') throw new Error(`line ${at}`)
          expect(heirOf(outcome.userId)).toBe(heirOf(String(userOf(one))))
        }
      }),
      { numRuns: 60 },
    )
    // Lists in which nobody meets would prove little.
    expect(merges).toBeGreaterThan(0)
  }, 60_000)

  it('twice: the second time changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(lines(10), async (list) => {
        await world.clear()
        await inBulk(list)
        const [once, users] = [partition(), world.documents('users').length]
        const outcomes = await inBulk(list)
        expect(partition()).toEqual(once)
        expect(world.documents('users')).toHaveLength(users)
        expect(outcomes.every(({ outcome }) => outcome === 'known' || outcome === 'conflict')).toBe(true)
      }),
      { numRuns: 20 },
    )
  }, 60_000)

  /** Unionids that agree: where two contradict each other, who comes first decides, and both ends are right. */
  const agreeing = (most: number): fc.Arbitrary<readonly Line[]> =>
    lines(most).map((some) =>
      some.map((one) => ({
        ...one,
        unionid: one.unionid && (one.openid === 'o_three_' ? 'u_second_' : 'u_first_'),
      })),
    )

  it('request by request beside single sign-ins, in any order: the same accounts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        agreeing(4),
        agreeing(5),
        agreeing(3),
        async (scheduler, earlier, list, beside) => {
          const expected = await partitionOf([...earlier, ...list, ...beside])
          await world.clear()
          await single(earlier)
          const all = Promise.all([inBulk(list, gateOf(scheduler)), single(beside, gateOf(scheduler))])
          await scheduler.waitFor(all)
          // What came in between is settled when everybody comes again, and by the late passes of merges.
          await single([...list, ...beside])
          await world.minutes(3)
          expect(partition()).toEqual(expected)
        },
      ),
      { numRuns: 30 },
    )
  }, 60_000)

  it('cut off at any request and done again: the same accounts', async () => {
    const list: readonly Line[] = [
      { app: 'news', openid: 'o_new_', unionid: undefined, route: 'follower' },
      { app: 'news', openid: 'o_one_', unionid: 'u_first_', route: 'follower' },
      { app: 'shop', openid: 'o_one_', unionid: 'u_first_', route: 'import' },
      { app: 'news', openid: 'o_two_', unionid: 'u_second_', route: 'follower' },
      { app: 'plain', openid: 'o_two_', unionid: undefined, route: 'import' },
    ]
    const earlier: readonly Line[] = [
      { app: 'shop', openid: 'o_one_', unionid: undefined, route: 'wx-context' },
      { app: 'shop', openid: 'o_two_', unionid: 'u_second_', route: 'wx-context' },
    ]
    const expected = await partitionOf([...earlier, ...list])
    const ends = await cutEverywhere(
      async () => {
        await world.clear()
        await single(earlier)
      },
      (gate) => inBulk(list, gate),
      async () => {
        await inBulk(list)
        return partition()
      },
    )
    expect(ends.whole).toEqual(expected)
    expect(otherEnds(ends)).toEqual([])
  }, 60_000)
})

describe('requests', () => {
  const newcomers = (count: number, route: Line['route'] = 'follower'): readonly Line[] =>
    Array.from({ length: count }, (_, n) => ({
      app: 'news',
      openid: `o_newcomer_${n}`,
      unionid: `u_newcomer_${n}`,
      route,
    }))
  const requestsOf = async (some: readonly Line[]): Promise<number> => {
    const count = counting()
    await inBulk(some, count)
    return count.sent()
  }

  // Who has deleted the account is not brought back by hearsay: whether somebody has is one request of these.
  it.each([
    [0, 'follower', 0],
    [1, 'follower', 4],
    [50, 'follower', 4],
    [50, 'import', 4],
    [50, 'wx-context', 3],
    [51, 'follower', 8],
    [100, 'follower', 8],
  ] as const)('for %i newcomers by %s: %i', async (count, route, requests) => {
    expect(await requestsOf(newcomers(count, route))).toBe(requests)
    expect(world.documents('users')).toHaveLength(count)
  })

  it('for 50 who are known: 1', async () => {
    await inBulk(newcomers(50))
    expect(await requestsOf(newcomers(50))).toBe(1)
  })

  it('and if somebody was faster with one of fifty, the others come in all the same', async () => {
    const people = newcomers(50)
    let sent = 0
    const gate: Gate = async (request) => {
      if (sent++ === 3) await single(people.slice(20, 21))
      return undisturbed(request)
    }
    const outcomes = await inBulk(people, gate)
    expect(outcomes.filter(({ outcome }) => outcome === 'known')).toHaveLength(21)
    expect(partition()).toHaveLength(50)
    expect(partition().every((keys) => keys.split(', ').length === 2)).toBe(true)
  })

  it('an app that is not in the registry is about this line only', async () => {
    const [first, second] = newcomers(2).map(evidenceOf)
    if (first === undefined || second === undefined) throw new Error('two')
    const foreign = { ...first, appid: v.parse(AppIdSchema, 'wxffffffffffffffff') }
    const outcomes = await signInMany(world.ports(), config, [foreign, second])
    expect(outcomes).toMatchObject([
      { outcome: 'refused', code: 'APP_NOT_REGISTERED' },
      { outcome: 'created' },
    ])
  })

  it('nobody is announced who came in with so many others', async () => {
    await inBulk(newcomers(3))
    await world.run()
    expect(world.lines('identity.attached')).toEqual([])
  })
})
