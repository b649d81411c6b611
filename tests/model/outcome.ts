import type { Process, Result } from './process.ts'
import type { State } from './state.ts'

/** The state after one request of one process. */
export interface Outcome {
  readonly request: string
  readonly result: Result
  readonly state: State
  readonly process: Process
  /** The merge whose barrier is lifted. */
  readonly lifted?: string
}
