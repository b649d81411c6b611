import type { CallRecord } from './calls.ts'

const KEPT = 500

/** What CloudBase would bill since the start, as counts. */
export interface Usage {
  readonly calls: number
  /** Real milliseconds that functions ran. */
  readonly functionMs: number
  /** Requests of functions by wire action. */
  readonly requests: Readonly<Record<string, number>>
}

/** The last calls, and the sums of all. */
export interface CallLog {
  readonly add: (record: CallRecord) => void
  /** Oldest first. */
  readonly list: () => readonly CallRecord[]
  readonly usage: () => Usage
  /** Told of every call when it has ended; answers how to stop listening. */
  readonly onCall: (listener: (record: CallRecord) => void) => () => void
}

export const createCallLog = (): CallLog => {
  const records: CallRecord[] = []
  const listeners = new Set<(record: CallRecord) => void>()
  const requests: Record<string, number> = {}
  let calls = 0
  let functionMs = 0
  return {
    add: (record) => {
      records.push(record)
      if (records.length > KEPT) records.shift()
      calls += 1
      functionMs += record.ms
      for (const { action } of record.requests) requests[action] = (requests[action] ?? 0) + 1
      for (const listener of listeners) listener(record)
    },
    list: () => records,
    usage: () => ({ calls, functionMs: Math.round(functionMs), requests: { ...requests } }),
    onCall: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
