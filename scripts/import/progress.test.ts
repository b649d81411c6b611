import { describe, expect, it } from 'vitest'
import { duration, openProgress } from './progress.ts'

const open = (terminal: boolean, quiet = false, from = 0) => {
  let at = 0
  const lines: string[] = []
  const draw = (line: string) => void lines.push(line)
  const surroundings = { now: () => at, note: draw, redraw: terminal ? draw : undefined }
  const progress = openProgress(surroundings, { title: 'import', quiet, from })
  return {
    lines,
    progress,
    pass: (ms: number) => {
      at += ms
    },
  }
}

describe('progress', () => {
  it('is a line that is drawn anew on a terminal', () => {
    const { lines, progress, pass } = open(true)
    progress.show(0.1, 10)
    pass(1_000)
    progress.show(0.25, 2_500)
    pass(3_000)
    progress.show(1, 10_000)
    progress.end()
    expect(lines).toEqual([
      'import [=====               ] 25% 2,500 rows, 2,500/s, 3 s left',
      'import [====================] 100% 10,000 rows, 2,500/s',
      'import [====================] 100% 10,000 rows, 2,500/s',
      '',
    ])
  })

  it('is a line every ten seconds elsewhere', () => {
    const { lines, progress, pass } = open(false)
    for (let second = 1; second <= 25; second++) {
      pass(1_000)
      progress.show(second / 100, second * 100)
    }
    progress.end()
    expect(lines).toEqual([
      'import 10% 1,000 rows, 100/s, 1 min 30 s left',
      'import 20% 2,000 rows, 100/s, 1 min 20 s left',
    ])
  })

  it('reckons the time left by what this run has done', () => {
    const { lines, progress, pass } = open(false, false, 0.5)
    pass(10_000)
    progress.show(0.75, 100)
    expect(lines).toEqual(['import 75% 100 rows, 10/s, 10 s left'])
  })

  it('is nothing where nobody wants it, and has no percent where nobody knows the whole', () => {
    const quiet = open(true, true)
    quiet.pass(60_000)
    quiet.progress.show(1, 1)
    quiet.progress.end()
    expect(quiet.lines).toEqual([])
    const { lines, progress, pass } = open(false)
    pass(10_000)
    progress.show(undefined, 30, '; waits')
    expect(lines).toEqual(['import 30 rows, 3/s; waits'])
  })

  it.each([
    [1_400, '1 s'],
    [61_000, '1 min 1 s'],
    [3_720_000, '1 h 2 min'],
  ])('%i ms are %s', (ms, words) => {
    expect(duration(ms)).toBe(words)
  })
})
