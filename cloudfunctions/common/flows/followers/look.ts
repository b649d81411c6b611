import type { App } from '../../base/apps.ts'
import type { OpenId } from '../../base/ids.ts'
import { follower } from '../../routes/follower.ts'
import type { Follower } from '../../wechat/followers.ts'
import { readFollower } from '../../wechat/followers.ts'
import type { Work } from '../jobs/work.ts'
import { signIn } from '../signIn.ts'
import { forgetFollower } from './forget.ts'

const ask = ({ fetch, withToken }: Work, app: App, openid: OpenId): Promise<Follower> =>
  withToken(app, (token) => readFollower({ token, fetch, openid }))

const take = async ({ ports, config, clock }: Work, app: App, found: Follower): Promise<void> => {
  await signIn(ports, config, follower(app, found, clock()))
}

/** Whether somebody follows now, whatever was told before. */
export const isFollower = async (work: Work, app: App, openid: OpenId): Promise<boolean> =>
  (await ask(work, app, openid)).follows

/**
 * Somebody begins to follow an official account or ends it: WeChat says which of the two holds now. Who was forgotten is
 * looked at once more: they may have come back while we were at it, and another instance have seen it.
 */
export const lookAtFollower = async (work: Work, app: App, openid: OpenId): Promise<void> => {
  const found = await ask(work, app, openid)
  if (found.follows) return take(work, app, found)
  if ((await forgetFollower(work, app, openid)) === 'done') return
  const again = await ask(work, app, openid)
  if (again.follows) await take(work, app, again)
}
