import { rmSync } from 'node:fs'
import { join, sep } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createTestFunctions } from './testing.ts'

let heard: (text: string) => void = () => {}
const lines: string[] = []
const project = createTestFunctions(
  {
    'saved/index.js': `exports.main = () => 'one'`,
    'part/index.js': `exports.main = () => require('./deep/part').word`,
    'part/deep/part.js': `exports.word = 'one'`,
    'typed/index.ts': `export const main = () => 'one' as string`,
    'flies/index.js': `exports.main = () => new Promise((resolve) => { console.log('off'); setTimeout(() => resolve('one'), 50) })`,
    'same/index.js': `let calls = 0; exports.main = () => ++calls`,
    'same/node_modules/big/index.js': `exports.a = 1`,
    'broken/index.js': `exports.main = () => 'one'`,
    'watched/index.js': `exports.main = () => 'one'`,
    'gone/index.js': `exports.main = () => 'one'`,
    'shares/index.js': `exports.main = () => require('../common/words').word`,
    'typedShares/index.ts': `import { word } from '../common/words'; export const main = () => word`,
    'common/words.js': `exports.word = require('./word')`,
    'common/word.js': `module.exports = 'one'`,
  },
  {
    onLog: (name, _level, text) => {
      lines.push(`${name}: ${text}`)
      heard(`${name}: ${text}`)
    },
  },
)
afterAll(project.end)

/** Resolves when the terminal shows the line. */
const line = (text: string): Promise<void> =>
  new Promise((resolve) => {
    heard = (said) => {
      if (said === text) resolve()
    }
  })

describe('a saved file', () => {
  it('runs at the next call', async () => {
    expect(await project.result('saved')).toBe('one')
    project.save('saved/index.js', `exports.main = () => 'two, longer'`)
    expect(await project.result('saved')).toBe('two, longer')
  })

  it('may be one that the handler requires', async () => {
    expect(await project.result('part')).toBe('one')
    project.save('part/deep/part.js', `exports.word = 'two'`)
    expect(await project.result('part')).toBe('two')
  })

  it('may be one that functions share, which is told to whoever uploads it', async () => {
    expect(await project.result('shares')).toBe('one')
    expect(await project.result('typedShares')).toBe('one')
    project.save('common/word.js', `module.exports = 'two'`)
    expect(await project.result('shares')).toBe('two')
    expect(await project.result('typedShares')).toBe('two')
    const path = (...parts: string[]): string => parts.join(sep)
    expect(lines.filter((said) => said.includes('not uploaded'))).toEqual([
      expect.stringContaining(`shares: index.js needs ${path('common', 'words.js')}, `),
      expect.stringContaining(
        `shares: ${path('..', 'common', 'words.js')} needs ${path('common', 'word.js')}, `,
      ),
    ])
  })

  it('may be TypeScript', async () => {
    expect(await project.result('typed')).toBe('one')
    project.save('typed/index.ts', `export const main = () => 'two' as string`)
    expect(await project.result('typed')).toBe('two')
  })

  it('leaves calls in flight on the old code', async () => {
    const off = line('flies: off')
    const before = project.result('flies')
    await off
    project.save('flies/index.js', `exports.main = () => 'two'`)
    expect(await project.result('flies')).toBe('two')
    expect(await before).toBe('one')
  })

  it('that is broken says so, and the one that repairs it runs', async () => {
    expect(await project.result('broken')).toBe('one')
    project.save('broken/index.js', `exports.main = () => {`)
    expect(await project.result('broken')).toMatchObject({ kind: 'threw' })
    project.save('broken/index.js', `exports.main = () => 'repaired'`)
    expect(await project.result('broken')).toBe('repaired')
  })

  it('is heard of without a call', async () => {
    await project.result('watched')
    const told = line('watched: saved: new calls run the new code')
    project.save('watched/index.js', `exports.main = () => 'two'`)
    await told
    expect(await project.result('watched')).toBe('two')
  })
})

it('a package that changes on the disk starts nothing anew', async () => {
  await project.result('same')
  project.save('same/node_modules/big/index.js', `exports.a = 22`)
  expect(await project.result('same')).toBe(2)
})

it('a function that is removed is not found', async () => {
  expect(await project.result('gone')).toBe('one')
  rmSync(join(project.root, 'gone'), { recursive: true })
  expect(await project.result('gone')).toEqual({ kind: 'not-found', name: 'gone' })
})
