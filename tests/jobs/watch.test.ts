import { describe, expect, it } from 'vitest'
import { counting } from '../interleaving.ts'
import type { Delivery } from './jobsWorld.ts'
import { DAY, HOUR, MINUTE, useJobsWorld } from './jobsWorld.ts'

const { clock, documents, change, run, login } = useJobsWorld()

/** What the function `ops` was told by one run. */
const toldBy = async (options: { fails?: boolean } = {}) => {
  const told: Delivery[] = []
  await run({ alert: 'ops', notify: [], told, fails: ({ to }) => to === 'ops' && options.fails === true })
  return told.map(({ to, event }) => ({ to, id: event.id, alerts: event['alerts'] }))
}
const conflict = async (person: string) => {
  await login(person, 'club')
  await login(person, 'club', `not ${person}`.replace(' ', '-'))
}
const open = (count: number) => [{ what: 'CONFLICTS_OPEN', count }]

describe('the watch', () => {
  it('tells once what is wrong, again when there is more, and again after a day', async () => {
    expect(await toldBy()).toEqual([])
    await conflict('alice')
    await toldBy()
    clock.advance(5 * MINUTE)
    const [first, ...more] = await toldBy()
    expect([first, ...more]).toEqual([{ to: 'ops', id: expect.stringMatching(/^al-/), alerts: open(1) }])
    clock.advance(5 * MINUTE)
    expect(await toldBy()).toEqual([])
    await conflict('bob')
    await toldBy()
    clock.advance(5 * MINUTE)
    const [second] = await toldBy()
    expect(second).toMatchObject({ alerts: open(2) })
    expect(second?.id).not.toBe(first?.id)
    clock.advance(DAY)
    // Nothing has run for a day: that is told as well.
    const [third] = await toldBy()
    expect(third?.alerts).toEqual([expect.objectContaining({ what: 'JOBS_LATE' }), ...open(2)])
  })

  it('tells again what nobody has taken, under the same id', async () => {
    await toldBy()
    await conflict('alice')
    await toldBy()
    clock.advance(5 * MINUTE)
    expect(await toldBy({ fails: true })).toEqual([])
    const before = documents('jobs').find(({ kind }) => kind === 'watch')
    expect(before).toMatchObject({ state: 'waiting', told: {}, lastError: expect.any(String) })
    clock.advance(MINUTE)
    const [once] = await toldBy()
    await change('jobs', { kind: 'watch' }, { due: clock.now(), told: {} })
    expect(once).toMatchObject({ alerts: open(1) })
  })

  it('hears of jobs that were given up, and of those that are late', async () => {
    await toldBy()
    // Nobody takes what is told about alice, for days.
    await login('alice', 'shop')
    await run({ notify: ['orders'], fails: () => true })
    for (let hours = 0; hours < 72; hours++) {
      clock.advance(HOUR)
      await run({ notify: ['orders'], fails: () => true })
    }
    expect(documents('jobs').map(({ state }) => state)).toContain('dead')
    await change('jobs', { kind: 'watch' }, { due: clock.now() })
    const [told] = await toldBy()
    expect(told?.alerts).toEqual([{ what: 'JOBS_DEAD', count: 1 }])
    // A lease that nobody gives back keeps others from it.
    await change(
      'jobs',
      { kind: 'sweep' },
      { due: clock.now() - 20 * MINUTE, leaseUntil: clock.now() + HOUR },
    )
    clock.advance(5 * MINUTE)
    expect((await toldBy())[0]?.alerts).toEqual([{ what: 'JOBS_LATE', count: 1, minutes: 25 }])
  })

  it('costs 5 requests every five minutes, and 2 an hour when nobody is to be told', async () => {
    const sent = async (alert: { alert?: string }) => {
      const gate = counting()
      await run({ gate, ...alert })
      return gate.sent()
    }
    await run({ alert: 'ops' })
    const without = await sent({ alert: 'ops' })
    clock.advance(5 * MINUTE)
    expect((await sent({ alert: 'ops' })) - without).toBe(5)
    clock.advance(5 * MINUTE - 1)
    const idle = await sent({})
    await change('jobs', { kind: 'watch' }, { due: clock.now() })
    expect((await sent({})) - idle).toBe(2)
  })
})
