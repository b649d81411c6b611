import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const launcher = fileURLToPath(new URL('launch.cjs', import.meta.url))
const packages = fileURLToPath(new URL('../node_modules', import.meta.url))
let folder = ''

function launch(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' })
  return { status, stdout, stderr }
}

/** A preloaded file that makes the launcher believe in another Node or another system. */
function pretend(property: 'versions' | 'platform', value: unknown): string[] {
  const file = join(folder, `${property}.cjs`)
  writeFileSync(file, `Object.defineProperty(process, '${property}', { value: ${JSON.stringify(value)} })\n`)
  return ['--require', file]
}

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'launch-')))
  mkdirSync(join(folder, 'scripts'))
  cpSync(launcher, join(folder, 'scripts', 'launch.cjs'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
  writeFileSync(join(folder, 'scripts', 'word.ts'), "export const word: string = 'hello'\n")
  writeFileSync(join(folder, 'scripts', 'word.test.ts'), '')
  writeFileSync(
    join(folder, 'scripts', 'greet.ts'),
    "import { word } from './word.ts'\nawait 0\nconsole.log(word, JSON.stringify(process.argv.slice(1)))\n",
  )
  writeFileSync(join(folder, 'scripts', 'fail.ts'), "throw new Error('on purpose')\n")
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('on a new machine', () => {
  it('is written in a syntax that Node 6 can parse', () => {
    const source = readFileSync(launcher, 'utf8')
    const asIs = transformSync(source, { target: 'esnext' }).code
    // Only template literals are left alone: Node 6 has them, but esbuild does not trust its own.
    const lowered = transformSync(source, { target: 'node6', supported: { 'template-literal': true } }).code
    expect(lowered).toBe(asIs)
    expect(source.replace(/^\s*(\/\/|\*).*$/gm, '')).not.toMatch(/,\s*\)/)
  })

  it.each(['6.17.1', '18.20.4', '20.5.1'])('says what to do about Node %s', (node) => {
    const { status, stderr } = launch(...pretend('versions', { node }), 'scripts/launch.cjs', 'greet')
    expect(status).toBe(1)
    expect(stderr).toContain(`This is Node.js ${node}, but Node.js 20 is needed`)
    expect(stderr).toContain(`当前运行的是 Node.js ${node}，需要 Node.js 20`)
    expect(stderr).toContain(process.platform === 'win32' ? 'winget install' : 'nvm install 20')
  })

  it('names the command of Windows on Windows', () => {
    const old = pretend('versions', { node: '18.20.4' })
    const { stderr } = launch(...old, ...pretend('platform', 'win32'), 'scripts/launch.cjs', 'greet')
    expect(stderr).toContain('  winget install OpenJS.NodeJS.LTS\n')
    expect(stderr).not.toContain('nvm')
  })

  it('asks for the packages if they are missing', () => {
    const { status, stderr } = launch('scripts/launch.cjs', 'greet')
    expect(status).toBe(1)
    expect(stderr).toContain('npm install')
  })
})

describe('with the packages installed', () => {
  // A junction is a link that Windows lets everybody make.
  beforeAll(() => symlinkSync(packages, join(folder, 'node_modules'), 'junction'))

  it('runs a script of the name, which sees its own arguments', () => {
    const { status, stdout, stderr } = launch('scripts/launch.cjs', 'greet', '--port', '0')
    expect(stderr).toBe('')
    expect(stdout).toBe(`hello ${JSON.stringify([join(folder, 'scripts', 'greet.ts'), '--port', '0'])}\n`)
    expect(status).toBe(0)
  })

  it('fails as the script fails, and shows where', () => {
    const { status, stderr } = launch('scripts/launch.cjs', 'fail')
    expect(status).toBe(1)
    expect(stderr).toMatch(/on purpose[\s\S]*fail\.ts:1/)
  })

  it.each([[['nonsense']], [[]], [['../scripts/greet']], [['word.test']]])(
    'lists the scripts for %j',
    (args) => {
      const { status, stderr } = launch('scripts/launch.cjs', ...args)
      expect(status).toBe(1)
      expect(stderr).toContain('These exist: fail, greet, word\n')
    },
  )
})
