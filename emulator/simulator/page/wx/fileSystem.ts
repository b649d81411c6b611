import { asyncCall, WxFailure, type WxTopic } from './api.ts'
import { createFileAccess, type Given } from './fileAccess.ts'
import { fileChanges } from './fileChanges.ts'
import { fileCommands } from './fileCommands.ts'
import { fileDescriptors } from './fileDescriptors.ts'
import { reportingUnknown } from './notEmulated.ts'
import { offerFiles, temporaryBytes } from './temporaryFiles.ts'
import { createUserFiles, USER_FOLDER } from './userFiles.ts'

/**
 * Options of each command in the order in which its twin with `Sync` takes them, and what of the answer that returns; the twin
 * of one without a list takes an object as well.
 */
const TWINS = {
  readFile: { takes: ['filePath', 'encoding', 'position', 'length'], returns: 'data' },
  writeFile: { takes: ['filePath', 'data', 'encoding'], returns: '' },
  access: { takes: ['path'], returns: '' },
  stat: { takes: ['path', 'recursive'], returns: 'stats' },
  unlink: { takes: ['filePath'], returns: '' },
  mkdir: { takes: ['dirPath', 'recursive'], returns: '' },
  rmdir: { takes: ['dirPath', 'recursive'], returns: '' },
  readdir: { takes: ['dirPath'], returns: 'files' },
  saveFile: { takes: ['tempFilePath', 'filePath'], returns: 'savedFilePath' },
  appendFile: { takes: ['filePath', 'data', 'encoding'], returns: '' },
  copyFile: { takes: ['srcPath', 'destPath'], returns: '' },
  rename: { takes: ['oldPath', 'newPath'], returns: '' },
  truncate: { returns: '' },
  open: { returns: 'fd' },
  read: { returns: 'all' },
  write: { returns: 'all' },
  close: { returns: '' },
  fstat: { returns: 'stats' },
  ftruncate: { returns: '' },
} as const

/** Commands without a twin. */
const ALONE = ['getFileInfo', 'getSavedFileList', 'removeSavedFile'] as const

/** Members of `wx` itself, older than the manager (…/api/file/wx.saveFile.html and its neighbours). */
const OF_WX = ['saveFile', 'getFileInfo', 'getSavedFileList', 'getSavedFileInfo', 'removeSavedFile'] as const

/**
 * `wx.getFileSystemManager` (developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.html, 2026-11): files below
 * `wx.env.USER_DATA_PATH`, which the browser keeps for each person and app, and temporary ones, which can be read.
 */
export const fileSystem: WxTopic = ({ choice }) => {
  const files = createUserFiles(choice)
  offerFiles((path) => {
    const content = files.get(path)?.content
    if (content === undefined || content === 'folder') return undefined
    // A browser shows no SVG that does not say that it is one.
    return new Blob([new Uint8Array(content)], { type: path.endsWith('.svg') ? 'image/svg+xml' : '' })
  })
  const access = createFileAccess(files, temporaryBytes)
  const basic = fileCommands(access)
  const commands = { ...basic, ...fileChanges(access), ...fileDescriptors(access, basic.stat) }
  const run =
    (name: string) =>
    (given: Given): object => {
      const command: unknown = Reflect.get(commands, name)
      const answer: unknown = typeof command === 'function' ? command(given) : undefined
      return Object(answer)
    }

  const members = Object.entries(TWINS).flatMap(([name, twin]) => {
    const { returns } = twin
    const takes: readonly string[] | undefined = 'takes' in twin ? twin.takes : undefined
    const sync = (...given: readonly unknown[]): unknown => {
      const options = takes
        ? Object.fromEntries(takes.map((option, at) => [option, given[at]]))
        : Object(given[0])
      try {
        const answer = run(name)(options)
        if (returns === 'all') return answer
        return returns === '' ? undefined : Reflect.get(answer, returns)
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error)
        throw new WxFailure(`${name}Sync:fail ${words}`)
      }
    }
    return [
      [name, asyncCall(name, run(name))],
      [`${name}Sync`, sync],
    ] as const
  })
  const alone = ALONE.map((name) => [name, asyncCall(name, run(name))] as const)
  const manager = reportingUnknown('FileSystemManager', Object.fromEntries([...members, ...alone]))

  return {
    getFileSystemManager: () => manager,
    ...Object.fromEntries(OF_WX.map((name) => [name, asyncCall(name, run(name))])),
    env: reportingUnknown('wx.env', { USER_DATA_PATH: USER_FOLDER }),
  }
}
