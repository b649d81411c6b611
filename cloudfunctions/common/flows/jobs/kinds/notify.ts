import type { JobOf } from '../../../store/jobs.ts'
import { earlierNotification } from '../../../store/jobs.ts'

import type { Verdict, Work } from '../work.ts'
import { DONE } from '../work.ts'

const NEXT_RUN_MS = 1_000

/**
 * Tells one function one event: at least once, and in order with the others about the same user. The function finds it
 * in the field `oneid` of its event; what it answers is not looked at.
 * @throws whatever the function, or the way to it, throws
 */
export const notifyJob = async (
  { ports, callFunction, clock }: Work,
  job: JobOf<'notify'>,
): Promise<Verdict> => {
  const earlier = await earlierNotification(ports.db, job)
  if (earlier !== undefined) return { due: Math.max(clock() + NEXT_RUN_MS, earlier.due) }
  await callFunction(job.function, { oneid: job.event })
  return DONE
}
