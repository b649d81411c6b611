import { type FileAccess, type Given, pathOption as text } from './fileAccess.ts'
import { bytesOf, encodingOf } from './fileText.ts'
import { STORE_PREFIX } from './userFiles.ts'

/**
 * The commands of developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.html (2026-11), as one asks for them by
 * options; the words behind `fail` are those of that page.
 */
export function fileCommands({
  files,
  temporary,
  found,
  writable,
  folderAbove,
  inFolder,
  below,
  bytesAt,
  write,
}: FileAccess) {
  return {
    readFile(given: Given) {
      const bytes = bytesAt(text(given, 'filePath'))
      const from = Number(given['position'] ?? 0)
      const part = bytes.slice(from, from + Number(given['length'] ?? bytes.length))
      const { encoding } = given
      return { data: encoding === undefined ? part.buffer : encodingOf(encoding).decode(part) }
    },
    writeFile(given: Given) {
      write(text(given, 'filePath'), bytesOf(given['data'], given['encoding']))
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
      const savedFilePath = text(given, 'filePath') || freeName(files, ending)
      if (savedFilePath.startsWith(STORE_PREFIX)) files.set(savedFilePath, content)
      else write(savedFilePath, content)
      return { savedFilePath }
    },
  }
}

/** A name in the store that no kept file has, whatever its ending is. */
function freeName(files: FileAccess['files'], ending: string): string {
  let number = 0
  while (files.paths().some((path) => path.replace(/\.\w+$/, '') === `${STORE_PREFIX}${number}`)) number += 1
  return `${STORE_PREFIX}${number}${ending}`
}
