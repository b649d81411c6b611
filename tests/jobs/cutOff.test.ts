import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Gate } from '../interleaving.ts'
import { counting, cutAt } from '../interleaving.ts'
import type { Delivery } from './jobsWorld.ts'
import { LATE, useJobsWorld } from './jobsWorld.ts'

const { clock, documents, add, clear, run, login, mergedAccounts } = useJobsWorld()

describe('a run that is cut off', () => {
  const COLLECTIONS = ['users', 'identities', 'merges', 'jobs', 'ephemeral', 'audit'] as const

  /** What a run finds: three kinds of announcements, and a conflict. */
  const prepare = async () => {
    const { merge } = await mergedAccounts('alice')
    await merge()
    await login('alice', 'shop', 'bob')
    return COLLECTIONS.map((name) => ({ name, data: documents(name) }))
  }

  const restore = async (saved: Awaited<ReturnType<typeof prepare>>) => {
    await clear()
    for (const { name, data } of saved) await add(name, data)
  }

  const outcome = () => ({
    audit: documents('audit').toSorted((one, other) => (String(one['_id']) < String(other['_id']) ? -1 : 1)),
    identities: documents('identities'),
    merges: documents('merges').map(({ firstPassAt, ...merge }) => merge),
    jobs: documents('jobs').map(({ _id, kind, state, attempts, leaseUntil, cursor }) => ({
      _id,
      kind,
      state,
      attempts,
      leaseUntil,
      cursor,
    })),
  })

  /** The order in which a function first heard of each event. */
  const firstHeard = (told: readonly Delivery[]) => [...new Set(told.map(({ event }) => event.id))]

  /** Until a merge has had its late pass, whenever it had its first. */
  const laterRuns = async (told: Delivery[]) => {
    for (let later = 0; later < 3; later++) {
      clock.advance(LATE)
      await run({ told })
    }
  }

  it.each(['never sent', 'reply lost'] as const)(
    'at any request, %s, is finished by the next ones: nothing is missing, nothing is there twice',
    async (fate) => {
      const saved = await prepare()
      const told: Delivery[] = []
      const gate = counting()
      await run({ told, gate })
      const requests = gate.sent()
      await laterRuns(told)
      const [expected, order] = [outcome(), firstHeard(told)]
      expect(told).toHaveLength(order.length)
      expect(requests).toBeGreaterThan(20)
      for (let count = 0; count < requests; count++) {
        await restore(saved)
        const again: Delivery[] = []
        await run({ told: again, gate: cutAt(count, fate) }).catch(() => {})
        await laterRuns(again)
        expect({ count, order: firstHeard(again) }).toEqual({ count, order })
        expect({ count, ...outcome() }).toEqual({ count, ...expected })
      }
    },
    120_000,
  )

  it('beside another one, request by request in any order, tells every event once and in order', async () => {
    const saved = await prepare()
    await run()
    const expected = documents('audit').length
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        await restore(saved)
        const told: Delivery[] = []
        const gate: Gate = async (request) => {
          await scheduler.schedule(Promise.resolve())
          clock.advance(1)
          return request()
        }
        const runs = Promise.all([run({ told, gate }), run({ told, gate })])
        await scheduler.waitFor(runs)
        clock.advance(1_000)
        await run({ told })
        expect(told).toHaveLength(firstHeard(told).length)
        expect(told.map(({ event }) => event.type)).toEqual([
          'identity.attached',
          'identity.attached',
          'user.merged',
        ])
        expect(documents('audit')).toHaveLength(expected)
      }),
      { numRuns: 20 },
    )
  }, 120_000)
})
