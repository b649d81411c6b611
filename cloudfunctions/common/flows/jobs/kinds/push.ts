import { MINUTE_MS } from '../../../base/time.ts'
import { registeredApp } from '../../../routes/proof.ts'
import type { JobOf } from '../../../store/jobs.ts'
import { revoke } from '../../account/revocation.ts'
import { lookAtFollower } from '../../followers/look.ts'
import type { Verdict, Work } from '../work.ts'

/** Longer than the signature is believed by which the job is named: until then no copy is a new job. */
const KEPT_MS = 15 * MINUTE_MS

/**
 * What WeChat has told about somebody. Whether they follow is looked up at WeChat, so that messages which come late, or
 * one before the other, do no harm.
 */
export const pushJob = async (work: Work, job: JobOf<'push'>): Promise<Verdict> => {
  const { ports, config, sealing, clock } = work
  const { appid, openid, told: event, revokeInfo } = job
  if (event === 'follow' || event === 'unfollow')
    await lookAtFollower(work, registeredApp(config, appid), openid)
  else {
    const change = { appid, openid, event, revokeInfo, message: job._id }
    await revoke({ ...ports, sealing, now: clock() }, config, change)
  }
  return { keptUntil: clock() + KEPT_MS }
}
