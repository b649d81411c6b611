import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readProject } from '../../emulator/cli/project.ts'
import { buildFunctions } from '../../scripts/build/functions.ts'
import { localKey, withLocalSecrets } from '../../scripts/project/localSecrets.ts'
import { inProject, PATHS, PROJECT_ROOT } from '../../scripts/project/paths.ts'
import { sampleWorld } from '../../scripts/project/sampleWorld.ts'

/**
 * A13: what is deployed or downloaded by a phone holds no secret. Of 3.45 million mini-programs 40,880 gave their
 * AppSecret away with their code (arXiv 2306.08151).
 */

/** AppSecrets are 32 hexadecimal digits; what is longer is a hash, or two of something else. */
const APP_SECRET = /(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z])/gi

/** Keys in other forms that people paste. */
const OTHER_KEYS = /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKID[A-Za-z0-9]{32}\b/g

let folder: string
let out: string
let local: readonly string[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oneid-secrets-'))
  out = join(folder, 'functions')
  await buildFunctions({ root: PATHS.functionSources, out })
  const { apps } = await sampleWorld()
  const settings = Object.values(withLocalSecrets(readProject(PROJECT_ROOT).functionSettings, { apps }))
  const values = settings.flatMap(({ environment = {} }) => Object.entries(environment))
  local = [
    ...new Set(
      values.flatMap(([name, value]) => (name === 'ONEID_GATEWAY_URL' || value === '' ? [] : value)),
    ),
    localKey('crm'),
    localKey('operator'),
  ]
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const TEXT = /\.(ts|js|cjs|mjs|json|wxml|wxss|wxs|md)$/
/** Tests have vectors, and values of the documentation. */
const TEST = /(\.test|\/testing)\.ts$/

const filesIn = (root: string): readonly string[] =>
  readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    const path = join(root, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(path)
    return TEXT.test(path) && !TEST.test(path) ? [path] : []
  })

/** What was found, with the file; of a value the first digits only. */
const secretsIn = (root: string): readonly string[] =>
  filesIn(root).flatMap((path) => {
    const text = readFileSync(path, 'utf8')
    const found = [
      ...[APP_SECRET, OTHER_KEYS].flatMap((shape) => [...text.matchAll(shape)].map(([one]) => one)),
      ...local.filter((value) => text.includes(value)),
    ]
    return found.map((value) => `${relative(root, path)}: ${value.slice(0, 6)}…`)
  })

describe('no secret is in', () => {
  it('what is deployed', () => {
    expect(filesIn(out).length).toBeGreaterThan(8)
    expect(secretsIn(out)).toEqual([])
  })

  it.each(['cloudfunctions', 'miniprogram', 'scripts', 'emulator', 'docs'])('the sources in %s', (room) => {
    // The local cloud's own secrets are computed, but for one that says what it is worth.
    const found = secretsIn(inProject(room)).filter((one) => !/localSecrets\.ts: LOCAL-…$/.test(one))
    expect(found).toEqual([])
  })

  it('the settings of the deployment, which name variables only', () => {
    const text = readFileSync(inProject('cloudbaserc.json'), 'utf8')
    const values = [...text.matchAll(/"([A-Z][A-Z0-9_]+)": "([^"]*)"/g)]
    expect(values.length).toBeGreaterThan(10)
    for (const [, name, value] of values) expect(value).toBe(`{{env.${name}}}`)
  })
})

it('would be found', () => {
  expect('secret: "0123456789abcdef0123456789ABCDEF"'.match(APP_SECRET)).toHaveLength(1)
  expect('0123456789abcdef0123456789abcdef0'.match(APP_SECRET)).toBeNull()
  expect(local.filter((value) => /^[0-9a-f]{32}$/.test(value)).length).toBeGreaterThan(4)
})
