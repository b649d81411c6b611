import type { App } from '../base/apps.ts'
import { OneIdError } from '../base/errors.ts'
import type { Session } from '../wechat/code2Session.ts'
import type { Proof } from './proof.ts'
import { furtherProof } from './proof.ts'

/**
 * Route `code2session`: WeChat exchanged the code of `wx.login` that the caller sent.
 * @param base who is calling
 * @throws OneIdError CODE_OF_ANOTHER_PERSON: a code that somebody else got would bring somebody else's unionid
 */
export const code2session = (base: Proof, { openid, unionid }: Session): Proof => {
  if (openid !== base.evidence.openid)
    throw new OneIdError('CODE_OF_ANOTHER_PERSON', `app ${base.app.alias}: the code is not of the caller`)
  return furtherProof(base, 'code2session', unionid)
}

/**
 * The same where nobody else says who is calling: the person is whoever got the code, in the app that it was exchanged
 * for.
 * @param observedAt milliseconds since 1970
 */
export const codeAlone = (app: App, { openid, unionid }: Session, observedAt: number): Proof => ({
  app,
  evidence: {
    appid: app.appid,
    openid,
    ...(unionid !== undefined && { unionid }),
    route: 'code2session',
    observedAt,
  },
})
