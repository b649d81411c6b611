import { expect, it } from 'vitest'
import { createWorldClock } from './worldClock.ts'

it('runs on from what it was told', () => {
  let passed = 5
  const clock = createWorldClock({ now: 1000, frozen: false }, () => passed)
  expect(clock.now()).toBe(1000)
  passed = 255
  expect(clock.now()).toBe(1250)
  clock.set({ now: 9000, frozen: false })
  passed = 256
  expect(clock.now()).toBe(9001)
})

it('stands still in a frozen world', () => {
  let passed = 0
  const clock = createWorldClock({ now: 1000, frozen: true }, () => passed)
  passed = 500
  expect(clock.now()).toBe(1000)
})
