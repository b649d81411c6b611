import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Top folder of the repository. */
export const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url))

export const inProject = (...parts: readonly string[]): string => join(PROJECT_ROOT, ...parts)

/** Where the parts of this project are. */
export const PATHS = {
  functionSources: inProject('cloudfunctions'),
  builtFunctions: inProject('dist', 'cloudfunctions'),
  miniprogram: inProject('miniprogram'),
} as const

/** A path as somebody typed it: npm starts scripts in the repository's folder, and says where it was called. */
export const typedPath = (path: string): string => resolve(process.env['INIT_CWD'] ?? '', path)

/** Where the local cloud keeps the data of a project: below this repository, never in somebody else's folder. */
export const dataDirOf = (projectDir: string | undefined): string => {
  if (projectDir === undefined) return inProject('.oneid')
  const path = typedPath(projectDir)
  const mark = createHash('sha256').update(path).digest('hex').slice(0, 8)
  return inProject('.oneid', 'projects', `${basename(path)}-${mark}`)
}

/** What a JSON file holds, not narrowed. */
export const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'))
