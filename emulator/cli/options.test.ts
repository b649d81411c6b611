import { describe, expect, it } from 'vitest'
import { readStartOptions } from './options.ts'

describe('what npm start can be told', () => {
  it('has defaults for everything', () => {
    expect(readStartOptions([], '.oneid')).toEqual({
      port: 8790,
      dataDir: '.oneid',
      worldFile: undefined,
      createCollections: false,
      open: false,
      quiet: false,
      help: false,
    })
  })

  it('reads every option', () => {
    const args = [
      '--port',
      '0',
      '--data',
      'here',
      '--world',
      'w.json',
      '--create-collections',
      '--open',
      '--quiet',
    ]
    expect(readStartOptions(args, '.oneid')).toEqual({
      port: 0,
      dataDir: 'here',
      worldFile: 'w.json',
      createCollections: true,
      open: true,
      quiet: true,
      help: false,
    })
    expect(readStartOptions(['--memory'], '.oneid').dataDir).toBeUndefined()
  })

  it.each([
    [['--prot', '1']],
    [['--port', 'many']],
    [['--port', '70000']],
    [['--memory', '--data', 'x']],
    [['extra']],
  ])('refuses %j and shows the usage', (args) => {
    expect(() => readStartOptions(args, '.oneid')).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', fix: expect.stringContaining('--port <n>') }),
    )
  })
})
