import { asyncCall, WxFailure, type WxTopic } from './api.ts'
import { fileCommands } from './fileCommands.ts'
import { reportingUnknown } from './notEmulated.ts'
import { offerFiles, temporaryBytes } from './temporaryFiles.ts'
import { createUserFiles, USER_FOLDER } from './userFiles.ts'

type Given = Readonly<Record<string, unknown>>

/** Options of each command in the order in which its twin with `Sync` takes them, and what of the answer that returns. */
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
} as const

/**
 * `wx.getFileSystemManager` (developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.html, 2026-11): files below
 * `wx.env.USER_DATA_PATH`, which the browser keeps for each person and app, and temporary ones, which can be read.
 */
export const fileSystem: WxTopic = ({ choice }) => {
  const files = createUserFiles(choice)
  offerFiles((path) => {
    const content = files.get(path)?.content
    return content === undefined || content === 'folder' ? undefined : new Blob([new Uint8Array(content)])
  })
  const commands = fileCommands(files, temporaryBytes)

  const members = Object.entries(TWINS).flatMap(([name, { takes, returns }]) => {
    const run = (given: Given): object => {
      const command: unknown = Reflect.get(commands, name)
      const answer: unknown = typeof command === 'function' ? command(given) : undefined
      return Object(answer)
    }
    const sync = (...given: readonly unknown[]): unknown => {
      const options = Object.fromEntries(takes.map((option, at) => [option, given[at]]))
      try {
        return returns === '' ? void run(options) : Reflect.get(run(options), returns)
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error)
        throw new WxFailure(`${name}Sync:fail ${words}`)
      }
    }
    return [
      [name, asyncCall(name, run)],
      [`${name}Sync`, sync],
    ] as const
  })
  const manager = reportingUnknown('FileSystemManager', Object.fromEntries(members))

  return {
    getFileSystemManager: () => manager,
    env: reportingUnknown('wx.env', { USER_DATA_PATH: USER_FOLDER }),
  }
}
