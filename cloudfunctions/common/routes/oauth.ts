import type { App } from '../base/apps.ts'
import type { Route } from '../identity/evidence.ts'
import type { OAuthGrant } from '../wechat/oauth.ts'
import type { Proof } from './proof.ts'

const ROUTE: Readonly<Partial<Record<App['kind'], Route>>> = {
  'official-account': 'oauth-official-account',
  website: 'oauth-website',
  'mobile-app': 'oauth-mobile',
}

/**
 * Routes `oauth-official-account`, `oauth-website` and `oauth-mobile`: WeChat exchanged the code that the person's
 * authorisation gave. Of somebody whom WeChat made up for a page in snapshot mode the evidence says so, and the decision
 * refuses it.
 * @param app the one whose AppSecret the exchange was made with
 * @param observedAt milliseconds since 1970
 */
export const oauth = (
  app: App,
  { openid, unionid, snapshot }: Pick<OAuthGrant, 'openid' | 'unionid' | 'snapshot'>,
  observedAt: number,
): Proof => {
  const route = ROUTE[app.kind]
  if (route === undefined) throw new Error(`a ${app.kind} has no OAuth`)
  return {
    app,
    evidence: {
      appid: app.appid,
      openid,
      ...(unionid !== undefined && { unionid }),
      route,
      observedAt,
      ...(snapshot && { snapshot }),
    },
  }
}
