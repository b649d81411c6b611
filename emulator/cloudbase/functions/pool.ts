import type { CallMessage } from './instance/messages.ts'
import type { Instance, Outcome } from './instance.ts'

export interface PooledOutcome {
  readonly outcome: Outcome
  /** A new instance was started for this call. */
  readonly cold: boolean
}

/** The instances of one function. Calls are served in the order in which they came. */
export interface Pool {
  readonly run: (
    call: (instance: PooledInstance) => CallMessage,
    timeoutSeconds: number,
  ) => Promise<PooledOutcome>
  readonly end: () => Promise<void>
}

/** An instance with the key that names it. */
export interface PooledInstance {
  readonly key: string
  readonly instance: Instance
}

/**
 * @param start starts an instance
 * @param atMost instances at one time; more calls wait
 */
export const createPool = (start: () => Promise<PooledInstance>, atMost: number): Pool => {
  const idle: PooledInstance[] = []
  const waiting: ((free: PooledInstance | undefined) => void)[] = []
  const all = new Set<PooledInstance>()
  let running = 0

  /** `undefined` says: there is room, start one. */
  const nextFree = async (): Promise<PooledInstance | undefined> => {
    for (let free = idle.pop(); free !== undefined; free = idle.pop()) if (free.instance.alive()) return free
    if (running < atMost) {
      running += 1
      return undefined
    }
    return new Promise((resolve) => waiting.push(resolve))
  }

  const release = (used: PooledInstance): void => {
    const next = waiting.shift()
    if (used.instance.alive()) {
      if (next === undefined) idle.push(used)
      else next(used)
      return
    }
    all.delete(used)
    if (next === undefined) running -= 1
    else next(undefined)
  }

  return {
    run: async (call, timeoutSeconds) => {
      const warm = await nextFree()
      const used = warm ?? (await start())
      all.add(used)
      try {
        return { outcome: await used.instance.call(call(used), timeoutSeconds), cold: warm === undefined }
      } finally {
        release(used)
      }
    },
    end: async () => {
      await Promise.all([...all].map(({ instance }) => instance.end()))
    },
  }
}
