import { type FSWatcher, watch } from 'node:fs'
import { sourceFolders } from './signature.ts'

/** Editors write a file in several steps, a moment apart. */
const SETTLED_MS = 20

interface FolderWatch {
  /** Watches folders that were made since, and leaves those that are gone. */
  update(): void
  close(): void
}

// Node's own recursive watching would go through all of node_modules.
function watchFolders(root: string, changed: () => void): FolderWatch {
  const watchers = new Map<string, FSWatcher>()
  const drop = (folder: string): void => {
    watchers.get(folder)?.close()
    watchers.delete(folder)
  }
  const update = (): void => {
    const folders = new Set(sourceFolders(root))
    for (const folder of [...watchers.keys()]) if (!folders.has(folder)) drop(folder)
    for (const folder of folders) {
      if (watchers.has(folder)) continue
      watchers.set(
        folder,
        watch(folder, changed).on('error', () => drop(folder)),
      )
    }
  }
  update()
  return {
    update,
    close: () => {
      for (const folder of [...watchers.keys()]) drop(folder)
    },
  }
}

/** What was built after files were saved. */
export interface Build {
  /** Names this build. */
  id: string
  /** The build that it takes the place of. */
  previous?: string
  /** CSS by path, if nothing but styles has changed since the previous build. */
  styles?: Readonly<Record<string, string>>
}

interface ChangeStream {
  /** Server-sent events, one for the present build and one for each after it. */
  open(): ReadableStream<Uint8Array>
  close(): void
}

/**
 * Watches a folder while somebody follows.
 * @param present the build that a page would get now
 * @param next the build after files have changed; undefined when it is the same
 */
export function createChangeStream(
  root: string,
  present: () => Promise<Build>,
  next: () => Promise<Build | undefined>,
): ChangeStream {
  const followers = new Set<ReadableStreamDefaultController<Uint8Array>>()
  let watcher: FolderWatch | undefined
  let settling: NodeJS.Timeout | undefined

  const send = (follower: ReadableStreamDefaultController<Uint8Array>, build: Build): void =>
    follower.enqueue(new TextEncoder().encode(`event: build\ndata: ${JSON.stringify(build)}\n\n`))
  const tellAll = async (): Promise<void> => {
    const build = await next()
    if (build) for (const follower of followers) send(follower, build)
  }
  const settled = (): void => {
    watcher?.update()
    // A build that fails is told by whoever asks for the page next.
    tellAll().catch(() => undefined)
  }
  const follow = (): void => {
    watcher ??= watchFolders(root, () => {
      clearTimeout(settling)
      settling = setTimeout(settled, SETTLED_MS)
    })
  }
  const rest = (): void => {
    clearTimeout(settling)
    watcher?.close()
    watcher = undefined
  }

  return {
    open() {
      let own: ReadableStreamDefaultController<Uint8Array> | undefined
      return new ReadableStream({
        async start(controller) {
          own = controller
          followers.add(controller)
          follow()
          const build = await present()
          if (followers.has(controller)) send(controller, build)
        },
        cancel() {
          if (own) followers.delete(own)
          if (followers.size === 0) rest()
        },
      })
    },
    close() {
      for (const follower of followers) follower.close()
      followers.clear()
      rest()
    },
  }
}
