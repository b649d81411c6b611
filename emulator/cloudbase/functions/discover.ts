import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The functions of a folder: every sub-folder with an index.js. Sorted by name. */
export const functionNames = (root: string): readonly string[] => {
  if (!existsSync(root)) return []
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, 'index.js')))
    .map((entry) => entry.name)
    .sort()
}

/** Absolute path of a function's index.js; undefined if there is no such function (`../x` is never one). */
export const functionEntry = (root: string, name: string): string | undefined =>
  functionNames(root).includes(name) ? resolve(root, name, 'index.js') : undefined
