import { describe, expect, it } from 'vitest'
import { readImportOptions } from './options.ts'

const read = (line: string) => readImportOptions(line.split(' ').filter((word) => word !== ''))

describe('the words of npm run import', () => {
  it('name a file', () => {
    expect(read('users.csv')).toEqual({
      task: { run: 'rows', file: 'users.csv', format: 'csv', dryRun: false },
      env: undefined,
      url: undefined,
      restart: false,
      yes: false,
      quiet: false,
      batch: 200,
      parallel: 3,
    })
  })

  it.each([
    ['--dry-run users.jsonl', { run: 'rows', file: 'users.jsonl', format: 'jsonl', dryRun: true }],
    ['users --format csv', { run: 'rows', file: 'users', format: 'csv', dryRun: false }],
    ['--followers news', { run: 'followers', app: 'news' }],
    ['--migration old new', { run: 'migration', from: 'old', to: 'new' }],
    ['--help', { run: 'help' }],
  ])('%s', (line, task) => {
    expect(read(line).task).toEqual(task)
  })

  it('name an environment and how much at a time', () => {
    expect(
      read('--env e-1 --url https://a.example --batch 500 --parallel 1 --yes --quiet --restart a.csv'),
    ).toMatchObject({
      env: 'e-1',
      url: 'https://a.example',
      batch: 500,
      parallel: 1,
      yes: true,
      quiet: true,
      restart: true,
    })
  })

  it.each([
    ['', 'one file is wanted'],
    ['a.csv b.csv', 'one file is wanted'],
    ['a.xlsx', '--format csv'],
    ['a.csv --format xml', '--format is csv or jsonl'],
    ['a.csv --batch 501', '--batch is a number from 1 to 500'],
    ['a.csv --batch 0', '--batch'],
    ['a.csv --parallel 9', '--parallel is a number from 1 to 8'],
    ['--followers', '--followers wants'],
    ['--migration old', '--migration wants'],
    ['--followers --migration a b', 'two different things'],
    ['--followers --dry-run news', '--dry-run is for files'],
    ['--what', '--what'],
  ])('%j is refused', (line, words) => {
    expect(() => read(line)).toThrow(words)
  })
})
