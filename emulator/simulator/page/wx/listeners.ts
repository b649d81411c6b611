import { neededListener } from './api.ts'

/** Who listens to one event of `wx`, by the function that was given. */
export interface Listeners {
  on(listener: unknown): void
  /** Without a function all of them. */
  off(listener?: unknown): void
  tell(answer: unknown): void
}

/**
 * `onX` and `offX`: the same function listens once.
 * @param failed told what a listener throws, which stops no other; the app's onError unless given
 */
export function createListeners(failed: (error: unknown) => void = reportError): Listeners {
  const all = new Map<unknown, (answer: unknown) => void>()
  return {
    on: (listener) => void all.set(listener, neededListener(listener, 'listener')),
    off(listener) {
      if (listener === undefined) all.clear()
      else all.delete(listener)
    },
    tell(answer) {
      for (const listener of [...all.values()]) {
        try {
          listener(answer)
        } catch (error) {
          failed(error)
        }
      }
    },
  }
}
