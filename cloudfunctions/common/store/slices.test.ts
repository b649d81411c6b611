import { expect, it } from 'vitest'
import { sliceCount, sliceOf } from './slices.ts'

it.each([0, 1, 2])('%i characters cut the ids of a prefix without gap or overlap', (depth) => {
  const slices = Array.from({ length: sliceCount(depth) }, (_, index) => sliceOf('wx-', depth, index))
  expect(slices).toHaveLength(64 ** depth)
  expect(slices[0]?.from).toBe('wx-')
  // The character behind '-': nothing that begins with wx- comes after it.
  expect(slices.at(-1)?.to).toBe('wx.')
  for (const [index, { from, to }] of slices.entries()) {
    // As bytes, like the database: of ASCII that is the order of JavaScript's own comparison.
    expect(from < to).toBe(true)
    if (index > 0) expect(slices[index - 1]?.to).toBe(from)
  }
})

it('a slice is what begins with its character, and the first one also what begins with less', () => {
  expect(sliceOf('u', 1, 1)).toEqual({ from: 'u0', to: 'u1' })
  expect(sliceOf('u', 1, 0)).toEqual({ from: 'u', to: 'u0' })
  expect(sliceOf('u', 1, 63)).toEqual({ from: 'uz', to: 'v' })
  expect(sliceOf('u', 2, 65)).toEqual({ from: 'u00', to: 'u01' })
})
