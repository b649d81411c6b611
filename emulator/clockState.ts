/**
 * The world clock in shared memory: every function instance reads it without asking, so moving the clock is seen by
 * the next statement of a running handler. Two numbers: the offset to real time, and the instant at which the clock
 * stands still (NaN while it runs).
 */
export type ClockState = SharedArrayBuffer

const OFFSET = 0
const FROZEN_AT = 1

export const createClockState = (): ClockState => {
  const state = new SharedArrayBuffer(2 * Float64Array.BYTES_PER_ELEMENT)
  new Float64Array(state)[FROZEN_AT] = Number.NaN
  return state
}

/** World time in milliseconds since 1970. `real` is real time. */
export const readClockState = (state: ClockState, real: () => number): number => {
  const cells = new Float64Array(state)
  const frozenAt = cells[FROZEN_AT] ?? Number.NaN
  return Number.isNaN(frozenAt) ? real() + (cells[OFFSET] ?? 0) : frozenAt
}

/** Lets the clock run on from `now`, or stand still there. */
export const writeClockState = (state: ClockState, now: number, real: number, frozen: boolean): void => {
  const cells = new Float64Array(state)
  cells[OFFSET] = now - real
  cells[FROZEN_AT] = frozen ? now : Number.NaN
}

export const isFrozen = (state: ClockState): boolean => !Number.isNaN(new Float64Array(state)[FROZEN_AT])
