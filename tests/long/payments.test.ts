import { describe, expect, it } from 'vitest'
import { playBadDay } from '../payments/badDay.ts'

const DAYS = 5
const PAYMENTS = 200

describe('payments on days on which 30 % of everything goes wrong', () => {
  it.each(Array.from({ length: DAYS }, (_, day) => [day + 1]))(
    `${PAYMENTS} on day %i, and nothing is lost`,
    async (seed) => {
      const day = await playBadDay(PAYMENTS, seed)
      console.log(`figure: day ${seed}: ${day.callbacks} callbacks, WeChat was asked ${day.asked} times`)
      expect(day).toMatchObject({ payments: PAYMENTS, lost: [], granted: PAYMENTS, unanswered: [] })
    },
    600_000,
  )
})
