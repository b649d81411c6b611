import type { App } from '../../base/apps.ts'
import type { OpenId } from '../../base/ids.ts'
import { follower } from '../../routes/follower.ts'
import { readFollower } from '../../wechat/followers.ts'
import type { Work } from '../jobs/work.ts'
import { signIn } from '../signIn.ts'
import { forgetFollower } from './forget.ts'

/** Somebody begins to follow an official account or ends it: WeChat says which of the two holds now. */
export const lookAtFollower = async (work: Work, app: App, openid: OpenId): Promise<void> => {
  const { ports, config, fetch, withToken, clock } = work
  const found = await withToken(app, (token) => readFollower({ token, fetch, openid }))
  if (found.follows) await signIn(ports, config, follower(app, found, clock()))
  else await forgetFollower(work, app, openid)
}
