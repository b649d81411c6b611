import { describe, expect, it } from 'vitest'
import { readStartOptions } from './options.ts'

const dataDir = (project = 'own') => `data of ${project}`

/** Every option of its own kind, next to what it means. */
const EVERYTHING = [
  ['--port', '0'],
  ['--data', 'here'],
  ['--project', 'shop'],
  ['--world', 'w.json'],
  ['--policy', 'before-2021'],
  ['--create-collections'],
  ['--open'],
  ['--quiet'],
  ['--inspect'],
  ['--help'],
]

describe('what npm start can be told', () => {
  it('has defaults for everything', () => {
    expect(readStartOptions([], dataDir)).toMatchObject({
      port: 8790,
      dataDir: 'data of own',
      projectDir: undefined,
      worldFile: undefined,
      policy: undefined,
      createCollections: false,
      open: false,
      quiet: false,
      inspectPort: undefined,
      help: false,
    })
  })

  it('reads every option', () => {
    expect(readStartOptions(EVERYTHING.flat(), dataDir)).toMatchObject({
      port: 0,
      dataDir: 'here',
      projectDir: 'shop',
      worldFile: 'w.json',
      policy: 'before-2021',
      createCollections: true,
      open: true,
      quiet: true,
      inspectPort: 9229,
      help: true,
    })
  })

  it('keeps the data of another project apart, and none in memory', () => {
    expect(readStartOptions(['--project', 'shop'], dataDir).dataDir).toBe('data of shop')
    expect(readStartOptions(['--memory'], dataDir).dataDir).toBeUndefined()
  })

  it.each([
    [['--prot', '1']],
    [['--port', 'many']],
    [['--port', '70000']],
    [['--policy', 'since-2022']],
    [['--memory', '--data', 'x']],
    [['extra']],
  ])('refuses %j and shows the usage', (args) => {
    expect(() => readStartOptions(args, dataDir)).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID', fix: expect.stringContaining('--port <n>') }),
    )
  })
})
