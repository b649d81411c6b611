import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildFunctions } from './functions.ts'
import { watchFunctions } from './watch.ts'

let folder = ''
const options = () => ({ root: join(folder, 'sources'), out: join(folder, 'dist', 'cloudfunctions') })

const save = (path: string, text: string): void => {
  mkdirSync(join(folder, 'sources', path, '..'), { recursive: true })
  writeFileSync(join(folder, 'sources', path), text)
}
const built = (path: string): string => readFileSync(join(options().out, path), 'utf8')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oneid-build-'))
  save('hello/index.ts', `import { word } from '../common/word'\nexport const main = () => word`)
  save('hello/config.json', '{"permissions":{"openapi":[]}}')
  save('common/word.ts', `export const word: string = 'first'`)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('building the functions', () => {
  it('makes one folder per function with code, configuration and manifest', async () => {
    expect(await buildFunctions(options())).toEqual({ functions: ['hello'], cached: false })
    expect(readdirSync(join(options().out, 'hello')).sort()).toEqual([
      'config.json',
      'index.js',
      'package.json',
    ])
    expect(built('hello/index.js')).toContain('first')
  })

  it('does nothing when nothing has changed, and builds again when a source, a result or the list has', async () => {
    await buildFunctions(options())
    expect(await buildFunctions(options())).toMatchObject({ cached: true })
    save('common/word.ts', `export const word: string = 'second'`)
    expect(await buildFunctions(options())).toMatchObject({ cached: false })
    expect(built('hello/index.js')).toContain('second')
    writeFileSync(join(options().out, 'hello', 'index.js'), 'broken')
    expect(await buildFunctions(options())).toMatchObject({ cached: false })
    save('hello/config.json', '{"permissions":{"openapi":["auth.getPaidUnionId"]}}')
    expect(await buildFunctions(options())).toMatchObject({ cached: false })
    expect(built('hello/config.json')).toContain('getPaidUnionId')
  })

  it('leaves out and defers what the SDK brings, more of it for login, and knows when nothing has changed', async () => {
    const install = (name: string, text: string): void => save(`../node_modules/${name}/index.js`, text)
    install('sdk', `const ai = require('@cloudbase/ai'), axios = require('axios'); exports.use = [ai, axios]`)
    install('@cloudbase/ai', `exports.text = 'the model'`)
    install('axios', `exports.text = 'the client'`)
    for (const name of ['hello', 'login']) {
      save(`${name}/index.ts`, `import { use } from 'sdk'\nexport const main = () => use`)
      save(`${name}/config.json`, '{}')
    }
    expect(await buildFunctions(options())).toEqual({ functions: ['hello', 'login'], cached: false })
    const texts = ['hello', 'login'].map((name) =>
      ['the model', 'the client'].filter((text) => built(`${name}/index.js`).includes(text)),
    )
    expect(texts).toEqual([['the client'], []])
    expect(await buildFunctions(options())).toMatchObject({ cached: true })
    install('axios', `exports.text = 'another client'`)
    expect(await buildFunctions(options())).toMatchObject({ cached: false })
    expect(built('hello/index.js')).toContain('another client')
  })

  it('removes a function that is gone', async () => {
    save('other/index.ts', 'export const main = () => 1')
    save('other/config.json', '{}')
    await buildFunctions(options())
    rmSync(join(folder, 'sources', 'other'), { recursive: true })
    expect(await buildFunctions(options())).toEqual({ functions: ['hello'], cached: false })
    expect(readdirSync(options().out)).toEqual(['hello'])
  })

  it('says file and line of a mistake, and keeps what was built before', async () => {
    await buildFunctions(options())
    save('common/word.ts', 'export const word =')
    await expect(buildFunctions(options())).rejects.toThrow(/common[\\/]word\.ts:1:19/)
    expect(built('hello/index.js')).toContain('first')
  })
})

describe('building while somebody edits', () => {
  it('builds what is saved, reports what does not build, and goes on', async () => {
    await buildFunctions(options())
    const heard: string[] = []
    let tell = (): void => {}
    const next = (): Promise<void> => new Promise((resolve) => (tell = resolve))
    const stop = await watchFunctions(options(), {
      onBuilt: (functions) => {
        heard.push(`built ${functions.join()}`)
        tell()
      },
      onProblem: (words) => {
        heard.push(words)
        tell()
      },
    })
    let saved = next()
    save('common/word.ts', 'export const word =')
    await saved
    saved = next()
    save('common/word.ts', `export const word: string = 'third'`)
    await saved
    await stop()
    expect(heard[0]).toMatch(/common[\\/]word\.ts:1:19/)
    expect(heard.at(-1)).toBe('built hello')
    expect(built('hello/index.js')).toContain('third')
  })
})
