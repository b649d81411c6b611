import { USER_FOLDER, type UserFile, type UserFiles } from './userFiles.ts'

export type Given = Readonly<Record<string, unknown>>

/** Reading and writing by path; what is thrown has the words of the pages of FileSystemManager (2026-11). */
export interface FileAccess {
  readonly files: UserFiles
  /** Bytes of a temporary file. */
  readonly temporary: (path: string) => Uint8Array | undefined
  readonly found: (path: string, words?: string) => UserFile
  /** The same path; only below the user's folder may anything be written. */
  readonly writable: (path: string) => string
  readonly folderAbove: (path: string) => string
  readonly inFolder: (path: string, words: string) => void
  readonly below: (path: string) => readonly string[]
  readonly bytesAt: (path: string) => Uint8Array
  readonly write: (path: string, content: Uint8Array) => void
}

export function createFileAccess(files: UserFiles, temporary: FileAccess['temporary']): FileAccess {
  const folderAbove = (path: string): string => path.slice(0, path.lastIndexOf('/'))
  const writable = (path: string): string => {
    if (!path.startsWith(`${USER_FOLDER}/`)) throw new Error(`permission denied, open ${path}`)
    return path.replace(/\/+$/, '')
  }
  const inFolder = (path: string, words: string): void => {
    if (files.get(folderAbove(path))?.content !== 'folder') throw new Error(`${words} ${path}`)
  }
  return {
    files,
    temporary,
    folderAbove,
    writable,
    inFolder,
    found(path, words = 'no such file or directory') {
      const file = files.get(path)
      if (!file) throw new Error(`${words} ${path}`)
      return file
    },
    below: (path) => files.paths().filter((each) => each.startsWith(`${path}/`)),
    bytesAt(path) {
      const content = temporary(path) ?? files.get(path)?.content
      if (content === undefined) throw new Error(`no such file or directory, open ${path}`)
      if (content === 'folder') throw new Error(`illegal operation on a directory, open ${path}`)
      return content
    },
    write(path, content) {
      const target = writable(path)
      inFolder(target, 'no such file or directory, open')
      if (files.get(target)?.content === 'folder')
        throw new Error(`illegal operation on a directory, open ${path}`)
      files.set(target, content)
    },
  }
}

/** A path among the options, without slashes at its end. */
export const pathOption = (given: Given, name: string): string =>
  String(given[name] ?? '').replace(/(?<!:\/?)\/+$/, '')
