import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { compileTypeScript } from './compile.ts'
import type { FunctionSource } from './discover.ts'
import { functionSource } from './discover.ts'
import type { InstanceEntry } from './instance/messages.ts'
import type { OutsideFile } from './outside.ts'
import { outsideFiles } from './outside.ts'
import type { Pool, PooledInstance } from './pool.ts'
import { fileStamps, folderStamp } from './stamp.ts'
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
  /** A function needs a file that lies outside of its folder, which alone is uploaded. Told once for each. */
  readonly onOutside: (name: string, outside: OutsideFile) => void
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
  /** Files outside of the folder that count as the function's own. */
  outside: readonly string[]
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
  const { root, handlerOf, createPool, start, onReload, onOutside } = options
  const deployments = new Map<string, Deployment>()
  const told = new Set<string>()
  let ended = false

  /** TypeScript is bundled before it is uploaded, so only JavaScript will miss what lies outside. */
  const lookOutside = (name: string, source: FunctionSource, files: readonly string[]): readonly string[] => {
    const found = outsideFiles(source.folder, files)
    for (const outside of source.language === 'javascript' ? found : []) {
      if (!told.has(`${name} ${outside.file}`)) onOutside(name, outside)
      told.add(`${name} ${outside.file}`)
    }
    return found.map(({ file }) => file)
  }

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
    const { text, folders, files } = folderStamp(source.folder)
    const seen = (outside: readonly string[]): string => `${text}\n${fileStamps(outside)}`
    if (existing !== undefined && existing.stamp === seen(existing.outside)) return existing
    const outside = lookOutside(name, source, files)
    const watched = [...new Set([...folders, ...outside.map((file) => dirname(file))])]
    if (existing === undefined) {
      const made: Deployment = {
        source,
        stamp: seen(outside),
        outside,
        stopWatching: () => {},
        pool: createPool(name, () => start(name, made.source.folder, () => entryOf(made.source))),
      }
      deployments.set(name, made)
      watchAgain(name, made, watched)
      return made
    }
    existing.source = source
    existing.stamp = seen(outside)
    existing.outside = outside
    existing.pool.retire()
    watchAgain(name, existing, watched)
    onReload(name)
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
