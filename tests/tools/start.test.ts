import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { inProject, PROJECT_ROOT } from '../../scripts/project/paths.ts'

/** `npm start` as a user starts it: a process of its own, read by its output. */

const folder = mkdtempSync(join(tmpdir(), 'oneid-start-'))
const running: Started[] = []

afterEach(async () => {
  for (const started of running.splice(0)) await started.stop()
})
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

interface Started {
  /** Everything said until it was ready, or until it ended. */
  readonly output: string
  readonly url: string
  readonly code: number | undefined
  /** Ends the process as the terminal does, or at once without a word. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>
}

const start = (args: readonly string[], environment: Record<string, string> = {}): Promise<Started> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [inProject('scripts', 'launch.cjs'), 'start', ...args], {
      cwd: PROJECT_ROOT,
      env: { ...process.env, ...environment },
    })
    let output = ''
    const ended = new Promise<void>((done) => child.once('exit', () => done()))
    const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
      child.kill(signal)
      await ended
    }
    const settle = (code: number | undefined): void => {
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? ''
      const started = { output, url, code, stop }
      if (code === undefined) running.push(started)
      resolve(started)
    }
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (said) => {
        output += String(said)
        if (/ready in \d+ ms[\s\S]*health/.test(output)) settle(undefined)
      })
    }
    child.once('error', reject)
    child.once('exit', (code) => settle(code ?? -1))
  })

const login = async (url: string, person: string): Promise<unknown> => {
  const reply = await fetch(`${url}/__cloud/callFunction`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-person': person, 'x-app': 'shop' },
    body: JSON.stringify({ name: 'login', data: {} }),
  })
  const { result }: { result?: unknown } = JSON.parse(await reply.text())
  return result
}

const data = ['--port', '0', '--data', join(folder, 'data')]

describe('npm start', () => {
  it('says last that it is ready, and where', async () => {
    const { output, url } = await start(['--port', '0', '--memory'])
    const lines = output.trimEnd().split('\n')
    const ready = lines.findIndex((line) => /^ready in \d+ ms$/.test(line))
    expect(lines.slice(ready + 1).map((line) => line.trim().split(/\s+/)[0])).toEqual([
      'shop',
      'club',
      'lab',
      'http',
      'people',
      'health',
    ])
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'ok', functions: ['login'] })
  })

  it('keeps the accounts over a restart, and over being killed', async () => {
    const first = await start(data)
    const alice = await login(first.url, 'alice')
    expect(alice).toMatchObject({ ok: true, isNew: true })
    await first.stop()
    const second = await start(data)
    expect(await login(second.url, 'alice')).toEqual({ ...Object(alice), isNew: false })
    const bob = await login(second.url, 'bob')
    await second.stop('SIGKILL')
    const third = await start(data)
    expect(await login(third.url, 'bob')).toEqual({ ...Object(bob), isNew: false })
  })

  it('takes a world of one’s own', async () => {
    const file = join(folder, 'world.json')
    const world = {
      apps: [{ appid: 'wx5a3e1f0c7b2d4e61', alias: 'shop', kind: 'mini-program', openPlatformId: 'main' }],
      people: [{ id: 'zoe', name: 'Zoe' }],
    }
    writeFileSync(file, JSON.stringify(world))
    const { url } = await start(['--port', '0', '--memory', '--world', file])
    expect(await login(url, 'zoe')).toMatchObject({ ok: true, unionid: 'known' })
  })

  it('takes the rules about unionids', async () => {
    const { url } = await start(['--port', '0', '--memory', '--policy', 'before-2021'])
    expect(await (await fetch(`${url}/__world/policy`)).json()).toEqual({ policy: 'before-2021' })
  })
})

describe('what keeps it from starting is said with the fix, without a stack', () => {
  const refused = async (args: readonly string[], environment: Record<string, string> = {}) => {
    const { code, output } = await start(args, environment)
    expect(code).toBe(1)
    expect(output).not.toMatch(/^\s+at /m)
    return output
  }

  it('a port in use', async () => {
    const { url } = await start(['--port', '0', '--memory'])
    const output = await refused(['--port', new URL(url).port, '--memory'])
    expect(output).toContain(`port ${new URL(url).port} is in use\nnpm start -- --port 0`)
  })

  it('an unknown option', async () => {
    expect(await refused(['--prot', '1'])).toContain('--port <n>')
  })

  it('A47: credentials of a real account', async () => {
    const output = await refused(['--port', '0', '--memory'], { TENCENTCLOUD_SECRETKEY: 'do-not-print' })
    expect(output).toContain('TENCENTCLOUD_SECRETKEY is set')
    expect(output).not.toContain('do-not-print')
  })

  it('a data file that is none', async () => {
    const broken = mkdtempSync(join(folder, 'broken-'))
    writeFileSync(join(broken, 'database.sqlite'), 'this is no database, whatever its name says'.repeat(50))
    expect(await refused(['--port', '0', '--data', broken])).toContain('npm start -- --data <dir>')
  })

  it('a world file that is none', async () => {
    const file = join(folder, 'broken.json')
    writeFileSync(file, '{"apps": []}')
    expect(await refused(['--port', '0', '--memory', '--world', file])).toContain('a world needs an app')
  })
})
