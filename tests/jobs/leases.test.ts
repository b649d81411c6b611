import { describe, expect, it } from 'vitest'
import type { Gate } from '../interleaving.ts'
import { counting } from '../interleaving.ts'
import type { Delivery } from './jobsWorld.ts'
import { guestsTold, LATE, MINUTE, useJobsWorld } from './jobsWorld.ts'

const { clock, documents, change, add, run, toldBy, login, lines, enqueueFor, waiting } = useJobsWorld()

describe('a job', () => {
  it('are tried again after 30 s, 1 min and so on, and are dead after the twelfth failure', async () => {
    await enqueueFor('a', 'a1', 'a2')
    const fails = ({ to, event }: Delivery) => to === 'orders' && event['guestId'] === 'a1'
    const failing = () => waiting('notify').find(({ event }) => Object(event)['guestId'] === 'a1')
    const waits: number[] = []
    for (let failure = 1; failure <= 11; failure++) {
      await run({ fails })
      const due = Number(failing()?.['due'])
      waits.push((due - clock.now()) / 1_000)
      clock.set(due - 1)
      expect(await run({ fails })).toMatchObject({ failed: 0 })
      clock.set(due)
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1_920, 3_840, 7_680, 15_360, 21_600])
    expect(failing()).toMatchObject({ attempts: 11, state: 'waiting' })
    const told = await toldBy({ fails })
    expect(failing()).toMatchObject({
      attempts: 12,
      state: 'dead',
      lastError: 'errCode: -504002 orders threw about [id]',
    })
    expect(lines('job.dead')).toMatchObject([
      {
        reason: 'notify: errCode: -504002 orders threw about [id]',
        subjects: [expect.stringMatching(/^p-/)],
      },
    ])
    // The dead one holds up nobody.
    expect([...guestsTold('orders', told), ...guestsTold('orders', await toldBy())]).toEqual(['a2'])
    expect(waiting('notify')).toHaveLength(1)
  })

  it('wait as long as another instance holds their lease, and are taken over when it ends', async () => {
    await enqueueFor('a', 'a1')
    await change('jobs', { kind: 'notify' }, { leaseUntil: clock.now() + LATE })
    expect(await toldBy()).toEqual([])
    clock.advance(LATE - 1)
    expect(await toldBy()).toEqual([])
    clock.advance(1)
    expect(guestsTold('orders', await toldBy())).toEqual(['a1'])
  })

  it('stay with whoever took them over, when the instance that was too slow comes back', async () => {
    await enqueueFor('a', 'a1')
    const told: Delivery[] = []
    const leaseUntil = clock.now() + 2 * LATE
    const takenOver = async () => {
      if (told.length === 1) await change('jobs', { kind: 'notify' }, { leaseUntil })
    }
    const gate: Gate = async (request) => {
      const reply = await request()
      await takenOver()
      return reply
    }
    await run({ told, gate })
    expect(waiting('notify')).toMatchObject([{ leaseUntil }, { leaseUntil }])
  })

  it('do not wait for a job that a newer version wrote', async () => {
    await enqueueFor('a', 'a1')
    const strange = { _id: 'jb-strange', kind: 'roll-up', state: 'waiting', due: 0, leaseUntil: 0 }
    await add('jobs', [strange])
    expect(await toldBy()).toHaveLength(2)
    expect(documents('jobs')).toContainEqual({ ...strange, state: 'dead', lastError: 'DATA_UNREADABLE' })
  })

  it('are dead when twelve instances have ended under them', async () => {
    await enqueueFor('a', 'a1')
    const crash: Gate = () => Promise.reject(new Error('the instance is gone'))
    for (let attempt = 1; attempt <= 12; attempt++) {
      let delivering = false
      const fails = () => {
        delivering = true
        return true
      }
      const gate: Gate = (request) => (delivering ? crash(request) : request())
      await run({ gate, fails }).catch(() => {})
      clock.advance(LATE)
    }
    await change('jobs', { function: 'mail' }, { leaseUntil: clock.now() + LATE })
    expect(guestsTold('orders', await toldBy())).toEqual([])
    expect(waiting('notify').find((job) => job['function'] === 'orders')).toMatchObject({ state: 'dead' })
  })
})

describe('the standing jobs', () => {
  it('ask 8 requests when there is nothing to do, one of them for orders', async () => {
    await run()
    const gate = counting()
    await run({ gate })
    expect(gate.sent()).toBe(8)
  })

  it('are made anew when a version that could not read them has put them aside', async () => {
    await run()
    await change('jobs', { kind: 'sweep' }, { usersUntil: 'never' })
    await change('jobs', { kind: 'announce' }, { attempts: 'none' })
    await change('jobs', { kind: 'rollUp' }, { pass: 'half' })
    clock.advance(60 * MINUTE)
    await run()
    await login('alice', 'lab')
    expect(await toldBy()).toHaveLength(1)
    expect(
      documents('jobs')
        .map(({ kind, state }) => `${kind} ${state}`)
        .toSorted(),
    ).toEqual(['announce waiting', 'rollUp waiting', 'sweep waiting', 'watch waiting'])
  })
})
