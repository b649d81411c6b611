import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import * as v from 'valibot'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { Secret } from '../../cloudfunctions/common/base/secret.ts'
import type { ControlPlane } from '../../emulator/controlPlane/index.ts'
import { createControlPlane } from '../../emulator/controlPlane/index.ts'
import { createControlPlaneClient } from '../../scripts/deploy/controlPlane.ts'
import type { FunctionDeployment } from '../../scripts/deploy/functionDeployment.ts'
import { readBack } from '../../scripts/deploy/readBack.ts'
import type { DeployTarget } from '../../scripts/deploy/runTcb.ts'
import { deployFunction } from '../../scripts/deploy/runTcb.ts'
import { createSend } from '../../scripts/deploy/send.ts'
import { PATHS } from '../../scripts/project/paths.ts'
import { setup } from '../built.ts'

/** The real `tcb`, and a function as it is built, against the control plane of this machine. */

const ENV = 'shop-1a2b3c'
const SECRET_KEY = 'control-plane-key-of-a-test'
const [FIRST, SECOND] = ['one secret & <another> of them', "it's $HOME, 100% of {{it}}"]

/** `jobs` has all that a function can have: variables, and a timer. */
const JOBS: FunctionDeployment = {
  name: 'jobs',
  folder: join(PATHS.builtFunctions, 'jobs'),
  handler: 'index.main',
  runtime: 'Nodejs20.19',
  timeoutSeconds: 60,
  memoryMb: 256,
  triggers: [{ name: 'every-minute', cron: '0 * * * * * *' }],
  variables: { ONEID_SECRET: new Secret(FIRST), WX_SECRET_NEWS: new Secret(SECOND) },
}

let plane: ControlPlane
let target: DeployTarget

const temporaryFolders = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => /^(deploy|control-plane)-/.test(name))

let foldersBefore: readonly string[]
const newFolders = (): readonly string[] => temporaryFolders().filter((name) => !foldersBefore.includes(name))

beforeAll(async () => {
  await setup()
  const secretId = 'AKIDtest'
  plane = await createControlPlane({ key: { secretId, secretKey: SECRET_KEY }, environments: [ENV] })
  const network = { proxy: plane.proxyUrl, authority: plane.authority }
  const key = { secretId, secretKey: new Secret(SECRET_KEY) }
  const send = createSend(network)
  const client = createControlPlaneClient({ key, region: 'ap-shanghai', send, now: Date.now })
  target = { env: ENV, key, network, client, pause }
  foldersBefore = temporaryFolders()
  // A secret of another function, in the environment of whoever deploys.
  vi.stubEnv('WX_SECRET_SHOP', 'of-another-function')
})
afterEach(() => {
  plane.faults.clear()
  expect(newFolders()).toEqual([])
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await plane.close()
})

const askedDuring = async (run: () => Promise<unknown>): Promise<readonly string[]> => {
  const before = plane.asked.length
  await run()
  return plane.asked.slice(before).map(({ action }) => action)
}

const thrownBy = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  throw new Error('nothing was thrown')
}

/** What Linux shows of a process to everybody, and what to its owner. */
const processIn = (folder: string): { readonly argv: string; readonly environment: string } | undefined => {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (readlinkSync(join('/proc', pid, 'cwd')) !== folder) continue
      const read = (file: string) => readFileSync(join('/proc', pid, file), 'utf8')
      return { argv: read('cmdline'), environment: read('environ') }
    } catch {
      // It ended meanwhile, or is somebody else's.
    }
  }
  return undefined
}

const InvokedSchema = v.object({
  Result: v.object({ InvokeResult: v.number(), RetMsg: v.string(), ErrMsg: v.string() }),
})

describe('a function of dist', () => {
  it('is created, as it is to be, and runs', async () => {
    const found = await deployFunction(target, JOBS)
    expect(found).toMatchObject({ differences: [], leftTriggers: [] })
    const deployed = plane.account.environments.get(ENV)?.functions.get('jobs')
    expect(deployed?.environment).toEqual({ ONEID_SECRET: FIRST, WX_SECRET_NEWS: SECOND })
    expect(deployed?.triggers).toEqual([{ name: 'every-minute', type: 'timer', cron: '0 * * * * * *' }])
    expect(deployed?.zip.length).toBe(found.codeBytes)
    const invocation = { FunctionName: 'jobs', Namespace: ENV, LogType: 'Tail', ClientContext: '{}' }
    const { Result } = await target.client.call('scf', 'Invoke', invocation, InvokedSchema)
    // A person asked, and no timer: the code that was uploaded says so.
    expect(Result).toMatchObject({ InvokeResult: 0, ErrMsg: '' })
    expect(JSON.parse(Result.RetMsg)).toMatchObject({ ok: false, code: 'NOT_A_TIMER' })
    // What tcb tells about its users goes nowhere.
    expect(plane.unreachable).toContain('otheve.beacon.qq.com')
  }, 40_000)

  it('that is refused is a failure, although tcb ends well', async () => {
    const words = `no, not with ${FIRST}`
    plane.faults.set('UpdateFunctionCode', { kind: 'refuse', code: 'LimitExceeded.Layers', message: words })
    const said = await thrownBy(deployFunction(target, JOBS))
    expect(said).toContain('did not succeed')
    expect(said).toContain('no, not with [secret]')
    expect(said).not.toContain(FIRST)
  }, 40_000)

  it('whose connection is lost midway is a failure', async () => {
    plane.faults.set('UpdateFunctionCode', { kind: 'drop', when: 'after' })
    expect(await thrownBy(deployFunction(target, JOBS))).toContain('did not succeed')
  }, 40_000)

  it('is deployed a second time, whatever the last time left, and shows no secret while it is', async () => {
    plane.faults.set('CreateFunction', { kind: 'slow', ms: 500 }, 1)
    const before = plane.asked.length
    const again = deployFunction(target, { ...JOBS, timeoutSeconds: 50 })
    await expect
      .poll(() => plane.asked.slice(before).map(({ action }) => action), { timeout: 15_000 })
      .toContain('CreateFunction')
    const [folder = ''] = newFolders().map((name) => join(tmpdir(), name))
    if (process.platform === 'linux') {
      const { argv = '', environment = '' } = processIn(folder) ?? {}
      expect(argv).toContain('fn\0deploy\0jobs\0--yes\0--deployMode\0zip')
      for (const secret of [FIRST, SECOND, SECRET_KEY]) expect(argv).not.toContain(secret)
      expect(environment).toContain(`ONEID_SECRET=${FIRST}\0`)
      expect(environment).not.toContain(SECRET_KEY)
      expect(environment).not.toContain('of-another-function')
    }
    if (process.platform !== 'win32')
      expect(statSync(join(folder, '.config', '.cloudbase', 'auth.json')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(folder, 'cloudbaserc.json'), 'utf8')).not.toContain(FIRST)
    expect(await again).toMatchObject({ differences: [], leftTriggers: [] })
    expect(plane.account.environments.get(ENV)?.functions.get('jobs')?.timeoutSeconds).toBe(50)
  }, 40_000)
})

describe('what is there is compared with what is wanted:', () => {
  const differences = async (wanted: Partial<FunctionDeployment>) =>
    (await readBack(target.client, ENV, { ...JOBS, timeoutSeconds: 50, ...wanted }, pause)).differences

  it.each<[string, Partial<FunctionDeployment>, readonly string[]]>([
    ['nothing', {}, []],
    // tcb says that it changed it (cloudbaserc.json, fn deploy, @cloudbase/cli 2.12.10).
    ['the runtime', { runtime: 'Nodejs18.15' }, ['runtime is Nodejs20.19, not Nodejs18.15']],
    ['the memory', { memoryMb: 512 }, ['memory is 256, not 512']],
    ['the handler', { handler: 'index.handler' }, ['handler is index.main, not index.handler']],
    [
      'a variable',
      { variables: { ONEID_SECRET: new Secret('another'), NEW: new Secret('one') } },
      [
        'variable ONEID_SECRET has another value',
        'variable NEW is missing',
        'variable WX_SECRET_NEWS is still there',
      ],
    ],
    [
      'a trigger',
      { triggers: [{ name: 'every-minute', cron: '0 0 * * * * *' }] },
      ['trigger every-minute is 0 * * * * * *, not 0 0 * * * * *'],
    ],
    [
      'a missing trigger',
      { triggers: [{ name: 'daily', cron: '0 0 2 * * * *' }] },
      ['trigger daily is missing'],
    ],
    [
      'the code',
      { folder: join(PATHS.builtFunctions, 'pay') },
      ['config.json', 'index.js', 'package.json'].map((file) => `file ${file} is another one`),
    ],
    [
      'the files',
      { folder: join(PATHS.functionSources, 'jobs') },
      ['file index.ts is missing', 'file index.js is not ours', 'file package.json is not ours'],
    ],
  ])('%s', async (_, wanted, expected) => {
    expect(await differences(wanted)).toEqual(expect.arrayContaining([...expected]))
    expect(await differences(wanted)).toHaveLength(expected.length)
  })

  it('a trigger that is not wanted any more is told', async () => {
    const found = await readBack(target.client, ENV, { ...JOBS, triggers: [] }, pause)
    expect(found.leftTriggers).toEqual(['every-minute'])
  })

  it('a look costs two questions', async () => {
    expect(await askedDuring(() => differences({}))).toEqual(['GetFunction', 'GetFunctionAddress'])
  })
})
