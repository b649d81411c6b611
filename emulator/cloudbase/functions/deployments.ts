import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { compileTypeScript } from './compile.ts'
import type { FunctionSource } from './discover.ts'
import { functionSource } from './discover.ts'
import type { InstanceEntry } from './instance/messages.ts'
import type { Pool, PooledInstance } from './pool.ts'
import { folderStamp } from './stamp.ts'
import { watchFolders } from './watch.ts'

export interface DeploymentOptions {
  /** Folder with one sub-folder per function. */
  readonly root: string
  readonly handlerOf: (name: string) => string | undefined
  readonly createPool: (name: string, start: () => Promise<PooledInstance>) => Pool
  /** Starts an instance. Never rejects. */
  readonly start: (
    name: string,
    folder: string,
    entry: () => Promise<InstanceEntry>,
  ) => Promise<PooledInstance>
  /** A file of a function was saved, and its instances have made room. */
  readonly onReload: (name: string) => void
}

/** The functions of a folder as they are now: what is saved runs at the next call. */
export interface Deployments {
  /** The instances of the code that is on the disk now; undefined without such a function. */
  readonly poolOf: (name: string) => Pool | undefined
  readonly end: () => Promise<void>
}

interface Deployment {
  readonly pool: Pool
  source: FunctionSource
  stamp: string
  stopWatching: () => void
}

const entryOf = async (source: FunctionSource): Promise<InstanceEntry> => {
  const { file, folder, format, language, main } = source
  const bare = format === 'commonjs' && !existsSync(join(folder, 'package.json'))
  return {
    file,
    format,
    main,
    ...(language === 'typescript' && { code: await compileTypeScript(source) }),
    ...(bare && { commonJsFolder: folder }),
  }
}

export const createDeployments = (options: DeploymentOptions): Deployments => {
  const { root, handlerOf, createPool, start, onReload } = options
  const deployments = new Map<string, Deployment>()
  let ended = false

  const watchAgain = (name: string, deployment: Deployment, folders: readonly string[]): void => {
    deployment.stopWatching()
    deployment.stopWatching = watchFolders(folders, () => {
      if (!ended) lookAt(name)
    })
  }

  const lookAt = (name: string): Deployment | undefined => {
    const source = functionSource(root, name, handlerOf(name))
    const existing = deployments.get(name)
    if (source === undefined) {
      existing?.pool.retire()
      return undefined
    }
    const { text, folders } = folderStamp(source.folder)
    if (existing === undefined) {
      const made: Deployment = {
        source,
        stamp: text,
        stopWatching: () => {},
        pool: createPool(name, () => start(name, made.source.folder, () => entryOf(made.source))),
      }
      deployments.set(name, made)
      watchAgain(name, made, folders)
      return made
    }
    if (existing.stamp !== text) {
      existing.source = source
      existing.stamp = text
      existing.pool.retire()
      watchAgain(name, existing, folders)
      onReload(name)
    }
    return existing
  }

  return {
    poolOf: (name) => lookAt(name)?.pool,
    end: async () => {
      ended = true
      for (const { stopWatching } of deployments.values()) stopWatching()
      await Promise.all([...deployments.values()].map(({ pool }) => pool.end()))
    },
  }
}
