import { describe, expect, it } from 'vitest'
import cloud from 'wx-server-sdk'
import { countIdentities, depthOfSlices } from '../../cloudfunctions/common/store/counting.ts'
import { sliceCount, sliceOf } from '../../cloudfunctions/common/store/slices.ts'
import { counting, cutAt } from '../interleaving.ts'
import { DAY, HOUR, LATE, MINUTE, openidOf, unionidOf, useJobsWorld } from './jobsWorld.ts'

/** The clock begins at 2026-11-20T08:00Z: 16:00 in Beijing. */
const { clock, ports, documents, change, add, run, login, mergedAccounts } = useJobsWorld()

const days = () => documents('statsDaily')
const job = () => documents('jobs').find(({ kind }) => kind === 'rollUp')
const NO_WINDOWS = {
  ...{ opened: 0, used: 0, unneeded: 0, dropped: 0, open: 0, lost: {} },
  within: [5, 30, 60, 180, 300].map((seconds) => ({ seconds, count: 0 })),
}
const [SHOP, CLUB, LAB] = ['wx00000000000000a1', 'wx00000000000000a2', 'wx00000000000000a3']

/** An identity as an import or another day has left it. */
const identity = (id: string, more: object = {}) => ({
  ...{ _id: id, kind: 'identity', userId: `u${'A'.repeat(22)}`, appid: SHOP, openid: openidOf(id, 'shop') },
  ...{ unions: [], route: 'wx-context', firstSeen: 1, lastSeen: 1, announce: false },
  ...more,
})

describe('the figures of a day', () => {
  it('say who is known, by app and route, who was here, and what happened', async () => {
    const { merge } = await mergedAccounts('alice')
    await merge()
    await login('bob', 'shop', 'none')
    await login('bob', 'lab', 'none')
    await login('carol', 'club')
    // Another unionid under the same platform: a conflict, which `jobs` writes into the audit.
    await login('carol', 'club', 'zoe')
    const unions = [{ platform: 'main', epoch: 0, unionid: unionidOf('dave') }]
    await add('identities', [
      identity('wx-dave', { route: 'import', unions, lastSeen: clock.now(), firstSeen: clock.now() }),
      identity('wx-erin', { lastSeen: clock.now() - DAY }),
      identity('wx-frank', { unions: 'not a list' }),
    ])
    await run()
    expect(days()).toEqual([
      {
        _id: 'sd-2026-11-20',
        day: '2026-11-20',
        at: clock.now(),
        apps: {
          [SHOP]: {
            ...{ identities: 5, known: 2, seen: 2, added: 3 },
            routes: {
              'wx-context': { identities: 4, known: 1 },
              import: { identities: 1, known: 1 },
            },
          },
          [CLUB]: {
            ...{ identities: 2, known: 2, seen: 2, added: 2 },
            routes: { 'wx-context': { identities: 2, known: 2 } },
          },
          [LAB]: {
            ...{ identities: 1, known: 0, seen: 1, added: 1 },
            routes: { 'wx-context': { identities: 1, known: 0 } },
          },
        },
        users: { active: 4, merged: 1 },
        merges: { 'wx-context': 1 },
        conflicts: 1,
        openConflicts: 1,
        windows: NO_WINDOWS,
      },
    ])
  })

  it('are counted every hour and last at ten minutes to midnight in Beijing', async () => {
    await login('alice', 'shop')
    const counted: string[] = []
    for (let minutes = 0; minutes < 10 * 60; minutes += 10) {
      await run()
      const at = new Date(Number(Object(days().at(-1))['at'])).toISOString().slice(11, 16)
      if (counted.at(-1) !== at) counted.push(at)
      clock.advance(10 * MINUTE)
    }
    expect(counted).toEqual(
      ['08', '09', '10', '11', '12', '13', '14', '15']
        .map((hour) => `${hour}:00`)
        .concat('15:50', '16:50', '17:50'),
    )
    expect(days().map(({ _id }) => _id)).toEqual(['sd-2026-11-20', 'sd-2026-11-21'])
  })

  it('of a day that is over get what happened after its last count, and keep who was here', async () => {
    const { merge } = await mergedAccounts('alice')
    clock.set(Date.parse('2026-11-20T15:50:00Z'))
    await run()
    clock.advance(5 * MINUTE)
    await merge()
    clock.advance(HOUR)
    await login('alice', 'shop')
    await run()
    expect(days()).toMatchObject([
      { day: '2026-11-20', merges: { 'wx-context': 1 }, users: { active: 2 }, apps: { [SHOP]: { seen: 1 } } },
      {
        day: '2026-11-21',
        merges: {},
        users: { active: 1, merged: 1 },
        apps: { [SHOP]: { seen: 1 }, [CLUB]: { seen: 0 } },
      },
    ])
  })

  it('forget an app and a status that are no more', async () => {
    await login('alice', 'shop')
    await login('bob', 'lab')
    await run()
    await change('identities', { appid: LAB }, { appid: SHOP })
    clock.advance(HOUR)
    await run()
    expect(Object.keys(Object(days()[0])['apps'])).toEqual([SHOP])
  })

  it('are kept for 400 days', async () => {
    await run()
    clock.advance(400 * DAY)
    await run()
    expect(days().map(({ _id }) => _id)).toEqual(['sd-2026-11-20', 'sd-2027-12-25'])
    clock.advance(DAY)
    await run()
    expect(days().map(({ _id }) => _id)).toEqual(['sd-2027-12-25', 'sd-2027-12-26'])
  })
})

it('cost 16 requests an hour in a small environment', async () => {
  const sent = async () => {
    const gate = counting()
    await run({ gate })
    return gate.sent()
  }
  await run()
  clock.advance(HOUR - 1)
  await run()
  const without = await sent()
  clock.advance(1)
  // The watch is due as well, and asks for 2.
  expect((await sent()) - without).toBe(16 + 2)
})

describe('a count', () => {
  const spread = (count: number) => {
    const slices = sliceCount(1)
    return Array.from({ length: count }, (_, at) => identity(`${sliceOf('wx-', 1, at % slices).from}x${at}`))
  }
  const cutFinely = () => {
    const { command } = cloud.database()
    const pass = { at: clock.now(), depth: 1, slice: 0, counts: { apps: {}, users: {} } }
    return change('jobs', { kind: 'rollUp' }, { due: clock.now(), pass: command.set(pass) })
  }

  it('is of every slice once, however finely it is cut', async () => {
    await add('identities', [...spread(100), { ...identity('un-1'), kind: 'union' }])
    for (const depth of [0, 1]) {
      let found = 0
      for (let slice = 0; slice < sliceCount(depth); slice++)
        for (const { identities } of await countIdentities(ports().db, depth, slice, 0)) found += identities
      expect(found).toBe(100)
    }
  })

  it('goes on behind the last slices that were noted when it was cut off', async () => {
    await run()
    await add('identities', spread(100))
    await cutFinely()
    // Cut off between the 40th and the last slice: 32 are noted.
    await expect(run({ gate: cutAt(50, 'never sent') })).rejects.toThrow()
    expect(job()).toMatchObject({ pass: { slice: 32 } })
    clock.advance(LATE)
    await run()
    expect(days()).toMatchObject([{ apps: { [SHOP]: { identities: 100 } } }])
    expect(job()).not.toHaveProperty('pass')
  })

  it('goes on in the next run when the time of one is over', async () => {
    await run()
    await add('identities', spread(100))
    await cutFinely()
    await run({
      gate: async (request) => {
        clock.advance(1_000)
        return request()
      },
    })
    expect(job()).toMatchObject({ pass: { depth: 1 }, leaseUntil: 0, attempts: 0 })
    await run()
    expect(days()).toMatchObject([{ apps: { [SHOP]: { identities: 100 } } }])
  })

  it.each([
    [781, 1, 0],
    [782, 1, 1],
    [781, 2, 0],
    [782, 2, 2],
  ])(
    'that finds %i identities in a sample of depth %i cuts by %i characters',
    async (count, depth, chosen) => {
      const { from } = sliceOf('wx-', depth, sliceCount(depth) / 2)
      // Behind the sample of depth 2, or in it.
      const next = depth === 1 ? 'z' : '-'
      for (let at = 0; at < count; at += 100)
        await add(
          'identities',
          Array.from({ length: Math.min(100, count - at) }, (_, n) => identity(`${from}${next}${at + n}`)),
        )
      expect(await depthOfSlices(ports().db)).toBe(chosen)
    },
  )
})
