import type { App } from '../../base/apps.ts'
import { bindingAt } from '../../base/apps.ts'
import type { OpenId } from '../../base/ids.ts'
import { follower } from '../../routes/follower.ts'
import type { Follower } from '../../wechat/followers.ts'
import { readFollower, readFollowers } from '../../wechat/followers.ts'
import type { BulkOutcome } from '../bulk.ts'
import { signInMany } from '../bulk.ts'
import type { Work } from '../jobs/work.ts'

/** One by one: the batch was refused because of somebody in it, or left somebody's unionid out. */
const askEach = async (work: Work, app: App, openids: readonly OpenId[]): Promise<readonly Follower[]> => {
  const { fetch, withToken } = work
  const found: Follower[] = []
  for (const openid of openids)
    found.push(await withToken(app, (token) => readFollower({ token, fetch, openid })))
  return found
}

/** Whoever comes without a unionid in an account that is bound is asked for once more, alone. */
const withUnionids = async (
  work: Work,
  app: App,
  found: readonly Follower[],
): Promise<readonly Follower[]> => {
  if (bindingAt(app, work.clock()) === undefined) return found
  const missing = found.filter(({ follows, unionid }) => follows && unionid === undefined)
  const asked = await askEach(
    work,
    app,
    missing.map(({ openid }) => openid),
  )
  const again = new Map(asked.map((one) => [one.openid, one]))
  return found.map((one) => again.get(one.openid) ?? one)
}

/**
 * Followers of an official account become evidence: a call of WeChat for a hundred, one more for each whose unionid was
 * left out, and 8 requests for a hundred new ones.
 * @returns what they came to, without those who follow no more
 */
export const takeFollowers = async (
  work: Work,
  app: App,
  openids: readonly OpenId[],
): Promise<readonly BulkOutcome[]> => {
  const { ports, config, fetch, withToken, clock } = work
  const answer = await withToken(app, (token) => readFollowers({ token, fetch, openids }))
  const found = answer === 'mixed' ? await askEach(work, app, openids) : await withUnionids(work, app, answer)
  const now = clock()
  const evidences = found.filter(({ follows }) => follows).map((one) => follower(app, one, now))
  return signInMany(ports, config, evidences)
}
