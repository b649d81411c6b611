import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import * as v from 'valibot'
import type { FunctionSettings } from '../cloudbase/functions/index.ts'
import { UserError } from '../userError.ts'

/** A CloudBase project as its folder lays it out. */
export interface Project {
  readonly root: string
  /** Folder with one sub-folder per function. */
  readonly functionsRoot: string
  /** Folder with app.json; undefined for a project that has no native mini-program. */
  readonly miniprogramRoot: string | undefined
  /** From cloudbaserc.json, by function. */
  readonly functionSettings: Readonly<Record<string, FunctionSettings>>
  /** appid of project.config.json, if it is one. */
  readonly appid: string | undefined
  /** Content of schema.json: collections, indexes and access; undefined without one. */
  readonly schema: unknown
}

/** What WeChat DevTools reads. */
const ProjectConfigSchema = v.object({
  appid: v.optional(v.string()),
  miniprogramRoot: v.optional(v.string()),
  cloudfunctionRoot: v.optional(v.string()),
})

const TriggerSchema = v.looseObject({ name: v.string(), type: v.string(), config: v.string() })

const FunctionEntrySchema = v.object({
  name: v.string(),
  timeout: v.optional(v.number()),
  memorySize: v.optional(v.number()),
  handler: v.optional(v.string()),
  envVariables: v.optional(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])), {}),
  triggers: v.optional(v.array(TriggerSchema), []),
})

/** What the tcb CLI reads (@cloudbase/cli 2.12.10); keys that say nothing about running are passed over. */
const CloudbaseRcSchema = v.object({
  functionRoot: v.optional(v.string()),
  functions: v.optional(v.array(FunctionEntrySchema), []),
})

const invalid = (file: string, why: string, fix = 'Correct that file.'): UserError =>
  new UserError('PROJECT_INVALID', `${file}: ${why}`, fix)

/** Some editors on Windows begin a file with a byte order mark, which JSON.parse() refuses. */
const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '')

const readFile = <Schema extends v.GenericSchema>(path: string, schema: Schema): v.InferOutput<Schema> => {
  let content: unknown = {}
  try {
    if (existsSync(path)) content = JSON.parse(withoutMark(readFileSync(path, 'utf8')))
  } catch (error) {
    throw invalid(path, error instanceof Error ? error.message : String(error))
  }
  const parsed = v.safeParse(schema, content)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw invalid(path, `${v.getDotPath(issue) ?? 'content'}: ${issue.message}`)
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory()

/**
 * Templates of cloudbaserc.json (`{{env.NAME}}`) become empty: the variables that they name are those of the real
 * environment, and the tcb CLI makes an unknown one empty too.
 */
const withoutTemplates = (value: string | number | boolean): string =>
  String(value).replace(/\{\{[^}]*\}\}/g, '')

const settingOf = (entry: v.InferOutput<typeof FunctionEntrySchema>): FunctionSettings => {
  const { timeout, memorySize, handler, envVariables, triggers } = entry
  const environment = Object.entries(envVariables).map(([key, value]) => [key, withoutTemplates(value)])
  return {
    ...(timeout !== undefined && { timeoutSeconds: timeout }),
    ...(memorySize !== undefined && { memoryMb: memorySize }),
    ...(handler !== undefined && { handler }),
    ...(triggers.length > 0 && { triggers }),
    ...(environment.length > 0 && { environment: Object.fromEntries(environment) }),
  }
}

/** Where functions are if nobody says: the folder of DevTools' templates, then what the tcb CLI takes. */
const FUNCTION_FOLDERS = ['cloudfunctions', 'functions']

const functionsRootOf = (root: string, said: string | undefined): string => {
  if (said !== undefined && said !== '') return join(root, said)
  const folders = FUNCTION_FOLDERS.map((name) => join(root, name))
  return folders.find(isFolder) ?? join(root, 'cloudfunctions')
}

/** Where schema.json may be: in the top folder, with the functions or beside them, or in a folder `database` there. */
const schemaFiles = (root: string, functionsRoot: string): readonly string[] =>
  [root, functionsRoot, join(root, 'cloudfunctions'), dirname(functionsRoot)].flatMap((folder) => [
    join(folder, 'schema.json'),
    join(folder, 'database', 'schema.json'),
  ])

/**
 * Reads a project as DevTools and the tcb CLI would: project.config.json and cloudbaserc.json say where things are,
 * `cloudfunctions/` and `miniprogram/` are where they are otherwise.
 * @throws UserError PROJECT_INVALID
 */
export const readProject = (folder: string): Project => {
  const root = resolve(folder)
  if (!isFolder(root)) throw invalid(root, 'there is no such folder', 'npm start -- --project <dir>')
  const config = readFile(join(root, 'project.config.json'), ProjectConfigSchema)
  const rc = readFile(join(root, 'cloudbaserc.json'), CloudbaseRcSchema)
  const functionsRoot = functionsRootOf(root, config.cloudfunctionRoot ?? rc.functionRoot)
  const candidates = [config.miniprogramRoot ?? 'miniprogram', '.'].map((path) => join(root, path))
  const schema = schemaFiles(root, functionsRoot).find((path) => existsSync(path))
  return {
    root,
    functionsRoot,
    miniprogramRoot: candidates.find((path) => existsSync(join(path, 'app.json'))),
    functionSettings: Object.fromEntries(rc.functions.map((entry) => [entry.name, settingOf(entry)])),
    // DevTools writes `touristappid` for a project without an account.
    appid: /^wx[0-9a-f]{16}$/.test(config.appid ?? '') ? config.appid : undefined,
    schema: schema === undefined ? undefined : readFile(schema, v.unknown()),
  }
}

/** A name for the only app of a project: its folder, in the letters that an alias may have. */
export const aliasOf = ({ root }: Project): string =>
  basename(root)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '') || 'app'
