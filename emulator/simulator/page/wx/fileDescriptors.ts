import { type FileAccess, type Given, pathOption } from './fileAccess.ts'
import { joined, resized } from './fileChanges.ts'
import { bytesOf } from './fileText.ts'

/** An open file; `at` is where the next read or write begins that says no position. */
interface OpenFile {
  readonly path: string
  readonly reads: boolean
  readonly writes: boolean
  readonly appends: boolean
  at: number
}

/** `flag` of FileSystemManager.open, and what each lets one do; `x` fails when the file is there, `s` is for speed alone. */
const FLAGS = /^(?:r|w|a)(?:x|s)?\+?$/

/**
 * `open`, `read`, `write`, `close`, `fstat` and `ftruncate` of
 * developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.open.html and its neighbours (2026-11). What is written
 * is in the file at once. Assumption: "bad file descriptor" and "invalid flag" as the words.
 */
export function fileDescriptors({ files, bytesAt, write }: FileAccess, stat: (given: Given) => object) {
  const open = new Map<string, OpenFile>()
  let last = 2

  const opened = ({ fd }: Given, wants?: 'reads' | 'writes'): OpenFile => {
    const file = open.get(String(fd))
    if (!file || (wants && !file[wants])) throw new Error('bad file descriptor')
    return file
  }

  return {
    open(given: Given) {
      const path = pathOption(given, 'filePath')
      const flag = String(given['flag'] ?? 'r')
      if (!FLAGS.test(flag)) throw new Error(`invalid flag "${flag}"`)
      const isThere = files.get(path) !== undefined
      if (flag.includes('x') && isThere) throw new Error(`file already exists, open ${path}`)
      if (flag.startsWith('r')) bytesAt(path)
      else write(path, flag.startsWith('a') && isThere ? bytesAt(path) : new Uint8Array())
      const both = flag.endsWith('+')
      last += 1
      open.set(String(last), {
        path,
        reads: both || flag.startsWith('r'),
        writes: both || !flag.startsWith('r'),
        appends: flag.startsWith('a'),
        at: 0,
      })
      return { fd: String(last) }
    },
    read(given: Given) {
      const file = opened(given, 'reads')
      const { arrayBuffer, offset = 0, length, position } = given
      if (!(arrayBuffer instanceof ArrayBuffer)) throw new Error('invalid arrayBuffer')
      const from = typeof position === 'number' ? position : file.at
      const room = arrayBuffer.byteLength - Number(offset)
      const most = Math.min(room, Number(length ?? room))
      const bytes = bytesAt(file.path).slice(from, from + most)
      new Uint8Array(arrayBuffer).set(bytes, Number(offset))
      if (typeof position !== 'number') file.at += bytes.length
      return { bytesRead: bytes.length, arrayBuffer }
    },
    write(given: Given) {
      const file = opened(given, 'writes')
      const whole = bytesOf(given['data'], given['encoding'])
      const offset = Number(given['offset'] ?? 0)
      const bytes = whole.slice(offset, offset + Number(given['length'] ?? whole.length))
      const before = bytesAt(file.path)
      const { position } = given
      const from = file.appends ? before.length : typeof position === 'number' ? position : file.at
      const rest = before.slice(from + bytes.length)
      write(file.path, joined(joined(resized(before, from), bytes), rest))
      if (typeof position !== 'number') file.at = from + bytes.length
      return { bytesWritten: bytes.length }
    },
    close(given: Given) {
      opened(given)
      open.delete(String(given['fd']))
      return {}
    },
    fstat: (given: Given) => stat({ path: opened(given).path }),
    ftruncate(given: Given) {
      const { path } = opened(given, 'writes')
      write(path, resized(bytesAt(path), Number(given['length'] ?? 0)))
      return {}
    },
  }
}
