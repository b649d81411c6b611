import { expect, it } from 'vitest'
import type { ConformanceCase } from '../../tests/conformance/case.ts'
import { describeDifferences, table } from './table.ts'

const test = (id: string, refutes?: string): ConformanceCase => ({
  id,
  source: 'https://example.com',
  run: () => undefined,
  expect: 1,
  ...(refutes !== undefined && { refutes: [refutes] }),
})

const GOOD = { test: test('database.add.own-id'), ms: 1, wrong: [] }
const BAD = { test: test('database.update.all', 'wire.ts: all'), ms: 1, wrong: ['result: expected 1, got 2'] }

it('the table counts by topic', () => {
  const columns = [
    { title: 'sdk 4', verdicts: [GOOD, BAD] },
    { title: 'sdk 3', verdicts: [GOOD] },
  ]
  expect(
    table(columns)
      .split('\n')
      .map((line) => line.split(/\s{2,}/)),
  ).toEqual([
    ['topic', 'sdk 4', 'sdk 3'],
    ['database.add', '1', '1'],
    ['database.update', '0 (1 failed)', '-'],
    ['all', '1 (1 failed)', '1'],
  ])
})

it('a difference is shown with its source and the assumption that falls', () => {
  expect(describeDifferences({ title: 'test-1', verdicts: [GOOD, BAD] })).toBe(`test-1  database.update.all
    result: expected 1, got 2
    source: https://example.com
    refutes the assumption: wire.ts: all`)
})
