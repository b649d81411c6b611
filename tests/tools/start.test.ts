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
  /** Everything said until now. */
  readonly said: () => string
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
      const started = { output, url, said: () => output, code, stop }
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

/** What a function answers to a mini-program, or what the mini-program is told instead. */
const call = async (url: string, who: readonly [string, string], name: string, data: unknown) => {
  const [person, app] = who
  const reply = await fetch(`${url}/__cloud/callFunction`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-person': person, 'x-app': app },
    body: JSON.stringify({ name, data }),
  })
  const said: { result?: unknown } = JSON.parse(await reply.text())
  return 'result' in said ? said.result : said
}

const login = (url: string, person: string): Promise<unknown> => call(url, [person, 'shop'], 'login', {})

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
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({
      status: 'ok',
      functions: ['account', 'admin', 'cloudbase_auth', 'gateway', 'jobs', 'login', 'pay', 'payCallback'],
    })
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
    // The rules of schema.json.
    expect(await call(url, ['zoe', 'shop'], 'jobs', {})).toMatchObject({ errCode: -501023 })
  })

  it('takes the rules about unionids', async () => {
    const { url } = await start(['--port', '0', '--memory', '--policy', 'before-2021'])
    expect(await (await fetch(`${url}/__world/policy`)).json()).toEqual({ policy: 'before-2021' })
  })
})

describe('another project runs as it is', () => {
  const startProject = (name: string, ...args: readonly string[]): Promise<Started> =>
    start(['--port', '0', '--memory', '--project', inProject('tests', 'projects', name), ...args])

  it('guestbook: two functions, and a collection made at its first use', async () => {
    const { output, url } = await startProject('guestbook', '--create-collections')
    expect(output).toContain('2 functions: login, messages\n')
    expect(output).toContain(`  guestbook    ${url}/simulator/?person=alice&app=guestbook\n`)
    const messages = (data: object) => call(url, ['alice', 'guestbook'], 'messages', data)
    expect(await messages({ action: 'write', text: '<b>hello</b>' })).toMatchObject({ ok: true })
    expect(await messages({ action: 'list' })).toMatchObject({ total: 1, messages: [{ content: 'hello' }] })
    expect((await fetch(`${url}/simulator/app.js`)).status).toBe(200)
  })

  it('router: one function as many', async () => {
    const { url, said } = await startProject('router', '--create-collections')
    const todo = (person: string, data: object) => call(url, [person, 'router'], 'router', data)
    expect(await todo('alice', { $url: 'todo/add', title: 'milk' })).toMatchObject({ code: 0 })
    expect(await todo('alice', { $url: 'todo/list' })).toMatchObject({ code: 0, data: [{ title: 'milk' }] })
    expect(await todo('bob', { $url: 'todo/list' })).toEqual({ code: 0, data: [] })
    expect(said()).toMatch(/^router · bob in router · \d+ ms · 1 request: getDocument todos /m)
  })

  it('board: a schema beside its functions, and functions that call functions', async () => {
    const { output, url, said } = await startProject('board')
    expect(output).toContain('3 functions: archive, digest, tasks\n')
    const move = { action: 'move', id: 'none', from: 'todo', to: 'done' }
    expect(await call(url, ['alice', 'board'], 'tasks', move)).toMatchObject({ ok: false })
    expect(await call(url, ['alice', 'board'], 'archive', {})).toMatchObject({
      moved: 0,
      digest: { columns: [], archived: 0 },
    })
    expect(said()).not.toContain('does not exist')
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

  it('a project that is not there', async () => {
    const missing = join(folder, 'no-project')
    expect(await refused(['--port', '0', '--memory', '--project', missing])).toContain(
      `${missing}: there is no such folder\nnpm start -- --project <dir>`,
    )
  })

  it('a schema.json that nobody can follow', async () => {
    const project = mkdtempSync(join(folder, 'schema-'))
    writeFileSync(join(project, 'schema.json'), '{"collections": [{"name": "a", "access": "everybody"}]}')
    expect(await refused(['--port', '0', '--memory', '--project', project])).toContain(
      'schema.json: collections.0.access: access is one of',
    )
  })

  it('a rule of functions that nobody can follow', async () => {
    const project = mkdtempSync(join(folder, 'rules-'))
    const schema = { collections: [], functions: { '*': { invoke: 'auth != null' } } }
    writeFileSync(join(project, 'schema.json'), JSON.stringify(schema))
    expect(await refused(['--port', '0', '--memory', '--project', project])).toContain(
      'schema.json: functions.*.invoke: invoke is true or false\nCorrect that file.',
    )
  })

  it('a world file that is none', async () => {
    const file = join(folder, 'broken.json')
    writeFileSync(file, '{"apps": []}')
    expect(await refused(['--port', '0', '--memory', '--world', file])).toContain('a world needs an app')
  })
})
