import { describe, expect, it } from 'vitest'
import { readOptions } from './options.ts'

describe('npm run conformance', () => {
  it('runs locally without arguments', () => {
    expect(readOptions([])).toEqual({ run: 'locally', topic: '' })
    expect(readOptions(['--topic', 'database'])).toEqual({ run: 'locally', topic: 'database' })
  })

  it('takes an environment whose name was typed twice, or --yes', () => {
    const environment = { run: 'environment', env: 'test-1', topic: '' }
    expect(readOptions(['--env', 'test-1', '--confirm', 'test-1'])).toEqual(environment)
    expect(readOptions(['--env', 'test-1', '--yes'])).toEqual(environment)
  })

  it.each([[['--env', 'test-1']], [['--env', 'test-1', '--confirm', 'test-2']]])(
    'refuses %j, and says what to type',
    (args) => {
      expect(() => readOptions(args)).toThrow('npm run conformance -- --env test-1 --confirm test-1')
    },
  )

  it('refuses what it does not know', () => {
    expect(() => readOptions(['--environment', 'x'])).toThrow('--environment')
  })
})
