import { expect, it } from 'vitest'
import { dayBegan, dayName } from './beijing.ts'

it.each([
  ['2026-11-20T15:59:59.999Z', '2026-11-20', '2026-11-19T16:00:00Z'],
  ['2026-11-20T16:00:00Z', '2026-11-21', '2026-11-20T16:00:00Z'],
  ['2027-01-01T03:00:00Z', '2027-01-01', '2026-12-31T16:00:00Z'],
])('at %s it is %s in Beijing, since %s', (now, day, since) => {
  expect(dayName(Date.parse(now))).toBe(day)
  expect(dayBegan(Date.parse(now))).toBe(Date.parse(since))
})
