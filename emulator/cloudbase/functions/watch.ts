import type { FSWatcher } from 'node:fs'
import { watch } from 'node:fs'

/** Editors save in several steps: the folder is looked at when they are through. */
const SETTLED_MS = 50

/**
 * Tells when something in one of the folders was saved. A help only: where watching fails, and for what a watcher
 * misses, there is the look at the folder before every call. Keeps no process alive.
 * @returns stops watching
 */
export const watchFolders = (folders: readonly string[], onSaved: () => void): (() => void) => {
  let timer: NodeJS.Timeout | undefined
  const soon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(onSaved, SETTLED_MS).unref()
  }
  const watchers = folders.flatMap((folder): FSWatcher[] => {
    try {
      return [watch(folder, { persistent: false }, soon).on('error', () => {})]
    } catch {
      return []
    }
  })
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}
