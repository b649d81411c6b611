import { describe, expect, it } from 'vitest'
import { type Entry, findAnomaly, type Step } from './history.ts'

const read = (key: string, ...list: string[]): Step => ({ do: 'read', key, list })
const append = (key: string, token: string): Step => ({ do: 'append', key, token })
/** All at the same time, unless they say otherwise. */
const entry = (name: string, steps: Step[], more: Partial<Entry> = {}): Entry => ({
  name,
  began: 1,
  ended: 9,
  committed: true,
  steps,
  ...more,
})
const check = (final: Record<string, string[]>, ...history: Entry[]) =>
  findAnomaly(history, new Map(Object.entries(final)))

// Names and examples of Berenson et al., "A Critique of ANSI SQL Isolation Levels", 1995.
describe('snapshot isolation allows', () => {
  it('one after the other', () => {
    const first = entry('T1', [append('x', '1'), read('x', '1')], { ended: 2 })
    expect(
      check({ x: ['1', '2'] }, first, entry('T2', [read('x', '1'), append('x', '2')], { began: 3 })),
    ).toBe(undefined)
  })

  it('write skew', () => {
    const one = entry('T1', [read('x'), read('y'), append('x', '1')])
    const two = entry('T2', [read('x'), read('y'), append('y', '2')])
    expect(check({ x: ['1'], y: ['2'] }, one, two)).toBe(undefined)
  })

  it('an old snapshot of a transaction that began early', () => {
    const reader = entry('T2', [read('x'), read('y')])
    expect(check({ x: ['1'], y: ['1y'] }, entry('T1', [append('x', '1'), append('y', '1y')]), reader)).toBe(
      undefined,
    )
  })
})

describe('it forbids', () => {
  it.each<[string, Record<string, string[]>, Entry[], string]>([
    [
      'a lost update',
      { x: ['1', '2'] },
      [entry('T1', [read('x'), append('x', '1')]), entry('T2', [read('x'), append('x', '2')])],
      'T2 did not see T1',
    ],
    [
      'read skew: half of a commit',
      { x: ['1'], y: ['1y'] },
      [entry('T1', [append('x', '1'), append('y', '1y')]), entry('T2', [read('x', '1'), read('y')])],
      'T2 did not see T1',
    ],
    [
      'a fuzzy read',
      { x: ['1'] },
      [entry('T1', [append('x', '1')]), entry('T2', [read('x'), read('x', '1')])],
      'T2 did not see T1',
    ],
    [
      'a dirty read',
      { x: [] },
      [entry('T1', [append('x', '1')], { committed: false }), entry('T2', [read('x', '1')])],
      'never was',
    ],
    [
      'an aborted write that stays',
      { x: ['1'] },
      [entry('T1', [append('x', '1')], { committed: false })],
      'was aborted',
    ],
    ['a committed write that is lost', { x: [] }, [entry('T1', [append('x', '1')])], 'is lost'],
    ['not seeing own writes', { x: ['1'] }, [entry('T1', [append('x', '1'), read('x')])], 'without its own'],
    [
      'a stale read after a commit',
      { x: ['1'] },
      [entry('T1', [append('x', '1')], { ended: 2 }), entry('T2', [read('x')], { began: 3 })],
      'T2 did not see T1',
    ],
    [
      'writes in two orders',
      { x: ['1', '2'], y: ['2y', '1y'] },
      [
        entry('T1', [append('x', '1'), append('y', '1y')]),
        entry('T2', [append('x', '2'), append('y', '2y')]),
      ],
      'comes before itself',
    ],
  ])('%s', (_, final, history, words) => {
    expect(check(final, ...history)).toContain(words)
  })
})
