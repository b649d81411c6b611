import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import type { Project } from './project.ts'

const PackageSchema = v.object({ dependencies: v.optional(v.record(v.string(), v.unknown()), {}) })

const dependenciesOf = (folder: string): readonly string[] => {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return []
  try {
    return Object.keys(v.parse(PackageSchema, JSON.parse(readFileSync(file, 'utf8'))).dependencies)
  } catch {
    // Node says what is wrong with it when the function is called.
    return []
  }
}

const isInstalled = (name: string, from: string): boolean => {
  for (let at = from; ; at = dirname(at)) {
    if (existsSync(join(at, 'node_modules', name))) return true
    if (dirname(at) === at) return false
  }
}

/** Folders that look like functions and are none. */
const notFunctions = (functionsRoot: string, functions: readonly string[]): readonly string[] => {
  if (!existsSync(functionsRoot)) return []
  return readdirSync(functionsRoot).flatMap((name) => {
    const has = (file: string): boolean => existsSync(join(functionsRoot, name, file))
    if (functions.includes(name)) return []
    if (has('index.js')) return [`[${name}] is no name of a function: letters, digits, _ and -`]
    return has('package.json')
      ? [`[${name}] has no index.js: build it first, or give its "handler" in cloudbaserc.json`]
      : []
  })
}

/**
 * What a look at the project's folder says about calls that will fail. DevTools installs the packages of a function in
 * the cloud (上传并部署：云端安装依赖), so there is often nothing on the disk.
 */
export const projectNotes = (
  { root, functionsRoot }: Pick<Project, 'root' | 'functionsRoot'>,
  functions: readonly string[],
): readonly string[] => {
  if (functions.length === 0) {
    return [
      ...notFunctions(functionsRoot, functions),
      `no functions: no folder in ${functionsRoot} has an index.js. Is ${root} the top folder of the project?`,
    ]
  }
  const notInstalled = functions.flatMap((name) => {
    const folder = join(functionsRoot, name)
    const missing = dependenciesOf(folder).filter((dependency) => !isInstalled(dependency, folder))
    return missing.length === 0
      ? []
      : [`[${name}] ${missing.join(', ')} not installed: npm install --prefix "${folder}"`]
  })
  return [...notFunctions(functionsRoot, functions), ...notInstalled]
}
