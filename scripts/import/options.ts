import { parseArgs } from 'node:util'
import { ROWS_AT_MOST } from '../../cloudfunctions/common/routes/importRow.ts'
import { UserError } from '../../emulator/userError.ts'

/** What `npm run import` is to do. */
export type ImportTask =
  | { readonly run: 'rows'; readonly file: string; readonly format: FileFormat; readonly dryRun: boolean }
  | { readonly run: 'followers'; readonly app: string }
  | { readonly run: 'migration'; readonly from: string; readonly to: string }
  | { readonly run: 'help' }

export type FileFormat = 'csv' | 'jsonl'

export interface ImportOptions {
  readonly task: ImportTask
  /** Environment of CloudBase; undefined: the local cloud, or what `url` names. */
  readonly env: string | undefined
  /** Address of `gateway`, instead of the one that follows from the environment. */
  readonly url: string | undefined
  /** Forget where an earlier run stopped. */
  readonly restart: boolean
  /** Do not ask, and make no dry run first. */
  readonly yes: boolean
  readonly quiet: boolean
  /** Rows of one call. */
  readonly batch: number
  /** Calls at a time. */
  readonly parallel: number
}

export const USAGE = `npm run import -- [options] <file>                   takes in the legacy users of a file, after a dry run
npm run import -- [options] --dry-run <file>         what would happen; nothing is written
npm run import -- [options] --followers <app>        reads all followers of an official account, or shows how far that is
npm run import -- [options] --migration <old> <new>  gives everybody the openid of the account that took over the old one

  The file has one row for each legacy user in each app: app (alias or appid), openid, and if known unionid and
  businessUserId. CSV with a header line, or JSON lines.

  --env <id>             an environment of CloudBase; its API key is taken from ONEID_IMPORT_KEY. Without: the local cloud
  --url <address>        address of gateway, if it is another
  --format <csv|jsonl>   otherwise by the name of the file
  --restart              forget where an earlier run stopped, or begin again what is finished
  --yes                  no dry run first, and no question
  --batch <rows>         rows of one call (200; at most ${ROWS_AT_MOST})
  --parallel <calls>     calls at a time (3; at most 8)
  --quiet                no progress
  --help                 this text`

const OPTIONS = {
  env: { type: 'string' },
  url: { type: 'string' },
  format: { type: 'string' },
  followers: { type: 'boolean', default: false },
  migration: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  restart: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  batch: { type: 'string', default: '200' },
  parallel: { type: 'string', default: '3' },
  quiet: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

const PARALLEL_AT_MOST = 8

const wrong = (words: string): UserError => new UserError('OPTION_INVALID', words, USAGE)

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error))
  }
}

type Values = ReturnType<typeof parse>['values']

const numberOf = (name: string, text: string, most: number): number => {
  const number = Number(text)
  if (/^[1-9]\d*$/.test(text) && number <= most) return number
  throw wrong(`--${name} is a number from 1 to ${most}`)
}

const formatOf = (file: string, asked: string | undefined): FileFormat => {
  if (asked === 'csv' || asked === 'jsonl') return asked
  if (asked !== undefined) throw wrong('--format is csv or jsonl')
  if (/\.(csv|tsv|txt)$/i.test(file)) return 'csv'
  if (/\.(jsonl|ndjson|json)$/i.test(file)) return 'jsonl'
  throw wrong('the name of the file does not say what it is: --format csv or --format jsonl')
}

const taskOf = (values: Values, words: readonly string[]): ImportTask => {
  const [first, second] = words
  const expect = (count: number, what: string): void => {
    if (words.length !== count) throw wrong(what)
  }
  if (values.help) return { run: 'help' }
  if (values.followers && values.migration)
    throw wrong('--followers and --migration are two different things')
  if (values['dry-run'] && (values.followers || values.migration)) throw wrong('--dry-run is for files')
  if (values.followers) expect(1, '--followers wants the alias of one official account')
  else if (values.migration) expect(2, '--migration wants the aliases of the old account and of the new one')
  else expect(1, 'one file is wanted')
  if (first === undefined) throw wrong('one file is wanted')
  if (values.followers) return { run: 'followers', app: first }
  if (second !== undefined) return { run: 'migration', from: first, to: second }
  return { run: 'rows', file: first, format: formatOf(first, values.format), dryRun: values['dry-run'] }
}

/** @throws UserError OPTION_INVALID with the usage */
export const readImportOptions = (args: readonly string[]): ImportOptions => {
  const { values, positionals } = parse(args)
  const { env, url, restart, yes, quiet } = values
  return {
    task: taskOf(values, positionals),
    env,
    url,
    restart,
    yes,
    quiet,
    batch: numberOf('batch', values.batch, ROWS_AT_MOST),
    parallel: numberOf('parallel', values.parallel, PARALLEL_AT_MOST),
  }
}
