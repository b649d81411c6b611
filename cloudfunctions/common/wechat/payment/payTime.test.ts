import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { payTimeOf, readPayTime } from './payTime.ts'

/**
 * `yyyyMMddHHmmss` in UTC+8 (CloudPay.unifiedOrder reference, 2026-11); 20091225091010 is its sample. The sample of a
 * callback was paid at 20220321132007, and its order number holds 1647839289398, twelve minutes before.
 */
const TIMES = [
  ['20261120160000', '2026-11-20T08:00:00Z', 1_795_161_600_000],
  ['20270131163005', '2027-01-31T08:30:05Z', 1_801_384_205_000],
  ['20091225091010', '2009-12-25T01:10:10Z', 1_261_703_410_000],
  ['20220321132007', '2022-03-21T05:20:07Z', 1_647_840_007_000],
  ['20270101000000', '2026-12-31T16:00:00Z', 1_798_732_800_000],
  ['20280229080000', '2028-02-29T00:00:00Z', 1_835_395_200_000],
  ['19700101080000', '1970-01-01T00:00:00Z', 0],
] as const

/** 23:59:59 on the last day that four digits of a year can name, in Beijing. */
const LAST_MS = 253_402_271_999_999

describe('a time of WeChat Pay', () => {
  it.each(TIMES)('%s is %s', (text, _, at) => {
    expect(readPayTime(text)).toBe(at)
    expect(payTimeOf(at)).toBe(text)
  })

  it('has no milliseconds: the second has begun', () => {
    expect(payTimeOf(1_795_161_600_999)).toBe('20261120160000')
  })

  it('is read as it was written, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LAST_MS }), (at) => {
        const text = payTimeOf(at)
        expect(text).toMatch(/^\d{14}$/)
        expect(readPayTime(text)).toBe(at - (at % 1_000))
      }),
    )
  })

  it.each([
    ['nothing', ''],
    ['words', 'yesterday'],
    ['13 digits', '2026112016000'],
    ['15 digits', '202611201600000'],
    ['an instant as others write it', '2026-11-20T08:00:00Z'],
    ['seconds since 1970', '1795161600'],
    ['month 0', '20260020160000'],
    ['month 13', '20261320160000'],
    ['day 0', '20261100160000'],
    ['30 February', '20260230120000'],
    ['31 April', '20260431000000'],
    ['hour 24', '20261120240000'],
    ['day 32', '20261132160000'],
    ['hour 25', '20261120250000'],
    ['minute 60', '20261120166000'],
    ['second 60', '20261120160060'],
    ['a letter', '2026112016000a'],
    ['a sign', '-2026112016000'],
    ['space before it', ' 20261120160000'],
    ['a line end behind it', '20261120160000\n'],
    ['digits of full width', '２０２６１１２０１６００００'],
  ])('is not read from %s', (_, text) => {
    expect(readPayTime(text)).toBeUndefined()
  })

  it('is a number or nothing, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{14}$/)), (text) => {
        const at = readPayTime(text)
        expect(at === undefined || Number.isSafeInteger(at)).toBe(true)
      }),
    )
  })
})
