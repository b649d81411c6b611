import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isMadeUp, lightPackages } from './lightPackages.ts'
import { LATE, leftOutOf } from './packages.ts'

let folder = ''
const save = (path: string, text: string): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text)
}
const packaged = (name: string, text: string): void => save(`node_modules/${name}/index.js`, text)

/** Bundles a program, runs it, and answers what it prints. */
const printed = async (program: string): Promise<readonly string[]> => {
  save('program.js', program)
  const outfile = join(folder, 'out.cjs')
  await build({
    entryPoints: [join(folder, 'program.js')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
    plugins: [lightPackages({ 'too-much': 'never used' })],
  })
  return execFileSync(process.execPath, [outfile], { encoding: 'utf8' }).trimEnd().split('\n')
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'oneid-light-'))
  packaged('axios', `console.log('axios evaluated'); module.exports = () => 'axios'`)
  packaged('too-much', `console.log('too-much evaluated'); exports.ai = 'real'`)
  // A version of its own, as npm installs it where another package wants another one.
  packaged('old/node_modules/axios', `console.log('old axios evaluated'); module.exports = () => 'old axios'`)
  packaged('old', `const axios = require('axios'); exports.ask = () => axios()`)
  packaged(
    'sdk',
    `const axios = require('axios'), much = require('too-much')
     exports.ask = () => axios()
     exports.ai = () => much.ai`,
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('what packages import', () => {
  it('is evaluated at first use, and once', async () => {
    const program = `const sdk = require('sdk'); console.log('loaded'); console.log(sdk.ask(), sdk.ask())`
    expect(await printed(program)).toEqual(['loaded', 'axios evaluated', 'axios axios'])
  })

  it('is left out, and says so when it is used', async () => {
    const program = `try { require('sdk').ai() } catch (error) { console.log(error.message) }`
    expect(await printed(program)).toEqual([
      expect.stringMatching(/^too-much is not part of this function: /),
    ])
  })

  it('is the version that the package has', async () => {
    const program = `console.log(require('old').ask()); console.log(require('sdk').ask())`
    expect(await printed(program)).toEqual(['old axios evaluated', 'old axios', 'axios evaluated', 'axios'])
  })
})

it('what a function imports itself is the package itself', async () => {
  const program = `import { ai } from 'too-much'; import axios from 'axios'; import { ask } from 'sdk'
    console.log(ai, axios(), ask())`
  expect(await printed(program)).toEqual(['too-much evaluated', 'axios evaluated', 'real axios axios'])
})

it('nothing is made up but for these', () => {
  expect(
    ['left-out:axios', 'late:node_modules/axios/index.js', 'node_modules/axios/index.js'].map(isMadeUp),
  ).toEqual([true, true, false])
})

describe('the tables', () => {
  /** What a package gets when it requires another one. */
  const inside = (from: NodeJS.Require, name: string) => createRequire(from.resolve(name))
  const nodeSdk = inside(inside(createRequire(import.meta.url), 'wx-server-sdk'), '@cloudbase/node-sdk')
  const database = inside(nodeSdk, '@cloudbase/database')

  it.each(Object.entries(LATE))('%s has the shape that is said', (name, { callable, esModule }) => {
    const real: unknown = name === 'bson' ? database(name) : nodeSdk(name)
    expect(typeof real).toBe(callable ? 'function' : 'object')
    expect(Reflect.get(Object(real), '__esModule') === true).toBe(esModule)
  })

  it('name packages that the SDK brings', () => {
    for (const name of [...Object.keys(LATE), ...Object.keys(leftOutOf('login'))])
      expect(nodeSdk.resolve(name)).toContain('node_modules')
  })

  it('leave more out of login than of others', () => {
    expect(Object.keys(leftOutOf('login'))).toEqual(expect.arrayContaining(Object.keys(leftOutOf('pay'))))
    expect(leftOutOf('pay')).not.toHaveProperty('form-data')
  })
})
