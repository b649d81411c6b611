/** A sentence in the two languages that our readers speak. */
interface Bilingual {
  readonly en: string
  readonly zh: string
}

/** What a client may do about an error without asking anybody: fetch a new code and call again, or wait and call again. */
export type Retry = 'new-code' | 'later'

interface ErrorEntry {
  /** What happened. */
  readonly cause: Bilingual
  /** What the developer or operator does about it. */
  readonly remedy: Bilingual
  /** What the person in front of the mini-program reads. */
  readonly person: string
  /** Absent: calling again changes nothing. */
  readonly retry?: Retry
  /** Of an HTTP answer; absent: 503 if only time is needed, else 400. */
  readonly status?: number
}

export type ErrorTable = Readonly<Record<string, ErrorEntry>>
