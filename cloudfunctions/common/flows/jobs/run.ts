import type { Config } from '../../base/config.ts'
import type { Secret } from '../../base/secret.ts'
import type { Clock } from '../../base/time.ts'
import { LONGEST_CALL_MS } from '../../base/time.ts'
import type { Job } from '../../store/jobs.ts'
import { dueJobs, keepJobs, leaseJob } from '../../store/jobs.ts'
import type { CloudDatabase } from '../../store/requests.ts'
import { createSealing } from '../../store/sealing.ts'
import type { PaymentDoors } from '../../wechat/payment/door.ts'
import type { TokenDoors } from '../appTokens.ts'
import { createWithToken } from '../appTokens.ts'
import type { OrdersReport } from '../payment/dueOrders.ts'
import { workOnDueOrders } from '../payment/dueOrders.ts'
import type { Ports } from '../ports.ts'
import type { End } from './ending.ts'
import { workOnLeased } from './ending.ts'
import { isStanding, standingJobs } from './standing.ts'
import type { CallFunction, Work } from './work.ts'

/** Nobody who is still running can hold a job so long. */
const LEASE_MS = 2 * LONGEST_CALL_MS

/** A run begins nothing new after this: it must come to its end within the 60 s of its function. */
const RUN_MS = 40_000

/** Orders come first, because the five minutes after a payment pass; but not so that nothing else is ever done. */
const ORDERS_MS = 25_000

const JOBS_PER_READ = 100
const JOBS_PER_RUN = 1_000

export interface RunOptions {
  readonly ports: Ports
  readonly config: Config
  /** Makes the pseudonyms of the audit. */
  readonly secret: Secret<string>
  readonly callFunction: CallFunction
  readonly doors: PaymentDoors
  /** WeChat's HTTPS APIs, and the AppSecrets that they want. */
  readonly weChat: Pick<TokenDoors, 'fetch' | 'secretOf'>
  readonly clock: Clock
}

/** How many jobs came to which end. `elsewhere`: another instance was faster. */
export type RunReport = Readonly<Record<End | 'elsewhere', number>> & OrdersReport

/** Due jobs; of a new environment, after the standing ones were added. */
const firstJobs = async (db: CloudDatabase, now: number): Promise<readonly Job[]> => {
  const due = await dueJobs(db, now, JOBS_PER_READ)
  const standing = standingJobs(now)
  if (standing.every(({ _id }) => due.some((job) => job._id === _id))) return due
  return (await keepJobs(db, standing)) === 'kept' ? due : dueJobs(db, now, JOBS_PER_READ)
}

const placeOf = (job: Job): string => (job.kind === 'notify' ? job.place : '')

/** Longest due first; notifications that are due together in their own order, so that none waits for the next run. */
const inOrder = (jobs: readonly Job[]): readonly Job[] =>
  [...jobs].sort((one, other) => one.due - other.due || (placeOf(one) < placeOf(other) ? -1 : 1))

/**
 * One run: the orders that are due, then jobs, one by one, until nothing is due or the run is over. Several at once do each other no harm:
 * whoever leases a job works on it.
 * @throws OneIdError COLLECTION_MISSING, DATABASE_UNAVAILABLE. What a job throws is noted in the job.
 */
export const runJobs = async (options: RunOptions): Promise<RunReport> => {
  const { ports, config, callFunction, clock, secret, doors, weChat } = options
  const until = clock() + RUN_MS
  const sealing = createSealing(secret)
  const withToken = createWithToken({ ports: { ...ports, clock }, sealing, ...weChat })
  const { fetch } = weChat
  const work: Work = { ports, config, callFunction, clock, sealing, fetch, withToken, until }
  const orders = await workOnDueOrders({ ...work, until: clock() + ORDERS_MS }, doors)
  const report = { ...orders, done: 0, later: 0, failed: 0, dead: 0, elsewhere: 0 }
  const stood = new Set<string>()
  let due = await firstJobs(ports.db, clock())
  for (let taken = 0; due.length > 0; ) {
    for (const job of inOrder(due)) {
      const now = clock()
      if (now >= until || taken++ >= JOBS_PER_RUN) return report
      if (isStanding(job)) stood.add(job._id)
      const leased = await leaseJob(ports.db, job, now, LEASE_MS)
      report[leased === undefined ? 'elsewhere' : await workOnLeased(work, leased)] += 1
    }
    due = (await dueJobs(ports.db, clock(), JOBS_PER_READ)).filter(({ _id }) => !stood.has(_id))
  }
  return report
}
