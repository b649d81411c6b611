import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { UserError } from '../userError.ts'
import type { Policy } from '../wechat/definition.ts'
import { PolicySchema } from '../wechat/definition.ts'

export interface StartOptions {
  readonly port: number
  /** Folder of the data file; undefined keeps everything in memory. */
  readonly dataDir: string | undefined
  /** World file instead of the sample world. */
  readonly worldFile: string | undefined
  /** Rules about unionids instead of those of the world. */
  readonly policy: Policy | undefined
  /** Folder of another project to run instead of this one. */
  readonly projectDir: string | undefined
  readonly createCollections: boolean
  readonly open: boolean
  readonly quiet: boolean
  /** Port at which functions can be debugged; undefined without --inspect. */
  readonly inspectPort: number | undefined
  /** Show the usage and do nothing. */
  readonly help: boolean
}

const DEFAULT_PORT = 8790

/** Where debuggers look first. */
const INSPECT_PORT = 9229

const OPTIONS = {
  port: { type: 'string' },
  data: { type: 'string' },
  memory: { type: 'boolean', default: false },
  world: { type: 'string' },
  policy: { type: 'string' },
  project: { type: 'string' },
  'create-collections': { type: 'boolean', default: false },
  open: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  inspect: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** What `npm start` can be told. */
export const USAGE = `npm start -- [options]
  --port <n>             port of the local cloud (${DEFAULT_PORT}; 0 for any free one)
  --data <dir>           folder of the data (.oneid)
  --memory               keep nothing
  --project <dir>        run another CloudBase project, as it is
  --world <file>         a world of your own: {"apps": [...], "people": [...]}
  --policy <name>        since-2021: whoever uses a bound app has a unionid; before-2021: only who also follows
  --create-collections   create a missing collection at its first use
  --open                 open the simulator in the browser
  --quiet                print the addresses only
  --inspect              debug functions: attach to port ${INSPECT_PORT}; no time-outs`

const wrong = (words: string): UserError => new UserError('OPTION_INVALID', words, USAGE)

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error))
  }
}

const portOf = (text: string | undefined): number => {
  if (text === undefined) return DEFAULT_PORT
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw wrong(`--port ${text} is no port`)
}

const policyOf = (text: string | undefined): Policy | undefined => {
  if (text === undefined) return undefined
  const parsed = v.safeParse(PolicySchema, text)
  if (parsed.success) return parsed.output
  throw wrong(`--policy ${text} is none of ${PolicySchema.options.join(', ')}`)
}

/**
 * @param dataDir where the data of a project is kept if nothing else is said
 * @throws UserError OPTION_INVALID
 */
export const readStartOptions = (
  args: readonly string[],
  dataDir: (projectDir: string | undefined) => string,
): StartOptions => {
  const values = parse(args)
  if (values.memory && values.data !== undefined) throw wrong('--memory and --data exclude each other')
  return {
    port: portOf(values.port),
    dataDir: values.memory ? undefined : (values.data ?? dataDir(values.project)),
    worldFile: values.world,
    policy: policyOf(values.policy),
    projectDir: values.project,
    createCollections: values['create-collections'],
    open: values.open,
    quiet: values.quiet,
    inspectPort: values.inspect ? INSPECT_PORT : undefined,
    help: values.help,
  }
}
