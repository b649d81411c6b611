import type { Caller } from './caller.ts'

/** One request that a function sent to the cloud: what CloudBase would bill. */
export interface RequestRecord {
  /** As on the wire: `database.getDocument`, `wx.openApi`. */
  readonly action: string
  /** Real milliseconds. */
  ms: number
  /** Cloud or pay call: `auth.getPaidUnionId`. */
  api?: string
  collection?: string
  /** Index that a query used; null for a scan of the collection. */
  index?: string | null
  /** Documents that a query looked at. */
  examined?: number
  /** Code of the refusal. */
  error?: string
}

/** What one function call did, for people who look at it. Raw ids are fine here: the people are simulated. */
export interface CallRecord {
  readonly requestId: string
  readonly function: string
  /** World time in milliseconds since 1970. */
  readonly startedAt: number
  readonly caller: Caller
  /** A new instance was started for it. */
  cold: boolean
  /** Real milliseconds. */
  ms: number
  readonly requests: RequestRecord[]
  readonly logs: { readonly level: 'log' | 'warn' | 'error'; readonly text: string }[]
  error?: string
}

/** A call that an instance is serving. */
export interface RunningCall {
  readonly functionName: string
  readonly caller: Caller
  readonly record: CallRecord
}
