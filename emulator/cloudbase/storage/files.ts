import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where uploaded files are kept, by path. */
export interface Files {
  readonly write: (path: string, bytes: Uint8Array) => Promise<void>
  readonly read: (path: string) => Promise<Uint8Array | undefined>
  readonly has: (path: string) => Promise<boolean>
  /** Whether there was one. */
  readonly remove: (path: string) => Promise<boolean>
}

export const filesInMemory = (): Files => {
  const files = new Map<string, Uint8Array>()
  return {
    write: async (path, bytes) => {
      files.set(path, bytes)
    },
    read: async (path) => files.get(path),
    has: async (path) => files.has(path),
    remove: async (path) => files.delete(path),
  }
}

/**
 * The name on disk: a hash, and enough of the path's last name to recognise a file by. So no path leads anywhere else,
 * and names that a disk takes for one (A.png, a.png) or refuses (con.txt) are different and fine.
 */
const nameOnDisk = (path: string): string => {
  const last = path.slice(path.lastIndexOf('/') + 1).replaceAll(/[^A-Za-z0-9.-]/g, '_')
  return `${createHash('sha256').update(path).digest('hex').slice(0, 40)}-${last.slice(-40).replace(/\.+$/, '')}`
}

const unlessMissing = async <Result>(action: Promise<Result>): Promise<Result | undefined> => {
  try {
    return await action
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Files in one folder, which is made when the first comes. */
export const filesOnDisk = (folder: string): Files => {
  const fileOf = (path: string): string => join(folder, nameOnDisk(path))
  const has = async (path: string): Promise<boolean> =>
    (await unlessMissing(stat(fileOf(path)))) !== undefined
  return {
    write: async (path, bytes) => {
      await mkdir(folder, { recursive: true })
      // Nobody sees half a file, not even after a crash.
      const unfinished = join(folder, `${randomUUID()}.part`)
      await writeFile(unfinished, bytes)
      await rename(unfinished, fileOf(path))
    },
    read: (path) => unlessMissing(readFile(fileOf(path))),
    has,
    remove: async (path) => {
      const there = await has(path)
      await rm(fileOf(path), { force: true })
      return there
    },
  }
}
