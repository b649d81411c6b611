import { appNamed } from '../../routes/appNamed.ts'
import { codeAlone } from '../../routes/code2session.ts'
import { complete } from '../../routes/loginRequest.ts'
import { oauth } from '../../routes/oauth.ts'
import type { Proof } from '../../routes/proof.ts'
import type { MiniProgramSignIn } from '../../routes/sessionRequest.ts'
import { identityId } from '../../store/documentIds.ts'
import { exchangeCode } from '../../wechat/code2Session.ts'
import { exchangeOAuthCode } from '../../wechat/oauth.ts'
import { secretFor } from '../appSecret.ts'
import { openOnce } from '../prove.ts'
import { signIn } from '../signIn.ts'
import type { SessionCall } from './call.ts'
import { startSession } from './issue.ts'

/**
 * Signs in whoever the proof is about, and begins a session. Requests: those of `signIn`, and 1.
 * @throws as signIn
 */
const signInBy = async (call: SessionCall, { evidence, app }: Proof) => {
  const { userId, isNew, visibility, decision } = await signIn(call.ports, call.config, evidence)
  const identity = identityId(evidence.appid, evidence.openid)
  const issued = await startSession(call, { identity, userId }, app.alias)
  return { reply: { ok: true as const, userId, isNew, ...visibility, ...issued }, decision, evidence }
}

/**
 * A mini-program whose server is reached by `wx.request`: the code of `wx.login` says who it is, and open data that came
 * after it may bring the unionid. One call of WeChat.
 * @throws OneIdError APP_NOT_REGISTERED, APP_KIND_WRONG, INPUT_INVALID and those of the routes and of signIn
 */
export const signInByCode = async (call: SessionCall, request: MiniProgramSignIn) => {
  const { config, fetch, secretOf, now } = call
  const app = appNamed(config, request.app, ['mini-program'])
  const { code, encryptedData, iv, rawData, signature } = complete(request)
  const secret = secretFor(app, secretOf)
  const session = await exchangeCode({ appid: app.appid, secret, code, fetch })
  const exchanged = codeAlone(app, session, now)
  if (exchanged.evidence.unionid !== undefined || encryptedData === undefined || iv === undefined)
    return signInBy(call, exchanged)
  const opened = { base: exchanged, session, encryptedData, iv, rawData, signature, now }
  return signInBy(call, await openOnce(call.ports.db, opened))
}

/**
 * A mobile app: the code of the WeChat SDK. One call of WeChat.
 * @throws OneIdError APP_NOT_REGISTERED, APP_KIND_WRONG, CODE_INVALID, CODE_USED and those of WeChat and of signIn
 */
export const signInByMobileCode = async (
  call: SessionCall,
  { app: alias, code }: { readonly app: string; readonly code: string },
) => {
  const { config, fetch, secretOf, now } = call
  const app = appNamed(config, alias, ['mobile-app'])
  const grant = await exchangeOAuthCode({
    appid: app.appid,
    secret: secretFor(app, secretOf),
    code,
    fetch,
  })
  return signInBy(call, oauth(app, grant, now))
}
