import { describe, expect, it } from 'vitest'
import { createAgenda } from './agenda.ts'
import { createClock } from './clock.ts'

const start = () => {
  const clock = createClock()
  clock.freeze()
  const faults: unknown[] = []
  const agenda = createAgenda(clock, (error) => faults.push(error))
  const done: string[] = []
  const note = (name: string) => async (): Promise<void> => {
    done.push(name)
  }
  return { clock, agenda, done, note, faults, now: clock.now() }
}

describe('the agenda', () => {
  it('does what is due in the order of its instants when the clock is moved', async () => {
    const { clock, agenda, done, note, now } = start()
    agenda.at(now + 2_000, note('second'))
    agenda.at(now + 1_000, note('first'))
    agenda.at(now + 9_000, note('later'))
    await agenda.settled()
    expect(done).toEqual([])
    clock.advance('5s')
    await agenda.settled()
    expect(done).toEqual(['first', 'second'])
    clock.advance('5s')
    await agenda.settled()
    expect(done).toEqual(['first', 'second', 'later'])
  })

  it('does in the same go what the work itself makes due, and in order', async () => {
    const { clock, agenda, done, note, now } = start()
    agenda.at(now + 1_000, async () => {
      done.push('call')
      agenda.at(now + 16_000, note('repetition'))
    })
    agenda.at(now + 20_000, note('end'))
    clock.advance('1m')
    await agenda.settled()
    expect(done).toEqual(['call', 'repetition', 'end'])
  })

  it('is settled only when work that was added by work without an await is done too', async () => {
    const { agenda, done, note, now } = start()
    agenda.at(now, () => {
      agenda.at(now, note('added'))
      done.push('first')
      return Promise.resolve()
    })
    await agenda.settled()
    expect(done).toEqual(['first', 'added'])
  })

  it('goes on after work that failed, and does nothing after its end', async () => {
    const { clock, agenda, done, note, now, faults } = start()
    agenda.at(now, () => Promise.reject(new Error('boom')))
    agenda.at(now, note('next'))
    await agenda.settled()
    expect(done).toEqual(['next'])
    expect(faults).toHaveLength(1)
    agenda.at(now + 1_000, note('never'))
    agenda.close()
    clock.advance('1m')
    await agenda.settled()
    expect(done).toEqual(['next'])
  })

  it('waits in real time while the clock runs', async () => {
    const { clock, agenda, now } = start()
    clock.run()
    await new Promise<void>((resolve) => agenda.at(now + 5, async () => resolve()))
    agenda.close()
  })
})
