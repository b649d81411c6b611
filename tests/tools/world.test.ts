import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { createWorld } from '../../emulator/testkit/index.ts'
import { inProject, PROJECT_ROOT } from '../../scripts/project/paths.ts'
import type { TinyProject } from '../sdkProject.ts'
import { writeTinyProject } from '../sdkProject.ts'

/** `npm run world` as a user types it: a process of its own, against a local cloud that runs. */

let project: TinyProject
let world: TestWorld

beforeAll(async () => {
  project = writeTinyProject({ payCallback: { source: 'exports.main = () => ({ errcode: 0 })' } })
  world = await createWorld({
    people: ['alice'],
    apps: [
      { alias: 'shop', openPlatformId: 'main' },
      { alias: 'lab' },
      { alias: 'news', kind: 'official-account', openPlatformId: 'main' },
      { alias: 'phone', kind: 'mobile-app', openPlatformId: 'main' },
    ],
    merchants: ['1900000001'],
    functions: project.functions,
  })
})
afterAll(async () => {
  await world.close()
  project.remove()
})

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const run = (words: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const args = [inProject('scripts', 'launch.cjs'), 'world', ...words]
    execFile(process.execPath, args, { cwd: PROJECT_ROOT }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
const typed = (line: string) => run([...line.split(' '), '--url', world.url])
/** What a command prints, which is JSON. */
const says = async (line: string) => {
  const { code, stdout, stderr } = await typed(line)
  expect([code, stderr]).toEqual([0, ''])
  return JSON.parse(stdout)
}
const refused = async (line: string): Promise<string> => {
  const { code, stdout, stderr } = await typed(line)
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).not.toMatch(/^\s+at /m)
  return stderr
}

describe('npm run world', () => {
  it('adds somebody and shows their ids', async () => {
    expect(await says('person add carol Carol 13800000009')).toMatchObject({ id: 'carol', name: 'Carol' })
    expect(await says('show carol')).toMatchObject({ phone: '13800000009', apps: expect.any(Array) })
    expect(await says('people')).toEqual([
      { id: 'alice', name: 'alice' },
      { id: 'carol', name: 'Carol' },
    ])
    expect(await says('apps')).toMatchObject([{ alias: 'shop' }, {}, {}, {}])
  })

  it('binds an app and unbinds it', async () => {
    expect(await says('bind lab main')).toMatchObject({ alias: 'lab', openPlatformId: 'main' })
    expect(await says('bind lab none')).toMatchObject({ alias: 'lab', openPlatformId: null })
  })

  it('follows, unfollows, signs in, under the rules that it chooses', async () => {
    expect(await says('policy before-2021')).toEqual({ policy: 'before-2021' })
    const given = async () => (await says('show alice')).apps[0].givenSilently
    expect(await given()).toBe(false)
    await says('follow alice news')
    expect(await given()).toBe(true)
    await says('unfollow alice news')
    expect(await given()).toBe(false)
    await says('sign-in alice phone')
    expect(await given()).toBe(true)
    await says('policy since-2021')
  })

  it('pays', async () => {
    const bought = { state: 'SUCCESS', totalFee: 990, functionName: 'payCallback' }
    expect(await says('pay alice shop 9.90')).toMatchObject({ order: bought })
    await says('pay alice shop 1 trigger/unifiedOrderTrigger')
    expect(await says('payments')).toMatchObject([
      bought,
      { totalFee: 100, functionName: 'trigger/unifiedOrderTrigger' },
    ])
  })

  it('stops, moves and starts the clock', async () => {
    const { now, frozen } = await says('freeze')
    expect(frozen).toBe(true)
    expect(await says('advance 4m59s')).toEqual({ now: now + 299_000, frozen: true })
    expect(await says('run')).toMatchObject({ frozen: false })
  })

  it('switches faults on, one after the other, and off', async () => {
    await says('fault pay.callback duplicate=3')
    await says('fault functions skew=-5000')
    await says('fault sns/* busy=2')
    expect(await says('faults')).toMatchObject({
      seed: 1,
      faults: [
        { at: 'pay.callback', effect: 'duplicate', copies: 3 },
        { at: 'functions', effect: 'skew', ms: -5_000 },
        { at: 'sns/*', effect: 'busy', times: 2 },
      ],
    })
    expect(await says('fault clear')).toMatchObject({ faults: [] })
  })

  it('writes the world as a file, and goes back to the world of the start', async () => {
    const names = ({ people }: { readonly people: readonly { readonly id: string }[] }) =>
      people.map(({ id }) => id)
    expect(names(await says('export'))).toEqual(['alice', 'carol'])
    await says('reset')
    expect(names(await says('export'))).toEqual(['alice'])
    expect(await says('payments')).toEqual([])
    await says('reset database')
  })
})

describe('bad input', () => {
  it.each([
    ['fault push kill', 'at: kill does not happen at "push"; it happens at database.*'],
    ['fault push explode', 'effect: Invalid type: Expected ("busy" | '],
    ['policy since-1999', 'policy: Invalid type: Expected ("since-2021" | "before-2021")'],
    ['advance soon', 'advance: "soon" is no duration; write for example 5s, 4m59s'],
    ['person add carol Carol none', 'phone: a phone number is 5 to 15 digits'],
    ['pay alice shop 0', 'amount: Invalid value: Expected >=1'],
    ['follow alice shop', '"shop" is a mini-program\nUse one of: news.'],
    ['follow nobody news', 'nobody is called "nobody" in this world\nUse one of: alice'],
    ['show nobody', 'nobody is called "nobody"'],
    ['bind x main', 'no app "x" in this world\nUse one of: shop, lab, news, phone.'],
    ['dance', '"dance" is no command\nnpm run world -- <command>'],
    ['show alice --loud', "Unknown option '--loud'"],
  ])('%s', async (line, words) => {
    expect(await refused(line)).toContain(words)
  })

  it('an address where no local cloud is', async () => {
    const nobody = await run(['apps', '--url', 'http://127.0.0.1:9'])
    expect(nobody).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^no local cloud answers at .*\nnpm start\n$/),
    })
    const other = createServer((_, reply) => reply.end('something else')).listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const stranger = await run(['apps', '--url', `http://127.0.0.1:${port}`])
    other.close()
    expect(stranger).toMatchObject({ code: 1, stderr: expect.stringContaining('is no local cloud') })
  })

  it('says how it is used', async () => {
    expect(await run(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining('fault clear') })
  })
})
