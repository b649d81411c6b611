import { watch } from 'node:fs'
import { context } from 'esbuild'
import type { BuildOptions } from './functions.ts'
import { bundlings, writeBuild } from './functions.ts'

/** An editor writes a file in several steps; they count as one change. */
const SETTLE_MS = 15

export interface WatchEvents {
  readonly onBuilt: (functions: readonly string[], ms: number) => void
  /** The sources do not build: esbuild's list of file, line and column. What was built before stays. */
  readonly onProblem: (words: string) => void
}

/**
 * Builds again whenever a file of the sources is saved; esbuild keeps what it has parsed, so that takes less than the
 * first time. Answers how to stop.
 */
export const watchFunctions = async (
  options: BuildOptions,
  events: WatchEvents,
): Promise<() => Promise<void>> => {
  const bundlers = await Promise.all(bundlings(options).map((one) => context(one)))
  const bundle = () => Promise.all(bundlers.map((bundler) => bundler.rebuild()))
  let timer: NodeJS.Timeout | undefined
  let work = Promise.resolve()

  const rebuild = async (): Promise<void> => {
    const began = performance.now()
    try {
      const functions = await writeBuild(options, await bundle())
      events.onBuilt(functions, performance.now() - began)
    } catch (error) {
      events.onProblem(error instanceof Error ? error.message : String(error))
    }
  }
  const watcher = watch(options.root, { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      work = work.then(rebuild)
    }, SETTLE_MS)
  })
  // Parsed once in the background: the first saved file is not slower than the next.
  work = work.then(bundle).then(
    () => undefined,
    () => undefined,
  )
  return async () => {
    watcher.close()
    clearTimeout(timer)
    await work
    await Promise.all(bundlers.map((bundler) => bundler.dispose()))
  }
}
