import type { ClockState } from '../clockState.ts'
import { createClockState, isFrozen, readClockState, writeClockState } from '../clockState.ts'
import { parseDuration } from './duration.ts'

export interface ClockReading {
  /** World time in milliseconds since 1970. */
  readonly now: number
  readonly frozen: boolean
}

/** Cron expressions, dates of the database and ISO texts end here; the clock could not be set back. */
const LAST_INSTANT = Date.parse('9999-12-31T23:59:59.999Z')

/** The one clock of the world: all that WeChat or the product measures runs on it. */
export interface WorldClock {
  readonly now: () => number
  readonly read: () => ClockReading
  /** Moves forward by `4m59s` or milliseconds. A frozen clock stays frozen. Never backwards. */
  readonly advance: (duration: string | number) => ClockReading
  readonly freeze: () => ClockReading
  readonly run: () => ClockReading
  /** Goes to an instant that is not before now. */
  readonly set: (now: number) => ClockReading
  /** Shared with function instances. */
  readonly state: ClockState
  /** Told after every change; answers how to stop listening. */
  readonly onChange: (listener: (reading: ClockReading) => void) => () => void
}

/**
 * @param real real time in milliseconds since 1970
 * @param frozenAt world time at which it begins, standing still; the real time, running, if absent
 */
export const createClock = (real: () => number = Date.now, frozenAt?: number): WorldClock => {
  const state = createClockState()
  if (frozenAt !== undefined) writeClockState(state, frozenAt, real(), true)
  const listeners = new Set<(reading: ClockReading) => void>()
  const now = (): number => readClockState(state, real)
  const read = (): ClockReading => ({ now: now(), frozen: isFrozen(state) })
  /** `target` is told the world time of one reading of the real clock, which moves on between two. */
  const write = (target: (now: number) => number, frozen: boolean): ClockReading => {
    const at = real()
    const current = readClockState(state, () => at)
    const to = target(current)
    if (!Number.isFinite(to) || to < current) throw new RangeError('the world clock does not run backwards')
    if (to > LAST_INSTANT) throw new RangeError('the world clock does not run beyond the year 9999')
    writeClockState(state, to, at, frozen)
    const reading: ClockReading = { now: to, frozen }
    for (const listener of listeners) listener(reading)
    return reading
  }
  return {
    now,
    read,
    state,
    advance: (duration) => write((current) => current + parseDuration(duration), isFrozen(state)),
    freeze: () => write((current) => current, true),
    run: () => write((current) => current, false),
    set: (to) => write(() => to, isFrozen(state)),
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
