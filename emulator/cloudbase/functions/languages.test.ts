import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, describe, expect, it } from 'vitest'
import { createTestFunctions } from './testing.ts'

const built = await build({
  stdin: {
    contents: `const fail = (why: string): never => {\n\n\n  throw new Error(why)\n}\nexport const main = () => fail('mapped')\n`,
    sourcefile: 'source.ts',
    loader: 'ts',
  },
  write: false,
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'cjs',
  sourcemap: 'inline',
  outfile: 'index.js',
})

const project = createTestFunctions(
  {
    // The folder lies in a project of ES modules, as this one does.
    'package.json': '{"type":"module"}',
    'plain/index.js': `exports.main = () => require('./part').word`,
    'plain/part.js': `exports.word = 'CommonJS'`,
    'whole/index.js': `module.exports = { main: () => 'module.exports' }`,
    'esm/index.js': `import { word } from './part.js'\nexport const main = async () => word`,
    'esm/part.js': `export const word = 'ES module'`,
    'esm/package.json': '{"type":"module"}',
    'mjs/index.mjs': `export default { main: () => 'default' }`,
    'awaits/index.mjs': `const word = await Promise.resolve('top level')\nexport const main = () => word`,
    'typed/index.ts': `import { word } from './part'\nimport { from } from 'installed'\nexport const main = async (event: { n: number }): Promise<string> => word + from + event.n`,
    'typed/part.ts': `export const word: string = 'TypeScript '`,
    'typed/node_modules/installed/index.js': `exports.from = 'with packages '`,
    'typedThrows/index.ts': `interface Nothing {}\n\nexport const main = (_: Nothing) => {\n  throw new Error('typed')\n}`,
    'typedBelow/src/index.ts': `export const main = () => {\n  throw new Error('below')\n}`,
    'typedWrong/index.ts': `export const main = () => {`,
    'mapped/index.js': built.outputFiles.map(({ text }) => text).join(''),
    'own/index.js': `exports.main = () => require('which')`,
    'own/node_modules/which/index.js': `module.exports = 'own'`,
    'other/index.js': `exports.main = () => require('which')`,
    'other/node_modules/which/index.js': `module.exports = 'other'`,
    'named/src/app.js': `exports.main_handler = () => 'named'`,
    'callback/index.js': `exports.main = (event, context, callback) => { setTimeout(() => callback(null, 'called back'), 1) }`,
    'callbackFails/index.js': `exports.main = (event, context, callback) => { callback(new Error('called back')) }`,
    'succeed/index.js': `exports.main = (event, context) => new Promise(() => context.succeed('succeeded'))`,
    'noHandler/README.js': '',
  },
  {
    settings: {
      typedBelow: { handler: 'src/index.main' },
      named: { handler: 'src/app.main_handler', environment: { TEAM: 'x', TCB_ENV: 'forged' } },
    },
  },
)
afterAll(project.end)

describe('a handler', () => {
  it.each([
    ['plain', 'CommonJS'],
    ['whole', 'module.exports'],
    ['esm', 'ES module'],
    ['mjs', 'default'],
    ['awaits', 'top level'],
    ['named', 'named'],
    ['callback', 'called back'],
    ['succeed', 'succeeded'],
    ['own', 'own'],
    ['other', 'other'],
  ])('%s answers "%s"', async (name, expected) => {
    expect(await project.result(name)).toBe(expected)
  })

  it('may be TypeScript, with packages of its own', async () => {
    expect(await project.result('typed', { n: 1 })).toBe('TypeScript with packages 1')
  })

  it('fails by its callback', async () => {
    expect(await project.result('callbackFails')).toMatchObject({
      kind: 'threw',
      stack: expect.stringContaining('Error: called back'),
    })
  })

  it('that does not compile says where', async () => {
    expect(await project.result('typedWrong')).toMatchObject({
      kind: 'threw',
      stack: expect.stringContaining('index.ts:1:27: ERROR'),
    })
  })

  it('belongs to a function; a folder without one is none', () => {
    expect(project.functions.names()).not.toContain('noHandler')
    expect(project.functions.names()).toContain('named')
    expect(project.functions.names()).toContain('typed')
  })
})

describe('a stack trace', () => {
  it('shows the lines of the source when index.js has a map', async () => {
    expect(await project.result('mapped')).toMatchObject({
      stack: expect.stringMatching(/^Error: mapped\n {4}at .*source\.ts:4:\d+\)/),
    })
  })

  it('shows the lines of index.ts', async () => {
    expect(await project.result('typedThrows')).toMatchObject({
      stack: expect.stringMatching(/^Error: typed\n {4}at .*index\.ts:4:\d+/),
    })
    const { stack } = Object(await project.result('typedBelow'))
    expect(stack).toContain(`${join(project.root, 'typedBelow', 'src', 'index.ts')}:2:`)
  })
})
