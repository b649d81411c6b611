import { type FileAccess, type Given, pathOption } from './fileAccess.ts'
import { bytesOf } from './fileText.ts'
import { notEmulated } from './notEmulated.ts'
import { STORE_PREFIX } from './userFiles.ts'

/**
 * More commands of developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.html (2026-11): what changes files that are
 * there, and the files of saveFile.
 */
export function fileChanges({ files, temporary, writable, folderAbove, below, bytesAt, write }: FileAccess) {
  /** Of two paths: "no such file or directory, copyFile ${srcPath} -> ${destPath}" and so on. */
  const between = (call: string, given: Given, from: string, to: string) => {
    const [source, target] = [pathOption(given, from), pathOption(given, to)]
    const refuse = (words: string): Error => new Error(`${words}, ${call} ${source} -> ${target}`)
    try {
      writable(target)
    } catch {
      throw refuse('permission denied')
    }
    if (files.get(folderAbove(target))?.content !== 'folder') throw refuse('no such file or directory')
    return { source, target, refuse }
  }
  const saved = (given: Given): string => {
    const path = pathOption(given, 'filePath')
    if (!path.startsWith(STORE_PREFIX) || !files.get(path)) throw new Error('file not exist')
    return path
  }
  const sizeOf = (path: string): number => bytesAt(path).length

  return {
    appendFile(given: Given) {
      const path = pathOption(given, 'filePath')
      const [before, added] = [bytesAt(path), bytesOf(given['data'], given['encoding'])]
      write(path, joined(before, added))
      return {}
    },
    copyFile(given: Given) {
      const { source, target, refuse } = between('copyFile', given, 'srcPath', 'destPath')
      const content = temporary(source) ?? files.get(source)?.content
      if (content === undefined || content === 'folder') throw refuse('no such file or directory')
      write(target, content.slice())
      return {}
    },
    rename(given: Given) {
      const { source, target, refuse } = between('rename', given, 'oldPath', 'newPath')
      const file = files.get(source)
      if (!file) throw refuse('no such file or directory')
      if (source === target) return {}
      for (const path of [source, ...below(source)]) {
        files.set(target + path.slice(source.length), files.get(path)?.content ?? 'folder')
        files.remove(path)
      }
      return {}
    },
    truncate(given: Given) {
      const path = pathOption(given, 'filePath')
      write(path, resized(bytesAt(path), Number(given['length'] ?? 0)))
      return {}
    },
    async getFileInfo(given: Given) {
      const path = pathOption(given, 'filePath')
      const content = temporary(path) ?? files.get(path)?.content
      if (content === undefined || content === 'folder') throw new Error(`file not exist ${path}`)
      const { digestAlgorithm } = given
      if (digestAlgorithm === 'md5') notEmulated('getFileInfo: digestAlgorithm md5')
      const isSha1 = digestAlgorithm === 'sha1'
      return { size: content.length, ...(isSha1 && { digest: await sha1(content) }) }
    },
    getSavedFileList() {
      const paths = files.paths().filter((path) => path.startsWith(STORE_PREFIX))
      const fileList = paths.map((filePath) => ({
        filePath,
        size: sizeOf(filePath),
        createTime: files.get(filePath)?.changed,
      }))
      return { fileList }
    },
    getSavedFileInfo(given: Given) {
      const path = saved(given)
      return { size: sizeOf(path), createTime: files.get(path)?.changed }
    },
    removeSavedFile(given: Given) {
      files.remove(saved(given))
      return {}
    },
  }
}

export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length)
  whole.set(first)
  whole.set(second, first.length)
  return whole
}

/** The first bytes; what there are too few of are zero. */
export function resized(content: Uint8Array, length: number): Uint8Array {
  const whole = new Uint8Array(length)
  whole.set(content.subarray(0, length))
  return whole
}

async function sha1(content: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', new Uint8Array(content)))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
