import { expect, it } from 'vitest'
import { playBadDay } from './badDay.ts'

it('100 payments on a day on which 30 % of everything goes wrong: nothing is lost', async () => {
  const day = await playBadDay(100, 20_261_120)
  console.log(
    `figure: a bad day of 100 payments: ${day.callbacks} callbacks, WeChat was asked ${day.asked} times`,
  )
  expect(day).toMatchObject({ payments: 100, lost: [], granted: 100, unanswered: [], windows: { used: 100 } })
  expect(day.callbacks).toBeGreaterThan(120)
  expect(day.asked).toBeGreaterThan(120)
}, 120_000)
