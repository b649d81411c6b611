/** Whatever the command has from outside: terminal, time and network. */
export interface Surroundings {
  /** A line for whoever reads the result. */
  readonly say: (line: string) => void
  /** A line beside it: what is going on, and what went wrong. */
  readonly note: (line: string) => void
  /** Draws the last line anew; undefined where nobody is looking at a terminal. */
  readonly redraw: ((line: string) => void) | undefined
  /** Asks a question that is answered by yes or no; undefined where nobody can answer. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly fetch: typeof fetch
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Resolves after so many milliseconds; rejects as soon as the command is to stop. */
  readonly pause: (ms: number) => Promise<void>
  /** Aborted when the command is to stop (Ctrl-C). */
  readonly stop: AbortSignal
}
