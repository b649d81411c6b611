import { mkdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { callLine } from '../emulator/cli/callLine.ts'
import { openPage } from '../emulator/cli/openPage.ts'
import { readStartOptions, USAGE } from '../emulator/cli/options.ts'
import { refuseRealCredentials } from '../emulator/cli/realCredentials.ts'
import type { LocalCloud } from '../emulator/localCloud.ts'
import { startLocalCloud } from '../emulator/localCloud.ts'
import { UserError } from '../emulator/userError.ts'
import { buildFunctions } from './build/functions.ts'
import { PATHS } from './project/paths.ts'
import { sampleWorld } from './project/sampleWorld.ts'
import { functionSettings, readSchema } from './project/settings.ts'

const readWorld = async (file: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(resolve(file), 'utf8'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UserError('WORLD_INVALID', `the world file ${file} cannot be read: ${why}`, 'Correct the file.')
  }
}

const applySchema = async (url: string): Promise<void> => {
  const reply = await fetch(`${url}/__world/database/schema`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(await readSchema()),
  })
  if (!reply.ok) throw new Error(`cloudfunctions/schema.json was refused: ${await reply.text()}`)
}

const addresses = ({ url, world }: LocalCloud): readonly string[] => {
  const pages = world.apps.filter(({ kind }) => kind === 'mini-program')
  const [first] = world.people
  return [
    ...pages.map(
      ({ alias }) => `  ${alias.padEnd(12)} ${url}/simulator/?person=${first?.id ?? ''}&app=${alias}`,
    ),
    `  ${'people'.padEnd(12)} ${world.people.map(({ id }) => id).join(', ')}`,
    `  ${'health'.padEnd(12)} ${url}/health`,
  ]
}

const start = async (): Promise<void> => {
  const options = readStartOptions(process.argv.slice(2), PATHS.data)
  if (options.help) return console.log(USAGE)
  refuseRealCredentials(process.env)
  const say = (line: string): void => {
    if (!options.quiet) console.log(line)
  }
  const [world, settings, built] = await Promise.all([
    options.worldFile === undefined ? sampleWorld() : readWorld(options.worldFile),
    functionSettings(),
    buildFunctions({ root: PATHS.functionSources, out: PATHS.builtFunctions }),
    options.dataDir === undefined ? undefined : mkdir(options.dataDir, { recursive: true }),
  ])
  say(
    `${built.functions.length} function${built.functions.length === 1 ? '' : 's'} ${built.cached ? 'unchanged' : 'built'}: ${built.functions.join(', ')}`,
  )
  const cloud = await startLocalCloud({
    world,
    functionsRoot: PATHS.builtFunctions,
    functionSettings: settings,
    miniprogramRoot: PATHS.miniprogram,
    storage: options.dataDir === undefined ? 'memory' : { file: join(options.dataDir, 'database.sqlite') },
    port: options.port,
    createCollections: options.createCollections,
    onFunctionLog: (name, level, text) => say(`[${name}]${level === 'log' ? '' : ` ${level}:`} ${text}`),
    onMissingCollection: (name) =>
      console.warn(
        `collection "${name}" does not exist: add it to cloudfunctions/schema.json, or npm start -- --create-collections`,
      ),
    onMiniProgramProblem: (line) => console.warn(`[mini-program] ${line}`),
  })
  cloud.calls.onCall((record) => say(callLine(record, cloud.world)))
  await applySchema(cloud.url)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void cloud.close().then(() => process.exit(0)))
  }
  if (options.open) openPage(`${cloud.url}/simulator/`)
  // Milliseconds since the process began, TypeScript and all.
  console.log([`ready in ${Math.round(performance.now())} ms`, ...addresses(cloud)].join('\n'))
}

try {
  await start()
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(`${error.message}\n${error.fix}`)
  process.exitCode = 1
}
