import type { Dirent } from 'node:fs'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import * as v from 'valibot'
import { FUNCTION_LIMITS } from './limits.ts'

/** What the platform takes if nothing else is said: `main` of `index.js`. */
const DEFAULT_HANDLER = 'index.main'

/** Where the code of a function is. */
export interface FunctionSource {
  /** Absolute path of the function's folder. */
  readonly folder: string
  /** Absolute path of the file that holds the handler. */
  readonly file: string
  readonly language: 'javascript' | 'typescript'
  readonly format: 'commonjs' | 'module'
  /** Name of the handler among the exports of the file. */
  readonly main: string
}

const EXTENSIONS = ['.js', '.mjs', '.cjs', '.ts'] as const

const PackageSchema = v.object({ type: v.optional(v.string()) })

/** `type` of the nearest package.json that is still the function's own; what lies above is not uploaded. */
const packageType = (folder: string, from: string): string | undefined => {
  for (let at = from; at.startsWith(folder); at = dirname(at)) {
    const file = join(at, 'package.json')
    if (existsSync(file)) {
      try {
        return v.parse(PackageSchema, JSON.parse(readFileSync(file, 'utf8'))).type
      } catch {
        // Node says what is wrong with it when the function is loaded.
        return undefined
      }
    }
  }
  return undefined
}

const formatOf = (folder: string, file: string): FunctionSource['format'] => {
  // TypeScript is bundled into one CommonJS file.
  if (file.endsWith('.cjs') || file.endsWith('.ts')) return 'commonjs'
  if (file.endsWith('.mjs')) return 'module'
  return packageType(folder, dirname(file)) === 'module' ? 'module' : 'commonjs'
}

/** `src/index.main` → the file without its extension, and the name of the export. */
const splitHandler = (handler: string): readonly [string, string] => {
  const dot = handler.lastIndexOf('.')
  return dot < 1 ? [handler, 'main'] : [handler.slice(0, dot), handler.slice(dot + 1)]
}

const sourceIn = (folder: string, handler: string): FunctionSource | undefined => {
  const [module, main] = splitHandler(handler)
  const file = EXTENSIONS.map((extension) => join(folder, `${module}${extension}`)).find((path) =>
    existsSync(path),
  )
  if (file === undefined) return undefined
  const language = file.endsWith('.ts') ? 'typescript' : 'javascript'
  return { folder, file, language, format: formatOf(folder, file), main }
}

const isName = (name: string): boolean =>
  /^[A-Za-z0-9_][\w-]*$/.test(name) && name.length <= FUNCTION_LIMITS.NAME_LENGTH

/** The code of a function, if there is such a function (`../x` is never one). */
export const functionSource = (
  root: string,
  name: string,
  handler: string = DEFAULT_HANDLER,
): FunctionSource | undefined => (isName(name) ? sourceIn(resolve(root, name), handler) : undefined)

/** Asked by a timer too, whose error would end the process: a folder that is just being replaced has none. */
const foldersIn = (root: string): readonly Dirent[] => {
  try {
    return readdirSync(root, { withFileTypes: true })
  } catch {
    return []
  }
}

/** The functions of a folder: every sub-folder with a handler. Sorted by name. */
export const functionNames = (
  root: string,
  handlerOf: (name: string) => string | undefined = () => undefined,
): readonly string[] => {
  return foldersIn(root)
    .filter((entry) => functionSource(root, entry.name, handlerOf(entry.name)) !== undefined)
    .map((entry) => entry.name)
    .sort()
}
