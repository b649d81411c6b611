import { describe, expect, it } from 'vitest'
import type { SplitKey } from './splitting.ts'
import { losersKeys } from './splitting.ts'

const key = (id: string, before: SplitKey['before'], ...proves: string[]): SplitKey => ({
  id,
  before,
  proves,
})
const going = (...keys: SplitKey[]): string => [...losersKeys(keys)].sort().join(' ')

describe('the keys that go back to the loser of a merge', () => {
  it('are those that were its own, and the survivor’s stay', () => {
    expect(going(key('wx-1', 'loser', 'un-x'), key('un-x', 'loser'), key('wx-2', 'survivor'))).toBe(
      'un-x wx-1',
    )
  })

  it('although the merge was about one of the other side proving one of this side', () => {
    expect(going(key('un-x', 'loser'), key('wx-2', 'survivor', 'un-x'))).toBe('un-x')
    expect(going(key('un-x', 'survivor'), key('wx-2', 'loser', 'un-x'))).toBe('wx-2')
  })

  it('take along what joined them later', () => {
    expect(going(key('un-x', 'loser'), key('wx-2', 'survivor', 'un-x'), key('wx-3', 'nobody', 'un-x'))).toBe(
      'un-x wx-3',
    )
    expect(going(key('wx-1', 'loser', 'un-y'), key('wx-2', 'survivor'), key('un-y', 'nobody'))).toBe(
      'un-y wx-1',
    )
  })

  it('take along what is joined over others that came later', () => {
    const later = [
      key('wx-3', 'nobody', 'un-x', 'un-y'),
      key('un-y', 'nobody'),
      key('wx-4', 'nobody', 'un-y'),
    ]
    expect(going(key('un-x', 'loser'), ...later)).toBe('un-x un-y wx-3 wx-4')
    expect(going(key('un-x', 'survivor'), ...later)).toBe('')
  })

  it('leave with the survivor what is joined with both sides or with neither', () => {
    const sides = [key('un-x', 'loser'), key('un-y', 'survivor')]
    expect(going(...sides, key('wx-3', 'nobody', 'un-x', 'un-y'))).toBe('un-x')
    expect(going(...sides, key('wx-3', 'nobody'))).toBe('un-x')
    expect(going(...sides, key('wx-3', 'nobody', 'un-elsewhere'))).toBe('un-x')
  })
})
