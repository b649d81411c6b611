import type { App } from '../../../base/apps.ts'
import { OneIdError } from '../../../base/errors.ts'
import { DAY_MS, MINUTE_MS } from '../../../base/time.ts'
import { registeredApp } from '../../../routes/proof.ts'
import { followAliases } from '../../../store/aliases.ts'
import type { IdentityDocument } from '../../../store/documents.ts'
import { identitiesOfApp } from '../../../store/identities.ts'
import type { JobOf } from '../../../store/jobs.ts'
import { noteProgress } from '../../../store/jobs.ts'
import { changeOpenids, OPENIDS_PER_CHANGE } from '../../../wechat/changeOpenid.ts'
import { counted } from '../../followers/figures.ts'
import type { Moved } from '../../followers/move.ts'
import { moveIdentities } from '../../followers/move.ts'
import { afterQuota } from '../../followers/quota.ts'
import type { Verdict, Work } from '../work.ts'

/** How long the figures of a finished one can be looked at. */
const KEPT_MS = 30 * DAY_MS

/** WeChat is still moving followers: that takes hours. */
const LOOK_AGAIN_MS = 30 * MINUTE_MS

type Migration = JobOf<'migration'>

/** The new openids of people of the old account; whom WeChat does not know, or whose account was deleted, is left out. */
const movedOf = async (
  work: Work,
  from: App,
  to: App,
  identities: readonly IdentityDocument[],
): Promise<readonly Moved[]> => {
  const { fetch, withToken, ports } = work
  const openids = identities.map(({ openid }) => openid)
  const changed = await withToken(to, (token) =>
    changeOpenids({ token, fetch, fromAppid: from.appid, openids }),
  )
  const newOpenid = new Map(changed.map((one) => [one.from, one.to]))
  const heirs = await followAliases(
    ports.db,
    identities.map(({ userId }) => userId),
  )
  return identities.flatMap((identity) => {
    const [openid, userId] = [newOpenid.get(identity.openid), heirs.get(identity.userId)]
    return openid === undefined || userId === undefined ? [] : [{ identity, userId, openid }]
  })
}

const moveAll = async (work: Work, begun: Migration): Promise<Verdict> => {
  const [from, to] = [begun.from, begun.to].map((appid) => registeredApp(work.config, appid))
  if (from === undefined || to === undefined) throw new OneIdError('INTERNAL', 'two apps')
  let job = begun
  while (work.clock() < work.until) {
    const identities = await identitiesOfApp(work.ports.db, from.appid, job.last, OPENIDS_PER_CHANGE)
    const last = identities.at(-1)?._id
    if (last === undefined) {
      const finishedAt = work.clock()
      return { keptUntil: finishedAt + KEPT_MS, change: { figures: { ...job.figures, finishedAt } } }
    }
    const outcomes = await moveIdentities(work, to, await movedOf(work, from, to, identities))
    const figures = counted(job.figures, outcomes, identities.length)
    job = { ...job, last, figures: { ...figures, total: figures.done } }
    await noteProgress(work.ports.db, job, { last, figures: job.figures })
  }
  return { due: work.clock() }
}

/**
 * Gives everybody who is known in the old account the openid that they have in the new one (changeopenid): the old
 * identity stays, because it says who somebody was. Cut off, it goes on behind the last hundred that were done.
 */
export const migrationJob = async (work: Work, job: Migration): Promise<Verdict> => {
  try {
    return await moveAll(work, job)
  } catch (error) {
    const now = work.clock()
    const isEarly = error instanceof OneIdError && error.code === 'MIGRATION_NOT_READY'
    const due = isEarly ? now + LOOK_AGAIN_MS : afterQuota(error, now)
    if (due === undefined) throw error
    return { due }
  }
}
