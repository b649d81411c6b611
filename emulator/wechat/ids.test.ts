import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openidOf, unionidOf } from './ids.ts'

// 28 characters, `o` first, base64url: what openids and unionids have looked like for years; and a letter beyond the
// `o`, because wx-server-sdk 4.0.2 turns /^-?\d+$/ into a number.
const SHAPE = /^o(?=.*[A-Za-z])[A-Za-z0-9_-]{27}$/

describe('openids and unionids of simulated people', () => {
  it('look like WeChat’s', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (place, person) => {
        expect(openidOf(place, person)).toMatch(SHAPE)
        expect(unionidOf(place, person)).toMatch(SHAPE)
      }),
    )
  })

  it('are the same every time and different for every person and place', () => {
    const pairs = ['a', 'b', 'c'].flatMap((place) =>
      ['x', 'y', 'z'].map((person) => [place, person] as const),
    )
    const ids = pairs.flatMap(([place, person]) => [openidOf(place, person), unionidOf(place, person)])
    expect(new Set(ids).size).toBe(ids.length)
    expect(pairs.flatMap(([place, person]) => [openidOf(place, person), unionidOf(place, person)])).toEqual(
      ids,
    )
  })

  it('begin alike for all people of an app', () => {
    expect(openidOf('app', 'alice').slice(0, 6)).toBe(openidOf('app', 'bob').slice(0, 6))
    expect(openidOf('app', 'alice').slice(0, 6)).not.toBe(openidOf('other', 'alice').slice(0, 6))
  })
})
