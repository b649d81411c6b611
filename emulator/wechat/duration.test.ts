import { expect, it } from 'vitest'
import { parseDuration } from './duration.ts'

it.each([
  ['4m59s', 299_000],
  ['5s', 5_000],
  ['250ms', 250],
  ['1d12h', 129_600_000],
  [1_500, 1_500],
])('%s is %i ms', (duration, ms) => {
  expect(parseDuration(duration)).toBe(ms)
})

it.each(['', 'soon', '5', '5s!', '-5s', '5 s', Number.NaN])('%j is refused', (duration) => {
  expect(() => parseDuration(duration)).toThrow(RangeError)
})
