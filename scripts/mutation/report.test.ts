import { describe, expect, it } from 'vitest'
import { roomScores } from './report.ts'

const mutant = (status: string, more: object = {}) => ({
  id: '1',
  mutatorName: 'BooleanLiteral',
  replacement: 'false',
  status,
  location: { start: { line: 3, column: 5 }, end: { line: 3, column: 9 } },
  ...more,
})
const report = (files: Record<string, readonly object[]>) => ({
  schemaVersion: '1.0',
  files: Object.fromEntries(Object.entries(files).map(([file, mutants]) => [file, { source: '', mutants }])),
})

describe('the mutation score of a room', () => {
  it('is the part of its valid mutants that was detected, as Stryker defines it', () => {
    const given = report({
      'cloudfunctions/common/identity/a.ts': [mutant('Killed'), mutant('Timeout')],
      'cloudfunctions/common/identity/b.ts': [mutant('Killed'), mutant('Survived')],
      'cloudfunctions/common/routes/a.ts': [mutant('NoCoverage')],
    })
    expect(roomScores(given, ['identity', 'routes'])).toMatchObject([
      { room: 'identity', valid: 4, score: 75 },
      { room: 'routes', valid: 1, score: 0 },
    ])
  })

  it('does not count what is no mutant of the program that runs', () => {
    const file = ['Killed', 'Ignored', 'CompileError', 'RuntimeError'].map((status) => mutant(status))
    const given = report({ 'cloudfunctions/common/identity/a.ts': file })
    expect(roomScores(given, ['identity'])).toMatchObject([{ valid: 1, score: 100, survivors: [] }])
  })

  it('is no number for a room without mutants, so that it passes no bound', () => {
    expect(roomScores(report({}), ['identity'])).toEqual([
      { room: 'identity', valid: 0, score: Number.NaN, survivors: [] },
    ])
  })

  it('comes with every mutant that was not detected', () => {
    const given = report({
      'cloudfunctions/common/identity/a.ts': [
        mutant('Survived', { testsCompleted: 4 }),
        mutant('Survived', { testsCompleted: 0, replacement: undefined }),
        mutant('NoCoverage', { location: { start: { line: 9 } } }),
      ],
    })
    expect(roomScores(given, ['identity'])[0]?.survivors).toEqual([
      'cloudfunctions/common/identity/a.ts:3 BooleanLiteral: false',
      'cloudfunctions/common/identity/a.ts:3 BooleanLiteral:  (no test ran: does the file load?)',
      'cloudfunctions/common/identity/a.ts:9 BooleanLiteral: false (no test comes here)',
    ])
  })

  it('is refused for anything else than a report', () => {
    expect(() => roomScores({ files: [1] }, ['identity'])).toThrow()
  })
})
