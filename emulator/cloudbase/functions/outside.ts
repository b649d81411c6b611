import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'

/** `require('../common/a')`, `from '../common/a'`, `import('../common/a')`: what leads out begins with `..`. */
const REFERENCE = /(?:\brequire\(|\bfrom|\bimport\(?)\s*['"](\.[^'"\n]*)['"]/g

const CODE = /\.(js|mjs|cjs|ts)$/

const SUFFIXES = ['', '.js', '.ts', '.mjs', '.cjs', '.json', '/index.js', '/index.ts']

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()

const fileAt = (path: string): string | undefined =>
  SUFFIXES.map((suffix) => `${path}${suffix}`).find((candidate) => isFile(candidate))

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Removed while it was looked at.
    return ''
  }
}

/** A file outside of a function's folder, and the file that asks for it. */
export interface OutsideFile {
  readonly file: string
  readonly from: string
}

/**
 * The files outside of a function's folder that its own files need by relative path, and what those need in turn.
 * Found in the text: a path that is put together at run time is not seen.
 */
export const outsideFiles = (folder: string, files: readonly string[]): readonly OutsideFile[] => {
  const found = new Map<string, OutsideFile>()
  const look = (from: string): void => {
    if (!CODE.test(from)) return
    for (const [, reference = ''] of textOf(from).matchAll(REFERENCE)) {
      const file = fileAt(resolve(dirname(from), reference))
      if (file === undefined || !relative(folder, file).startsWith(`..${sep}`) || found.has(file)) continue
      found.set(file, { file, from })
      look(file)
    }
  }
  for (const file of files) look(file)
  return [...found.values()]
}
