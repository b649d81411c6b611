import { encodingOf } from './fileText.ts'
import { STORE_PREFIX, USER_FOLDER, type UserFiles } from './userFiles.ts'

type Given = Readonly<Record<string, unknown>>

/**
 * The commands of developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.html (2026-11), as one asks for them by
 * options; the words behind `fail` are those of that page.
 */
export function fileCommands(files: UserFiles, temporary: (path: string) => Uint8Array | undefined) {
  const found = (path: string, words = 'no such file or directory') => {
    const file = files.get(path)
    if (!file) throw new Error(`${words} ${path}`)
    return file
  }
  /** Only below the user's folder may anything be written. */
  const writable = (path: string): string => {
    if (!path.startsWith(`${USER_FOLDER}/`)) throw new Error(`permission denied, open ${path}`)
    return path.replace(/\/+$/, '')
  }
  const folderAbove = (path: string): string => path.slice(0, path.lastIndexOf('/'))
  const inFolder = (path: string, words: string): void => {
    if (files.get(folderAbove(path))?.content !== 'folder') throw new Error(`${words} ${path}`)
  }
  const below = (path: string): string[] => files.paths().filter((each) => each.startsWith(`${path}/`))
  const text = (given: Given, name: string): string => String(given[name] ?? '').replace(/(?<!:\/?)\/+$/, '')

  const bytesAt = (path: string): Uint8Array => {
    const content = temporary(path) ?? files.get(path)?.content
    if (content === undefined) throw new Error(`no such file or directory, open ${path}`)
    if (content === 'folder') throw new Error(`illegal operation on a directory, open ${path}`)
    return content
  }
  const write = (path: string, content: Uint8Array): void => {
    const target = writable(path)
    inFolder(target, 'no such file or directory, open')
    if (files.get(target)?.content === 'folder')
      throw new Error(`illegal operation on a directory, open ${path}`)
    files.set(target, content)
  }

  return {
    readFile(given: Given) {
      const bytes = bytesAt(text(given, 'filePath'))
      const from = Number(given['position'] ?? 0)
      const part = bytes.slice(from, from + Number(given['length'] ?? bytes.length))
      const { encoding } = given
      return { data: encoding === undefined ? part.buffer : encodingOf(encoding).decode(part) }
    },
    writeFile(given: Given) {
      const { data, encoding = 'utf8' } = given
      const content =
        data instanceof ArrayBuffer
          ? new Uint8Array(data.slice(0))
          : encodingOf(encoding).encode(String(data))
      write(text(given, 'filePath'), content)
      return {}
    },
    access(given: Given) {
      const path = text(given, 'path')
      if (!temporary(path)) found(path)
      return {}
    },
    stat(given: Given) {
      const path = text(given, 'path')
      const content = temporary(path)
      const file = content ? { content, changed: 0 } : found(path)
      const isFolder = file.content === 'folder'
      return {
        stats: {
          // POSIX: a folder or a file, which its owner may read and write.
          mode: isFolder ? 0o40755 : 0o100644,
          size: file.content === 'folder' ? 0 : file.content.length,
          lastAccessedTime: file.changed,
          lastModifiedTime: file.changed,
          isDirectory: () => isFolder,
          isFile: () => !isFolder,
        },
      }
    },
    unlink(given: Given) {
      const path = text(given, 'filePath')
      if (found(path).content === 'folder') throw new Error(`operation not permitted ${path}`)
      files.remove(path)
      return {}
    },
    mkdir(given: Given) {
      const path = writable(text(given, 'dirPath'))
      if (files.get(path)) throw new Error(`file already exists ${path}`)
      const missing = [path]
      while (given['recursive'] === true && !files.get(folderAbove(missing[0] ?? '')))
        missing.unshift(folderAbove(missing[0] ?? ''))
      for (const each of missing) {
        inFolder(each, 'no such file or directory')
        files.set(each, 'folder')
      }
      return {}
    },
    rmdir(given: Given) {
      const path = text(given, 'dirPath')
      if (found(path).content !== 'folder') throw new Error(`no such file or directory ${path}`)
      const inside = below(path)
      if (inside.length > 0 && given['recursive'] !== true) throw new Error(`directory not empty ${path}`)
      for (const each of [...inside, path]) files.remove(each)
      return {}
    },
    readdir(given: Given) {
      const path = text(given, 'dirPath')
      if (found(path).content !== 'folder') throw new Error(`not a directory ${path}`)
      const names = below(path).map((each) => each.slice(path.length + 1).split('/')[0] ?? '')
      return { files: [...new Set(names)] }
    },
    saveFile(given: Given) {
      const from = text(given, 'tempFilePath')
      const content = temporary(from)
      if (!content) throw new Error('tempFilePath file not exist')
      const ending = /\.\w+$/.exec(from)?.[0] ?? ''
      const savedFilePath = text(given, 'filePath') || `${STORE_PREFIX}${files.paths().length}${ending}`
      if (savedFilePath.startsWith(STORE_PREFIX)) files.set(savedFilePath, content)
      else write(savedFilePath, content)
      return { savedFilePath }
    },
  }
}
