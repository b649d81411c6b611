import { existsSync, readFileSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { InstanceEntry } from './messages.ts'

/** Inner parts of Node's CommonJS loader, which @types/node does not have; they have not changed since Node 0.x. */
interface CommonJsModule {
  exports: unknown
  filename: string
  paths: string[]
  _compile: (this: CommonJsModule, code: string, file: string, ...rest: unknown[]) => unknown
}
interface CommonJsLoader {
  new (id: string): CommonJsModule
  prototype: CommonJsModule
  _nodeModulePaths: (from: string) => string[]
  _extensions: Record<string, (module: CommonJsModule, file: string) => void>
}
const loader = Module as unknown as CommonJsLoader

const isInstalled = (file: string): boolean => file.includes(`${sep}node_modules${sep}`)

/**
 * Stack traces in the lines of the source, where a file has a source map. Those of installed packages are left alone:
 * Node reads a map when it loads the file, and the maps of an SDK are larger than the SDK.
 */
const mapStackTraces = (): void => {
  const compile = loader.prototype._compile
  process.setSourceMapsEnabled(true)
  loader.prototype._compile = function (code, file, ...rest) {
    process.setSourceMapsEnabled(!isInstalled(file))
    try {
      return compile.call(this, code, file, ...rest)
    } finally {
      process.setSourceMapsEnabled(true)
    }
  }
}

/**
 * A function without a package.json of its own is CommonJS on the platform, which gets its folder and nothing above
 * it. Node would ask the package.json of the project around it.
 */
const readAsCommonJs = (folder: string): void => {
  const asNodeDoes = loader._extensions['.js']
  if (asNodeDoes === undefined) return
  loader._extensions['.js'] = (module, file) => {
    const own = file.startsWith(folder + sep) && !isInstalled(file)
    if (!own || existsSync(join(dirname(file), 'package.json'))) return asNodeDoes(module, file)
    module._compile(readFileSync(file, 'utf8'), file)
  }
}

const compileText = (file: string, code: string): unknown => {
  const module = new loader(file)
  module.filename = file
  module.paths = loader._nodeModulePaths(dirname(file))
  module._compile(code, file)
  return module.exports
}

const load = async ({ file, format, code }: InstanceEntry): Promise<unknown> => {
  if (code !== undefined) return compileText(file, code)
  return format === 'module' ? import(pathToFileURL(file).href) : createRequire(file)(file)
}

const memberOf = (value: unknown, key: string): unknown => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined
  return Reflect.get(value, key)
}

export type Main = (event: unknown, context: unknown, callback: unknown) => unknown

/**
 * The handler of a function: `exports.main`, `export const main`, or a property of what the file exports by default.
 * @throws Error when there is none, and whatever the file throws
 */
export const loadMain = async (entry: InstanceEntry): Promise<{ run: Main; parameters: number }> => {
  mapStackTraces()
  if (entry.commonJsFolder !== undefined) readAsCommonJs(entry.commonJsFolder)
  const loaded = await load(entry)
  const main = memberOf(loaded, entry.main) ?? memberOf(memberOf(loaded, 'default'), entry.main)
  if (typeof main !== 'function') throw new Error(`${entry.file} exports no function named ${entry.main}`)
  return {
    run: (event, context, callback) => main(event, context, callback),
    parameters: main.length,
  }
}
