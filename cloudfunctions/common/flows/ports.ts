import type { Clock, Pause, RandomBytes } from '../base/time.ts'
import type { CloudDatabase } from '../store/requests.ts'

/** What a flow works with: the database, time, and what would otherwise be chance. */
export interface Ports {
  readonly db: CloudDatabase
  readonly random: RandomBytes
  readonly pause: Pause
  readonly clock: Clock
}
