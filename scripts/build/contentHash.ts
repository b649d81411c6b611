import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'

/** SHA-256 of a file's bytes; undefined when there is no such file. */
const fileHash = async (path: string): Promise<string | undefined> => {
  try {
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex')
  } catch {
    return undefined
  }
}

/** Path → hash of its content. */
export type Hashes = Readonly<Record<string, string>>

export const hashFiles = async (paths: readonly string[]): Promise<Hashes> => {
  const entries = await Promise.all(paths.map(async (path) => [path, (await fileHash(path)) ?? ''] as const))
  return Object.fromEntries(entries)
}

export const unchanged = async (hashes: Hashes): Promise<boolean> => {
  const now = await hashFiles(Object.keys(hashes))
  return Object.entries(hashes).every(([path, hash]) => hash !== '' && now[path] === hash)
}
