import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { isCurrent, WatermarkSchema } from './watermark.ts'

const watermark = v.parse(WatermarkSchema, { appid: 'wx4f4bc4dec97d474b', timestamp: 1_477_314_187 })
const MADE_AT = 1_477_314_187_000

describe('a watermark', () => {
  it.each([
    [0, true],
    [300_000, true],
    [300_001, false],
    [-300_000, true],
    [-300_001, false],
  ])('A9: of an age of %i ms is current: %s', (age, current) => {
    expect(isCurrent(watermark, MADE_AT + age)).toBe(current)
  })

  it.each([
    { appid: 'wx4f4bc4dec97d474b', timestamp: '1477314187' },
    { appid: 'wx4f4bc4dec97d474b', timestamp: 0.5 },
    { appid: 'wx4f4bc4dec97d474b' },
    { appid: 'other', timestamp: 1 },
  ])('is not %j', (junk) => {
    expect(v.is(WatermarkSchema, junk)).toBe(false)
  })
})
