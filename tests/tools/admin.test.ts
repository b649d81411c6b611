import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { inProject, PROJECT_ROOT } from '../../scripts/project/paths.ts'
import { setup } from '../built.ts'
import { createOneIdWorld } from '../oneIdWorld.ts'

/** `npm run admin` as an operator types it. */

let world: TestWorld

beforeAll(async () => {
  await setup()
  world = await createOneIdWorld()
})
afterAll(() => world.close())

const run = (...words: readonly string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const args = [inProject('scripts', 'launch.cjs'), 'admin', ...words]
    execFile(process.execPath, args, { cwd: PROJECT_ROOT }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })

describe('npm run admin', () => {
  it('makes somebody of the local cloud the first administrator, and nobody else after that', async () => {
    const first = await run('alice', 'shop', '--url', world.url)
    expect(first).toEqual({
      code: 0,
      stdout: 'alice is the first administrator (in shop).\n',
      stderr: '',
    })
    expect(await world.person('alice').in('shop').call('admin', { action: 'conflicts' })).toEqual({
      ok: true,
      conflicts: [],
    })
    const second = await run('bob', 'shop', '--url', world.url)
    expect([second.code, second.stdout]).toEqual([1, ''])
    expect(second.stderr).toContain('ADMIN_CODE_INVALID')
    expect(second.stderr).not.toMatch(/^\s+at /m)
  })

  it('prints a code and its fingerprint for a deployment: another one each time', async () => {
    const [one, other] = [await run(), await run()]
    expect(one.code).toBe(0)
    expect(one.stdout).toMatch(/ONEID_FIRST_ADMIN=[0-9a-f]{64}\n/)
    expect(one.stdout).toMatch(/code: '[A-Za-z0-9_-]{22}'/)
    expect(one.stdout).not.toBe(other.stdout)
  })

  it('prints a key for a server, and the fingerprint that the function keeps of it', async () => {
    const { code, stdout } = await run('key', 'crm')
    const [, key = ''] = /^ +(crm\.[A-Za-z0-9_-]{43})$/m.exec(stdout) ?? []
    const fingerprint = createHash('sha256').update(key).digest('hex')
    expect([code, key.length]).toEqual([0, 47])
    expect(stdout).toContain(`ONEID_KEY_CRM=${fingerprint}\n`)
    expect((await run('key', 'crm')).stdout).not.toContain(key)
  })

  it('prints a signing key: 32 bytes in base64url', async () => {
    const { code, stdout } = await run('signing-key')
    const [, key = ''] = /ONEID_SIGNING_KEY=(\S+)/.exec(stdout) ?? []
    expect([code, Buffer.from(key, 'base64url').length, key]).toEqual([
      0,
      32,
      expect.stringMatching(/^[\w-]{43}$/),
    ])
  })

  it.each([
    [['key', 'nobody'], 'crm, operator'],
    [['nobody', 'shop'], 'nobody'],
    [['alice'], 'a person and an app, or neither'],
    [['--what'], '--what'],
  ])('explains %j', async (words, said) => {
    const { code, stdout, stderr } = await run(...words, '--url', world.url)
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toContain(said)
    expect(stderr).not.toMatch(/^\s+at /m)
  })
})
