import type { CallRecord } from '../calls.ts'
import { KEPT_LOG_CHARACTERS } from './limits.ts'

type Log = CallRecord['logs'][number]

/** A line costs memory even when it says nothing. */
const OF_A_LINE = 100

/**
 * Keeps what a call says with its record. A loop that logs says a hundred megabytes a second, and hundreds of records
 * are kept: beyond a bound only the terminal hears it.
 */
export const createCallLogs = (): ((record: CallRecord, log: Log) => void) => {
  const kept = new WeakMap<CallRecord, number>()
  return (record, log) => {
    const before = kept.get(record) ?? 0
    if (before > KEPT_LOG_CHARACTERS) return
    const after = before + log.text.length + OF_A_LINE
    kept.set(record, after)
    const full = `the call says more than ${KEPT_LOG_CHARACTERS} characters; the rest is not kept`
    record.logs.push(after > KEPT_LOG_CHARACTERS ? { level: 'warn', text: full } : log)
  }
}
