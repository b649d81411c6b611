import type { App } from '../../../base/apps.ts'
import type { OpenId } from '../../../base/ids.ts'
import { DAY_MS } from '../../../base/time.ts'
import { registeredApp } from '../../../routes/proof.ts'
import type { JobOf } from '../../../store/jobs.ts'
import { noteProgress } from '../../../store/jobs.ts'
import type { FollowerPage } from '../../../wechat/followers.ts'
import { FOLLOWERS_PER_BATCH, readFollowerPage } from '../../../wechat/followers.ts'
import { takeFollowers } from '../../followers/batch.ts'
import { counted } from '../../followers/figures.ts'
import { afterQuota } from '../../followers/quota.ts'
import type { Verdict, Work } from '../work.ts'

/** How long the figures of a finished one can be looked at. */
const KEPT_MS = 30 * DAY_MS

type Backfill = JobOf<'backfill'>

/**
 * What follows the last one who is done. Who was that may have unfollowed since, and is no place to go on from: then the
 * page is read again from its beginning, and if that is gone too, the list.
 */
const readOn = async (work: Work, app: App, { page, last }: Backfill): Promise<FollowerPage> => {
  const { fetch, withToken } = work
  const places: (OpenId | undefined)[] = [last, page].filter((place) => place !== undefined)
  for (const next of [...places, undefined]) {
    const from = next === undefined ? {} : { next }
    const found = await withToken(app, (token) => readFollowerPage({ token, fetch, ...from }))
    if (found !== 'gone') return found
  }
  return { openids: [], total: 0 }
}

/** The followers of one page, batch by batch; each batch is noted when it is done. */
const takePage = async (
  work: Work,
  app: App,
  begun: Backfill,
  openids: readonly OpenId[],
): Promise<Backfill> => {
  let job = begun
  for (let at = 0; at < openids.length && work.clock() < work.until; at += FOLLOWERS_PER_BATCH) {
    const batch = openids.slice(at, at + FOLLOWERS_PER_BATCH)
    const outcomes = await takeFollowers(work, app, batch)
    const last = batch.at(-1)
    const figures = counted(job.figures, outcomes, batch.length)
    job = { ...job, figures, ...(last !== undefined && { last }) }
    await noteProgress(work.ports.db, job, { figures, last })
  }
  return job
}

const finishedWith = (work: Work, { figures }: Backfill): Verdict => {
  const finishedAt = work.clock()
  return { keptUntil: finishedAt + KEPT_MS, change: { figures: { ...figures, finishedAt } } }
}

const takeAll = async (work: Work, begun: Backfill): Promise<Verdict> => {
  const app = registeredApp(work.config, begun.appid)
  let job = begun
  while (work.clock() < work.until) {
    const { openids, total, next } = await readOn(work, app, job)
    job = { ...job, figures: { ...job.figures, total } }
    if (openids.length === 0) return finishedWith(work, job)
    job = await takePage(work, app, job, openids)
    if (job.last !== openids.at(-1)) break
    if (next === undefined) return finishedWith(work, job)
    job = { ...job, page: next }
    await noteProgress(work.ports.db, job, { page: next })
  }
  return { due: work.clock(), change: { figures: job.figures } }
}

/**
 * Reads all followers of an official account: ten thousand openids a page, a hundred people a batch. A run that ends, or
 * is cut off, goes on behind the last batch that was done; nobody who is done is asked for again. When WeChat's quota is
 * used up, the rest waits for the next day.
 */
export const backfillJob = async (work: Work, job: Backfill): Promise<Verdict> => {
  try {
    return await takeAll(work, job)
  } catch (error) {
    const due = afterQuota(error, work.clock())
    if (due === undefined) throw error
    return { due }
  }
}
