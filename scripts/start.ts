import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { callLine, isWorthALine } from '../emulator/cli/callLine.ts'
import { openPage } from '../emulator/cli/openPage.ts'
import { readStartOptions, USAGE } from '../emulator/cli/options.ts'
import { readProject } from '../emulator/cli/project.ts'
import { howToAnswer, projectAnswers } from '../emulator/cli/projectAnswers.ts'
import { projectNotes } from '../emulator/cli/projectNotes.ts'
import { refuseRealCredentials } from '../emulator/cli/realCredentials.ts'
import { startLocalCloud } from '../emulator/localCloud.ts'
import { UserError } from '../emulator/userError.ts'
import { buildFunctions } from './build/functions.ts'
import { watchFunctions } from './build/watch.ts'
import { withLocalSecrets } from './project/localSecrets.ts'
import { dataDirOf, PATHS, PROJECT_ROOT, typedPath } from './project/paths.ts'
import { addresses } from './start/addresses.ts'
import { applySchema, functionRulesOf } from './start/schema.ts'
import { chooseWorld } from './start/world.ts'

const SOURCES = { root: PATHS.functionSources, out: PATHS.builtFunctions }

const list = (names: readonly string[]): string =>
  `${names.length} function${names.length === 1 ? '' : 's'}: ${names.join(', ')}`

const start = async (): Promise<void> => {
  const options = readStartOptions(process.argv.slice(2), dataDirOf)
  if (options.help) return console.log(USAGE)
  refuseRealCredentials(process.env)
  const say = (line: string): void => {
    if (!options.quiet) console.log(line)
  }
  const own = options.projectDir === undefined
  const dataDir = options.dataDir === undefined ? undefined : typedPath(options.dataDir)
  const project = readProject(options.projectDir === undefined ? PROJECT_ROOT : typedPath(options.projectDir))
  const [world, built] = await Promise.all([
    chooseWorld(options.worldFile, project),
    own ? buildFunctions(SOURCES) : undefined,
    dataDir === undefined ? undefined : mkdir(dataDir, { recursive: true }),
  ])
  if (built !== undefined) say(`${built.cached ? 'unchanged' : 'built'}, ${list(built.functions)}`)
  const cloud = await startLocalCloud({
    world,
    functionsRoot: project.functionsRoot,
    functionRules: functionRulesOf(project.schema),
    functionSettings: own ? withLocalSecrets(project.functionSettings, world) : project.functionSettings,
    ...(project.miniprogramRoot !== undefined && { miniprogramRoot: project.miniprogramRoot }),
    storage: dataDir === undefined ? 'memory' : { file: join(dataDir, 'database.sqlite') },
    ...(dataDir !== undefined && { storageDir: join(dataDir, 'files') }),
    answers: [projectAnswers(project.root, ({ message }) => console.error(message))],
    port: options.port,
    ...(options.inspectPort !== undefined && { inspectPort: options.inspectPort }),
    createCollections: options.createCollections,
    onFunctionLog: (name, level, text) => say(`[${name}]${level === 'log' ? '' : ` ${level}:`} ${text}`),
    onMissingCollection: (name) =>
      console.warn(
        `collection "${name}" does not exist: add it to schema.json, or npm start -- --create-collections`,
      ),
    onClosedCollection: (name) =>
      console.warn(
        `collection "${name}" is closed to mini-programs: give it an "access" in schema.json, for example "own"`,
      ),
    onUnanswered: (kind, api) => console.warn(howToAnswer(kind, api)),
    onNotPermitted: (name, api) =>
      console.warn(
        `[${name}] may not make the cloud call ${api}: list it in permissions.openapi of its config.json`,
      ),
    onMiniProgramProblem: (line) => console.warn(`[mini-program] ${line}`),
  })
  // A change of the world like any other: it stays with the data.
  if (options.policy !== undefined) cloud.world.change.setPolicy(options.policy)
  cloud.calls.onCall((record) => {
    if (isWorthALine(record)) say(callLine(record, cloud.world))
  })
  if (project.schema !== undefined) {
    await applySchema(cloud.url, project.schema).catch(async (error: unknown) => {
      await cloud.close()
      throw error
    })
  }
  const stopWatching = own
    ? await watchFunctions(SOURCES, {
        onBuilt: (functions, ms) => say(`built in ${Math.round(ms)} ms, ${list(functions)}`),
        onProblem: (words) => console.error(words),
      })
    : undefined
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(
      signal,
      () => void Promise.all([stopWatching?.(), cloud.close()]).then(() => process.exit(0)),
    )
  }
  if (!own) {
    const functions = cloud.functions.names()
    if (functions.length > 0) say(list(functions))
    for (const note of projectNotes(project, functions)) console.warn(note)
  }
  if (options.open) openPage(`${cloud.url}/simulator/`)
  // Milliseconds since the process began, TypeScript and all.
  const ready = `ready in ${Math.round(performance.now())} ms`
  console.log([ready, ...addresses(cloud, project.miniprogramRoot !== undefined)].join('\n'))
}

try {
  await start()
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(`${error.message}\n${error.fix}`)
  process.exitCode = 1
}
