import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ConfigInput } from '../../cloudfunctions/common/base/config.ts'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import { config } from '../../cloudfunctions/oneid.config.ts'
import { readProject } from '../../emulator/cli/project.ts'
import { readSchemaFile } from '../../emulator/schemaFile.ts'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { createWorld } from '../../emulator/testkit/index.ts'
import { buildFunctions } from '../../scripts/build/functions.ts'
import { runImport } from '../../scripts/import/command.ts'
import { LOCAL_SETUP_CODE, localKey, withLocalSecrets } from '../../scripts/project/localSecrets.ts'
import { inProject, PROJECT_ROOT } from '../../scripts/project/paths.ts'
import { login, loginWithout, resetWorld, signedIn } from '../oneIdWorld.ts'

/** `npm run import` as an operator types it; where the network or time has to misbehave, its function in this process. */

const weekly = { appid: 'wx77a7c3a5e8f0b264', alias: 'weekly', kind: 'official-account' } as const
/** The sample configuration, and an account to which the one in it can move. */
const apps: ConfigInput['apps'] = [
  ...config.apps,
  { ...weekly, secret: 'WX_SECRET_NEWS', bindings: [{ openPlatform: 'main', since: '2021-03-01' }] },
]
const registry = readConfig({ ...config, apps })
const folder = mkdtempSync(join(tmpdir(), 'oneid-import-test-'))
let world: TestWorld
let files = 0

/** Functions of its own: another build at the same time does not take them away. */
const buildOwn = async (): Promise<void> => {
  cpSync(inProject('cloudfunctions'), join(folder, 'cloudfunctions'), { recursive: true })
  symlinkSync(inProject('node_modules'), join(folder, 'node_modules'))
  const content = `export const config = ${JSON.stringify({ ...config, apps })}`
  writeFileSync(join(folder, 'cloudfunctions', 'oneid.config.ts'), content)
  await buildFunctions({ root: join(folder, 'cloudfunctions'), out: join(folder, 'built') })
}

const openWorld = (): Promise<TestWorld> => {
  const { schema, functionSettings } = readProject(PROJECT_ROOT)
  const worldApps = registry.apps.map(({ appid, alias, kind, bindings }) => ({
    appid,
    alias,
    kind,
    openPlatformId: bindings.length > 0 ? 'main' : null,
    // Both accounts take theirs from one variable of the functions.
    ...(kind === 'official-account' && { secret: '0123456789abcdef0123456789abcdef' }),
  }))
  return createWorld({
    people: ['alice', 'bob', 'carol'],
    apps: worldApps,
    functions: join(folder, 'built'),
    functionSettings: withLocalSecrets(functionSettings, { apps: worldApps }),
    collections: readSchemaFile(schema),
    timers: 'when-fired',
  })
}

beforeAll(async () => {
  await buildOwn()
  world = await openWorld()
})
beforeEach(() => resetWorld(world))
afterAll(async () => {
  await world.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

const legacyFile = (content: string, ending = 'csv'): string => {
  files += 1
  const file = join(folder, `legacy${files}.${ending}`)
  writeFileSync(file, content)
  return file
}

/** So many people who are new, in one app and with a unionid. */
const newPeople = (count: number): string =>
  [
    'businessUserId,app,openid,unionid',
    ...Array.from({ length: count }, (_, n) => `b${n},shop,oShop${n}_${count},uUnion${n}_${count}`),
  ].join('\n')

const SMALL = `businessUserId,app,openid,unionid
b1,shop,oShop1,uUnion1
b2,club,oClub1,uUnion1
b1,lab,oLab001,
`

type Fetch = typeof fetch

interface Given {
  readonly fetch?: Fetch
  readonly answer?: boolean
  readonly key?: string
  readonly pause?: (ms: number) => Promise<void>
  readonly stop?: AbortSignal
  readonly url?: string
  readonly terminal?: boolean
}

const run = async (words: readonly string[], given: Given = {}) => {
  const said: string[] = []
  const noted: string[] = []
  const drawn: string[] = []
  const pauses: number[] = []
  const asked: string[] = []
  const { answer, url = world.http('gateway') } = given
  const code = await runImport(['--url', url, ...words], registry, {
    say: (line) => said.push(line),
    note: (line) => noted.push(line),
    redraw: given.terminal === true ? (line) => drawn.push(line) : undefined,
    ask:
      answer === undefined
        ? undefined
        : async (question) => {
            asked.push(question)
            return answer
          },
    environment: { ONEID_IMPORT_KEY: given.key },
    fetch: given.fetch ?? fetch,
    now: () => Date.now(),
    pause: async (ms) => {
      pauses.push(ms)
      await given.pause?.(ms)
    },
    stop: given.stop ?? new AbortController().signal,
  })
  return { code, said: said.join('\n'), noted: noted.join('\n'), drawn, pauses, asked }
}

const start = (words: readonly string[]) => {
  const args = [inProject('scripts', 'launch.cjs'), 'import', '--url', world.http('gateway'), ...words]
  const child = spawn(process.execPath, args, { cwd: PROJECT_ROOT })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (said) => {
      output += String(said)
    })
  const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
    child.once('exit', (code) => resolve({ code, output })),
  )
  return { child, ended }
}

/** Row by row, so that it is still underway when it is stopped. */
const SLOWLY = ['--yes', '--batch', '1', '--parallel', '1']

const stateOf = (file: string) => JSON.parse(readFileSync(`${file}.oneid-import.json`, 'utf8'))

/** Resolves when the state says that rows are confirmed. */
const underway = async (file: string): Promise<void> => {
  for (;;) {
    if (existsSync(`${file}.oneid-import.json`) && stateOf(file).figures.created > 0) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const linesOf = (path: string): readonly string[] => readFileSync(path, 'utf8').trimEnd().split('\r\n')

const usersOf = (file: string): readonly string[] => linesOf(`${file}.oneid-users.csv`).slice(1)

const documents = (collection: string) => world.database.documents(collection)

/** What a report says, by name. */
const figuresIn = (said: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...said.matchAll(/^ {2,4}(\S.*?) {2,}(\d+)$/gm)].map(([, name = '', count]) => [
      name
        .replace('would be new users', 'new users')
        .replace('would join', 'joined')
        .replace('would merge', 'merged'),
      Number(count),
    ]),
  )

describe('npm run import', () => {
  it('says first what would happen, then takes the rows in, and does nothing the second time', async () => {
    const file = legacyFile(SMALL)
    const first = await start([file]).ended
    expect(first.code, first.output).toBe(0)
    const [dry = '', real = ''] = first.output.split('Finished:')
    expect(figuresIn(dry)).toEqual(figuresIn(real))
    expect(figuresIn(real)).toMatchObject({ rows: 3, 'new users': 2, 'joined a user': 1, 'known already': 0 })
    const again = await run([file])
    expect([again.code, again.said]).toEqual([0, expect.stringContaining('imported already')])
    const anew = await run(['--restart', '--yes', file])
    expect(figuresIn(anew.said)).toMatchObject({ rows: 3, 'new users': 0, 'known already': 3 })
    expect(documents('users')).toHaveLength(2)
  })

  it('writes who got which user, and warns of people who are not what the company thinks', async () => {
    const file = legacyFile(SMALL)
    const { said } = await run([file])
    const [one, two, three] = usersOf(file).map((line) => line.split(','))
    expect(one).toEqual(['b1', 'shop', 'oShop1', expect.stringMatching(/^u.{22}$/), 'created'])
    expect(two).toEqual(['b2', 'club', 'oClub1', one?.[3], 'attached'])
    expect(three).toEqual(['b1', 'lab', 'oLab001', expect.stringMatching(/^u.{22}$/), 'created'])
    expect(said).toMatch(/WARNING: 1 businessUserIds with several users\n.*\n {4}b1$/m)
    expect(said).toMatch(/WARNING: 1 users with several businessUserIds\n.*\n {4}b1 \+ b2$/m)
  })

  it('finds two accounts that a later row of the file merges', async () => {
    const rows = ['b1,shop,oShop1,', 'b2,club,oClub1,uUnion1', 'b3,shop,oShop1,uUnion1']
    const file = legacyFile(`businessUserId,app,openid,unionid\n${rows.join('\n')}`)
    const { code, said } = await run(['--yes', file])
    expect([code, figuresIn(said)['merged two users']]).toEqual([0, 1])
    expect(said).toMatch(/^ {4}b1 \+ b2 \+ b3$/m)
    expect(said).not.toContain('several users\n')
  })

  it('writes nothing in a dry run, and does not make it twice', async () => {
    const file = legacyFile(SMALL)
    const dry = await run(['--dry-run', file])
    expect([dry.code, documents('identities')]).toEqual([0, []])
    const real = await run([file])
    expect(real.said).not.toContain('Dry run')
    expect(figuresIn(real.said)).toEqual(figuresIn(dry.said))
  })

  it('asks before users are merged, and does not go on where nobody can answer', async () => {
    await loginWithout(world, 'alice', 'shop')
    const { appid, openid } = world.person('alice').in('shop')
    const rows = [
      { app: 'club', openid: 'oClub1', unionid: 'uUnion1' },
      { appid, openid, unionid: 'uUnion1' },
    ]
    const file = legacyFile(rows.map((row) => JSON.stringify(row)).join('\n'), 'jsonl')
    const alone = await run([file])
    expect([alone.code, alone.noted]).toEqual([2, expect.stringContaining('--yes')])
    const no = await run([file], { answer: false })
    expect([no.code, no.asked]).toEqual([2, ['1 rows would merge users, 0 would end in a conflict. Go on?']])
    expect(documents('merges')).toEqual([])
    expect((await run([file], { answer: true })).code).toBe(0)
    expect(documents('merges')).toHaveLength(1)
  })

  it('goes on where it was killed: no row twice, and none left out', async () => {
    const people = 3_000
    const file = legacyFile(newPeople(people))
    const { child, ended } = start([...SLOWLY, file])
    await underway(file)
    child.kill('SIGKILL')
    await ended
    const before = stateOf(file)
    expect(before).toMatchObject({ stage: 'underway' })
    expect(before.figures.created).toBeLessThan(people)
    const { code, noted, said } = await run([file])
    expect([code, noted]).toEqual([0, `going on behind line ${before.figures.created + 1}`])
    const { rows, 'new users': created = 0, 'known already': known = 0 } = figuresIn(said)
    expect([rows, created + known]).toEqual([people, people])
    const openids = usersOf(file).map((line) => line.split(',')[2])
    expect([openids.length, new Set(openids).size]).toEqual([people, people])
    expect(documents('identities').filter(({ kind }) => kind === 'identity')).toHaveLength(people)
  })

  it('finishes on Ctrl-C what is underway, and says how to go on', async () => {
    const people = 3_001
    const file = legacyFile(newPeople(people))
    const { child, ended } = start([...SLOWLY, file])
    await underway(file)
    child.kill('SIGINT')
    const { code, output } = await ended
    const { created } = stateOf(file).figures
    expect([code, output]).toEqual([130, expect.stringContaining(`Stopped behind line ${created + 1}.`)])
    expect([usersOf(file).length, documents('users').length]).toEqual([created, created])
    expect(created).toBeLessThan(people)
    const { said } = await run([file])
    expect(figuresIn(said)).toMatchObject({ rows: people, 'new users': people, 'known already': 0 })
    expect(usersOf(file)).toHaveLength(people)
  })

  it('does not go on with a file that has changed, nor at another address', async () => {
    const file = legacyFile(newPeople(30))
    const stop = new AbortController()
    const stopping: Fetch = (url, init) => {
      if (String(url).endsWith('/rows')) stop.abort()
      return fetch(url, init)
    }
    const words = ['--yes', '--batch', '10', '--parallel', '1', file]
    expect(await run(words, { fetch: stopping, stop: stop.signal })).toMatchObject({ code: 130 })
    expect(stateOf(file)).toMatchObject({ stage: 'underway', figures: { created: 10 } })
    const elsewhere = await run([file], { url: `${world.http('gateway')}/elsewhere` })
    expect([elsewhere.code, elsewhere.noted]).toEqual([1, expect.stringContaining('were given to http')])
    writeFileSync(file, `${newPeople(30)}\nb30,shop,oShop30_30,\n`)
    const changed = await run([file])
    expect([changed.code, changed.noted]).toEqual([1, expect.stringMatching(/has changed[\s\S]*--restart/)])
    const anew = await run(['--restart', file])
    expect(figuresIn(anew.said)).toMatchObject({ rows: 31, 'new users': 21, 'known already': 10 })
    expect(usersOf(file)).toHaveLength(31)
  })
})

describe('rows that are bad', () => {
  it('are told by line and reason, never by content, and the others go in', async () => {
    const rows = [
      'shop,oShop1,',
      'nowhere,oShop2,',
      'shop,o!,',
      '',
      '"shop,oShop3,',
      'shop,oShop4',
      ',oShop5,',
    ]
    const file = legacyFile(`app,openid,unionid\n${rows.join('\n')}\nshop,oShop6,uUnion6\n`)
    const { code, noted, said } = await run([file])
    const told = [
      'line 3: app is neither alias nor appid of an app in oneid.config.ts',
      'line 4: openid is none',
      'line 6: has a quote that is not closed',
      'line 7: has 2 fields, not 3',
      'line 8: app is missing',
    ]
    expect(code).toBe(0)
    // Once by the dry run, once by the import.
    expect(noted.split('\n')).toEqual([...told, ...told])
    expect(noted).not.toMatch(/nowhere|o!|oShop/)
    expect(figuresIn(said)).toMatchObject({ rows: 2, 'rejected, not sent': 5 })
    expect(linesOf(`${file}.oneid-rejected.csv`)).toEqual([
      'line,reason',
      '3,app is neither alias nor appid of an app in oneid.config.ts',
      '4,openid is none',
      '6,has a quote that is not closed',
      '7,"has 2 fields, not 3"',
      '8,app is missing',
    ])
  })

  it('stop the import where there are more than a thousand; twenty are shown', async () => {
    const file = legacyFile(`app,openid\nshop,oShop1\n${'shop,!\n'.repeat(1_001)}`)
    const { code, noted } = await run(['--yes', file])
    expect([code, noted]).toEqual([1, expect.stringContaining('more than 1000 rows are bad')])
    expect(noted.match(/^line \d+:/gm)).toHaveLength(20)
    expect(linesOf(`${file}.oneid-rejected.csv`)).toHaveLength(1_002)
    const enough = legacyFile(`app,openid\nshop,oShop1\n${'shop,!\n'.repeat(1_000)}`)
    expect((await run(['--yes', enough])).code).toBe(0)
  })
})

describe('what keeps it from going on is said with cause and remedy', () => {
  const refused = async (given: Given, words: readonly string[] = ['--yes']) => {
    let calls = 0
    const counting: Fetch = (url, init) => {
      if (!String(url).endsWith('/health')) calls += 1
      return (given.fetch ?? fetch)(url, init)
    }
    const { code, noted, pauses } = await run([...words, legacyFile(SMALL)], { ...given, fetch: counting })
    expect([code, documents('users')]).toEqual([1, []])
    return { noted, calls, pauses }
  }

  it('a wrong key', async () => {
    const key = 'operator.wrong-and-never-shown'
    const { noted, calls } = await refused({ key })
    expect(noted).toMatch(
      /^API_KEY_INVALID: The API key is not known\. .*\nMake a key with `npm run admin -- key`/,
    )
    expect(noted).not.toContain('never-shown')
    expect(calls).toBe(1)
  })

  it('a key without the scope', async () => {
    const { noted, calls } = await refused({ key: localKey('crm') })
    expect(noted).toMatch(/^SCOPE_MISSING: .* may not do this\.[\s\S]*\nAdd the scope/)
    expect(calls).toBe(1)
  })

  it('nobody there', async () => {
    const address = 'http://127.0.0.1:59997/http/gateway'
    const { noted } = await refused({ url: address })
    expect(noted).toBe(`nobody answers at ${address} (ECONNREFUSED)\nnpm start`)
  })

  it('somebody else’s address', async () => {
    const { noted } = await refused({ url: world.http('nothing') })
    expect(noted).toContain('the address answered 404 FUNCTION_NOT_FOUND')
  })

  it('an address that sends the key somewhere else', async () => {
    const redirecting: Fetch = async (url, init) => {
      if (String(url).endsWith('/health')) return fetch(url, init)
      expect(init?.redirect).toBe('error')
      throw new TypeError('fetch failed', { cause: new Error('unexpected redirect') })
    }
    const { noted, calls } = await refused({ fetch: redirecting })
    expect([noted, calls]).toEqual([expect.stringContaining('sends us on'), 1])
  })

  it('a network that stays away', async () => {
    const silent: Fetch = (url, init) =>
      String(url).endsWith('/health')
        ? fetch(url, init)
        : Promise.reject(
            new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) }),
          )
    const { noted, calls, pauses } = await refused({ fetch: silent })
    expect(noted).toContain('(ECONNRESET)')
    expect([calls, pauses]).toEqual([9, [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000]])
  })
})

it('waits as long as it is told, and gives rows again whose answer did not come', async () => {
  const busy = { ok: false, code: 'RATE_LIMITED', message: '', requestId: 'r1' }
  const faults: Fetch[] = [
    async () => Response.json(busy, { status: 429, headers: { 'retry-after': '7' } }),
    async () => Response.json({ ...busy, code: 'LOGIN_CONTENDED' }, { status: 503 }),
    async () => new Response('bad gateway', { status: 502 }),
    async (url, init) => {
      await (await fetch(url, init)).text()
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) })
    },
  ]
  const unreliable: Fetch = (url, init) => {
    const fault = String(url).endsWith('/rows') ? faults.shift() : undefined
    return (fault ?? fetch)(url, init)
  }
  const file = legacyFile(SMALL)
  const { code, said, pauses } = await run(['--yes', file], { fetch: unreliable })
  expect([code, pauses]).toEqual([0, [7_000, 250, 500, 1_000]])
  // The answer that said what was new is lost: the rows are known by then.
  expect(figuresIn(said)).toMatchObject({ rows: 3, 'known already': 3 })
  expect([usersOf(file).length, documents('users').length]).toEqual([3, 2])
})

it('draws its progress where somebody looks at a terminal, and nothing where nobody wants it', async () => {
  const file = legacyFile(newPeople(20))
  const { drawn } = await run(['--yes', file], { terminal: true })
  expect(drawn.at(-1)).toMatch(/^import \[={20}\] 100% 20 rows, [\d,]+\/s$/)
  const quiet = await run(['--yes', '--restart', '--quiet', file], { terminal: true })
  expect([quiet.drawn, quiet.noted]).toEqual([[], ''])
})

/** Rows over few openids and unionids, so that they meet: in bound apps and in one that is not. */
const anyRow = fc.record({
  app: fc.constantFrom('shop', 'club', 'news', 'lab'),
  openid: fc.constantFrom('oOpen1', 'oOpen2', 'oOpen3'),
  unionid: fc.option(fc.constantFrom('uUnion1', 'uUnion2', 'uUnion3'), { nil: undefined }),
})
const anyLegacyRow = anyRow.chain((row) =>
  fc.option(fc.constantFrom('b1', 'b2', 'b3'), { nil: undefined }).map((businessUserId) => ({
    ...row,
    businessUserId,
  })),
)
type Row = typeof anyRow extends fc.Arbitrary<infer Value> ? Value : never

/** Earlier logins; WeChat shows no unionid where an app is not bound. */
const signInAll = async (rows: readonly Row[], isFirstAdministrator: boolean): Promise<void> => {
  for (const [at, row] of rows.entries()) {
    const { app, openid, unionid } = row
    const appid = registry.apps.find(({ alias }) => alias === app)?.appid ?? ''
    if (app === 'news') {
      const init = { method: 'POST', body: JSON.stringify({ rows: [row] }) }
      const headers = { authorization: `Bearer ${localKey('operator')}`, 'content-type': 'application/json' }
      const reply = await fetch(`${world.http('gateway')}/import/rows`, { ...init, headers })
      expect(reply.status).toBe(200)
      continue
    }
    const shown = unionid !== undefined && app !== 'lab' ? { unionid } : {}
    const caller = { source: 'wx_client', appid, openid, ...shown } as const
    signedIn(await world.callAs(caller, 'login', {}))
    if (at === 0 && isFirstAdministrator)
      await world.callAs(caller, 'admin', { action: 'becomeFirst', code: LOCAL_SETUP_CODE })
  }
}

/** Which keys belong to one user each, whatever the users are called. */
const usersInWorld = () => {
  const byUser = new Map<unknown, unknown[]>()
  const heirs = new Map(documents('users').map(({ _id, mergedInto }) => [_id, mergedInto]))
  for (const { _id, userId } of documents('identities')) {
    let owner = userId
    while (heirs.get(owner) !== undefined) owner = heirs.get(owner)
    byUser.set(owner, [...(byUser.get(owner) ?? []), _id])
  }
  return [...byUser.values()].map((ids) => ids.map(String).sort().join()).sort()
}

it('does what the dry run said, and what the same rows do one by one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyRow, { maxLength: 6 }),
      fc.array(anyLegacyRow, { minLength: 1, maxLength: 16 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 5 }),
      async (earlier, rows, isFirstAdministrator, batch) => {
        const prepare = async () => {
          await resetWorld(world)
          // The same few people sign in more often than functions let anybody do in an hour.
          world.clock.advance('1h')
          await signInAll(earlier, isFirstAdministrator)
        }
        await prepare()
        const content = rows.map((row) => JSON.stringify(row)).join('\n')
        const file = legacyFile(content, 'jsonl')
        const dry = await run(['--dry-run', '--batch', String(batch), file])
        const real = await run(['--yes', '--batch', String(batch), file])
        const warnings = (said: string) => said.split('WARNING').slice(1)
        expect(figuresIn(dry.said)).toEqual(figuresIn(real.said))
        expect(warnings(dry.said)).toEqual(warnings(real.said))
        const users = usersInWorld()
        await prepare()
        const oneByOne = await run(['--yes', '--batch', '1', '--parallel', '1', legacyFile(content, 'jsonl')])
        expect(figuresIn(oneByOne.said)).toEqual(figuresIn(real.said))
        expect(usersInWorld()).toEqual(users)
      },
    ),
    { numRuns: 20 },
  )
}, 120_000)

describe('official accounts', () => {
  let accounts: TestWorld

  beforeAll(async () => {
    accounts = await openWorld()
    for (const person of ['alice', 'bob', 'carol']) accounts.weChat.follow(person, 'news')
    await login(accounts, 'alice', 'shop')
  })
  afterAll(() => accounts.close())

  /** A minute of the world passes while the command waits for two seconds. */
  const watch = (words: readonly string[]) =>
    run(words, {
      url: accounts.http('gateway'),
      terminal: true,
      pause: async () => {
        accounts.clock.advance('1m')
        await accounts.timers.fire('jobs')
      },
    })

  it('read their followers to the end, with progress', async () => {
    const { code, said, drawn, pauses } = await watch(['--followers', 'news'])
    expect(code).toBe(0)
    expect(said).toMatch(/^finished in/)
    expect(figuresIn(said)).toMatchObject({ people: 3, 'new users': 2, 'joined a user': 1 })
    expect([drawn.at(-1), pauses[0]]).toEqual([
      expect.stringMatching(/^followers \[={20}\] 100% 3 people/),
      2_000,
    ])
    const again = await watch(['--followers', 'news'])
    expect([again.code, again.said]).toEqual([
      0,
      expect.stringMatching(/^finished at .*--restart begins again/),
    ])
    const anew = await watch(['--followers', '--restart', 'news'])
    expect(figuresIn(anew.said)).toMatchObject({ people: 3, 'known already': 3 })
  })

  it('are read on in the cloud when nobody watches any more', async () => {
    const stop = new AbortController()
    const { code, noted } = await run(['--followers', '--restart', 'news'], {
      url: accounts.http('gateway'),
      stop: stop.signal,
      pause: async () => {
        stop.abort()
        throw new Error('stopped')
      },
    })
    expect([code, noted]).toEqual([130, expect.stringContaining('goes on in the cloud')])
    expect(figuresIn((await watch(['--followers', 'news'])).said)).toMatchObject({ people: 3 })
  })

  it('move to another account, to the end', async () => {
    accounts.weChat.migrate('news', 'weekly')
    const { code, said } = await watch(['--migration', 'news', 'weekly'])
    expect(code).toBe(0)
    expect(figuresIn(said)).toMatchObject({ people: 3, 'joined a user': 3 })
    expect(
      accounts.database.documents('identities').filter(({ appid }) => appid === weekly.appid),
    ).toHaveLength(3)
  })

  it('are named by what they are', async () => {
    const { code, noted } = await watch(['--followers', 'shop'])
    expect([code, noted]).toEqual([1, expect.stringMatching(/^APP_KIND_WRONG/)])
  })
})
