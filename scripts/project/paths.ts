import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Top folder of the repository. */
export const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url))

export const inProject = (...parts: readonly string[]): string => join(PROJECT_ROOT, ...parts)

/** Where the parts of this project are. */
export const PATHS = {
  functionSources: inProject('cloudfunctions'),
  builtFunctions: inProject('dist', 'cloudfunctions'),
  miniprogram: inProject('miniprogram'),
  schema: inProject('cloudfunctions', 'schema.json'),
  data: inProject('.oneid'),
} as const

/** What a JSON file holds, not narrowed. */
export const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'))
