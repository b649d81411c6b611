/** What one function call did, for people who look at it. Raw ids are fine here: the people are simulated. */
export interface CallRecord {
  readonly requestId: string
  readonly function: string
  /** World time in milliseconds since 1970. */
  readonly startedAt: number
  /** First caller first, as in SOURCE: `wx_client`. */
  readonly source: string
  readonly openid: string | undefined
  readonly appid: string | undefined
  cold: boolean
  /** Real milliseconds. */
  ms: number
  /** Requests to the database, by wire action without its prefix: `getDocument`. */
  readonly databaseRequests: string[]
  readonly logs: { readonly level: 'log' | 'warn' | 'error'; readonly text: string }[]
  error: string | undefined
}

const KEPT = 500

/** The last calls, oldest first. */
export interface CallLog {
  readonly add: (record: CallRecord) => void
  readonly list: () => readonly CallRecord[]
}

export const createCallLog = (): CallLog => {
  const records: CallRecord[] = []
  return {
    add: (record) => {
      records.push(record)
      if (records.length > KEPT) records.shift()
    },
    list: () => records,
  }
}
