import type { WorldClock } from './clock.ts'

/** Work that WeChat does later, on world time: pushes, payment callbacks and their repetitions. */
export interface Agenda {
  /** Runs `work` at an instant of world time; soon if that has passed. */
  readonly at: (instant: number, work: () => Promise<void>) => void
  /** Resolves when everything that is due by now has been done, and what that has made due. */
  readonly settled: () => Promise<void>
  /** Drops what has not begun. */
  readonly clear: () => void
  readonly close: () => void
}

interface Entry {
  readonly instant: number
  readonly order: number
  readonly work: () => Promise<void>
}

/** Longest sleep of a timer of Node; a longer wait is taken up again. */
const LONGEST_TIMER_MS = 2_147_483_647

/**
 * Moving the clock makes due what lies before it, in the order of the instants; otherwise one real timer waits for
 * the next. While work for an earlier instant runs, later work waits: so a day that is skipped happens in order.
 * @param onFault told what work threw; the agenda goes on
 */
export const createAgenda = (clock: WorldClock, onFault: (error: unknown) => void): Agenda => {
  let entries: Entry[] = []
  let order = 0
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let closed = false

  const takeDue = (): Entry | undefined => {
    const next = entries
      .filter(({ instant }) => instant <= clock.now())
      .sort((one, other) => one.instant - other.instant || one.order - other.order)[0]
    if (next !== undefined) entries = entries.filter((entry) => entry !== next)
    return next
  }

  const runDue = async (): Promise<void> => {
    for (let entry = takeDue(); entry !== undefined && !closed; entry = takeDue()) {
      await entry.work().catch(onFault)
    }
    running = undefined
    wait()
  }

  const wake = (): void => {
    if (closed) return
    // Not at once: work that adds to the agenda before its first await would start a second round.
    running ??= Promise.resolve().then(runDue)
  }

  const wait = (): void => {
    clearTimeout(timer)
    const next = Math.min(...entries.map(({ instant }) => instant))
    if (closed || !Number.isFinite(next)) return
    const { now, frozen } = clock.read()
    if (next <= now) {
      wake()
    } else if (!frozen) {
      timer = setTimeout(wake, Math.min(next - now, LONGEST_TIMER_MS))
      timer.unref()
    }
  }

  const stop = clock.onChange(wait)
  return {
    at: (instant, work) => {
      entries.push({ instant, order: order++, work })
      wait()
    },
    settled: async () => {
      wait()
      while (running !== undefined) await running
    },
    clear: () => {
      entries = []
      wait()
    },
    close: () => {
      closed = true
      clearTimeout(timer)
      stop()
    },
  }
}
