import { describe, expect, it } from 'vitest'
import { createClock } from './clock.ts'

const startedAt = Date.UTC(2026, 10, 20)

const clockOn = () => {
  const real = { now: startedAt }
  return { real, clock: createClock(() => real.now) }
}

describe('the world clock', () => {
  it('runs with real time until somebody moves it', () => {
    const { real, clock } = clockOn()
    real.now += 1_000
    expect(clock.read()).toEqual({ now: startedAt + 1_000, frozen: false })
    clock.advance('4m59s')
    real.now += 1
    expect(clock.now()).toBe(startedAt + 300_001)
  })

  it('stands still when frozen, advances exactly, and runs on from there', () => {
    const { real, clock } = clockOn()
    clock.freeze()
    real.now += 60_000
    expect(clock.now()).toBe(startedAt)
    expect(clock.advance('1d')).toEqual({ now: startedAt + 86_400_000, frozen: true })
    clock.run()
    real.now += 5
    expect(clock.now()).toBe(startedAt + 86_400_005)
  })

  it('can be stopped and started while real time passes between two of its own statements', () => {
    let real = startedAt
    const clock = createClock(() => real++)
    for (let n = 0; n < 100; n++) {
      clock.freeze()
      clock.advance(0)
      clock.run()
    }
    expect(clock.read().frozen).toBe(false)
  })

  it('never runs backwards', () => {
    const { clock } = clockOn()
    expect(() => clock.set(startedAt - 1)).toThrow('backwards')
    expect(() => clock.advance(-1)).toThrow('backwards')
    expect(clock.now()).toBe(startedAt)
  })

  // It could not be set back, and no date of JavaScript goes beyond the year 275760.
  it('does not leave the calendar', () => {
    const { clock } = clockOn()
    expect(() => clock.advance('999999999d')).toThrow('beyond the year 9999')
    expect(() => clock.set(1e18)).toThrow('beyond the year 9999')
    expect(clock.now()).toBe(startedAt)
  })

  it('tells its listeners until they stop listening', () => {
    const { clock } = clockOn()
    const heard: number[] = []
    const stop = clock.onChange(({ now }) => heard.push(now))
    clock.advance('1s')
    stop()
    clock.advance('1s')
    expect(heard).toEqual([startedAt + 1_000])
  })
})
