import { spawn } from 'node:child_process'
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import Sqlite from 'libsql'
import * as v from 'valibot'
import { afterAll, expect, it } from 'vitest'
import { readProject } from '../../emulator/cli/project.ts'
import { readSchemaFile } from '../../emulator/schemaFile.ts'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { createWorld } from '../../emulator/testkit/index.ts'
import { buildFunctions } from '../../scripts/build/functions.ts'
import { withLocalSecrets } from '../../scripts/project/localSecrets.ts'
import { inProject, PATHS, PROJECT_ROOT } from '../../scripts/project/paths.ts'
import { sampleWorld } from '../../scripts/project/sampleWorld.ts'

/** `npm run import` with a million rows: it comes to an end, and its memory does not grow with the file. */

const folder = mkdtempSync(join(tmpdir(), 'oneid-long-import-'))
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

const openidOf = (app: string, person: number): string => `o${app}${String(person).padStart(23, '0')}`

const unionidOf = (person: number): string => `u${String(person).padStart(27, '0')}`

const shopRowOf = (person: number): string =>
  `b${person},shop,${openidOf('shop', person)},${unionidOf(person)}\n`

/**
 * All people have a unionid and are in shop, a sixth of them in club too and a sixth in news; there are rows of people
 * without a unionid; at the end every second person comes once more. 10 rows for 3 people.
 */
function* rowsOf(people: number): Generator<string> {
  yield 'businessUserId,app,openid,unionid\n'
  for (let person = 0; person < people; person++) {
    const unionid = unionidOf(person)
    yield shopRowOf(person)
    if (person % 6 === 0) yield `b${person},club,${openidOf('club', person)},${unionid}\n`
    if (person % 6 === 3) yield `b${person},news,${openidOf('news', person)},${unionid}\n`
    if (person % 3 !== 0) yield `c${person},news,${openidOf('late', person)},\n`
    if (person % 6 !== 0) yield `d${person},club,${openidOf('lone', person)},\n`
  }
  for (let person = 0; person < people; person += 2) yield shopRowOf(person)
}

const PeakSchema = v.object({ maxRSS: v.number() })

/** Runs the command in a process of its own, and measures it. */
const run = (file: string, world: TestWorld, ...words: readonly string[]) =>
  new Promise<{ code: number | null; output: string; seconds: number; megabytes: number }>((resolve) => {
    const peak = `${file}.peak`
    const measuring = `import{writeFileSync}from'node:fs';process.on('exit',()=>writeFileSync(${JSON.stringify(peak)},JSON.stringify(process.resourceUsage())))`
    const args = ['--import', `data:text/javascript,${encodeURIComponent(measuring)}`]
    const command = [
      inProject('scripts', 'launch.cjs'),
      'import',
      '--url',
      world.http('gateway'),
      ...words,
      file,
    ]
    const begun = performance.now()
    const child = spawn(process.execPath, [...args, ...command], { cwd: PROJECT_ROOT })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (said) => {
        output += String(said)
      })
    child.once('exit', (code) => {
      const { maxRSS } = v.parse(PeakSchema, JSON.parse(readFileSync(peak, 'utf8')))
      const seconds = (performance.now() - begun) / 1_000
      resolve({ code, output, seconds, megabytes: maxRSS / 1_024 })
    })
  })

/** Requests of all calls: the world keeps the latest ones only, so they are counted while they come. */
const countRequests = (world: TestWorld) => {
  const seen = new Set<string>()
  let requests = 0
  const count = (): void => {
    for (const call of world.calls()) {
      if (seen.has(call.requestId)) continue
      seen.add(call.requestId)
      requests += call.requests.length
    }
  }
  const timer = setInterval(count, 5_000)
  return () => {
    clearInterval(timer)
    count()
    return requests
  }
}

const storedIn = (database: string) => {
  const db = new Sqlite(database)
  const counts = db.prepare('select collection, count(*) from documents group by collection').raw().all()
  db.close()
  return Object.fromEntries(v.parse(v.array(v.tuple([v.string(), v.number()])), counts))
}

/** With functions of its own: whoever builds during these minutes does not take them away. */
const openWorld = async (database: string): Promise<TestWorld> => {
  const functions = join(folder, 'functions')
  await buildFunctions({ root: PATHS.functionSources, out: functions })
  const project = readProject(PROJECT_ROOT)
  const { apps } = await sampleWorld()
  return createWorld({
    people: ['nobody'],
    apps,
    functions,
    functionSettings: withLocalSecrets(project.functionSettings, { apps }),
    collections: readSchemaFile(project.schema),
    timers: 'when-fired',
    storage: { file: database },
  })
}

const importPeople = async (people: number) => {
  const file = join(folder, `people${people}.csv`)
  const database = join(folder, `database${people}.sqlite`)
  await pipeline(Readable.from(rowsOf(people)), createWriteStream(file))
  const world = await openWorld(database)
  try {
    const dry = await run(file, world, '--dry-run')
    const requests = countRequests(world)
    const real = await run(file, world)
    return { dry, real, requests: requests(), stored: () => storedIn(database) }
  } finally {
    await world.close()
  }
}

const figure = (output: string, name: string): number =>
  Number(new RegExp(`^ {2}${name} +(\\d+)$`, 'm').exec(output)?.[1])

it('takes in a million rows in memory that does not grow with the file', async () => {
  const few = await importPeople(30_000)
  expect([few.dry.code, few.real.code], few.real.output).toEqual([0, 0])
  const { dry, real, requests, stored } = await importPeople(300_000)
  expect([dry.code, real.code], dry.output + real.output).toEqual([0, 0])
  // 300,000 people in shop, 50,000 of them in club and 50,000 in news; 450,000 without a unionid; 150,000 rows twice.
  const figures = { rows: 1_000_000, attached: 100_000, known: 150_000, created: 750_000 }
  expect({
    rows: figure(real.output, 'rows'),
    attached: figure(real.output, 'joined a user'),
    known: figure(real.output, 'known already'),
    created: figure(real.output, 'new users'),
  }).toEqual(figures)
  expect({
    rows: figure(dry.output, 'rows'),
    attached: figure(dry.output, 'would join a user'),
    known: figure(dry.output, 'known already'),
    created: figure(dry.output, 'would be new users'),
  }).toEqual(figures)
  // An identity for each of 850,000 openids and a union for each of 300,000 unionids.
  expect(stored()).toMatchObject({ users: 750_000, identities: 1_150_000 })
  const perThousand = Math.round(requests / 1_000)
  console.log(
    [
      `figure: import ${Math.round(1_000_000 / real.seconds)} rows/s, ${Math.round(real.seconds)} s`,
      `figure: import dry run ${Math.round(1_000_000 / dry.seconds)} rows/s, ${Math.round(dry.seconds)} s`,
      `figure: import memory ${Math.round(few.real.megabytes)} MB for 100,000 rows, ${Math.round(real.megabytes)} MB for 1,000,000`,
      `figure: import dry run memory ${Math.round(few.dry.megabytes)} MB for 100,000 rows, ${Math.round(dry.megabytes)} MB for 1,000,000`,
      `figure: import ${perThousand} requests to the database per 1,000 rows`,
    ].join('\n'),
  )
  expect(real.megabytes).toBeLessThan(few.real.megabytes * 1.2)
  expect(dry.megabytes).toBeLessThan(few.dry.megabytes * 1.2)
  expect(Math.max(real.megabytes, dry.megabytes)).toBeLessThan(400)
  // Four for fifty new identities, and few that go alone.
  expect(perThousand).toBeLessThan(90)
})
