/** Time of the simulated world as the local cloud tells it. */
export interface ClockReading {
  /** Milliseconds since 1970. */
  now: number
  frozen: boolean
}

export interface WorldClock {
  now(): number
  /** Takes over what the local cloud says. */
  set(reading: ClockReading): void
}

/** A clock that runs on from the last reading by a monotonic clock, unless the world is frozen. */
export function createWorldClock(reading: ClockReading, monotonic: () => number): WorldClock {
  let last = reading
  let readAt = monotonic()
  return {
    now: () => (last.frozen ? last.now : Math.floor(last.now + monotonic() - readAt)),
    set(next) {
      last = next
      readAt = monotonic()
    },
  }
}
