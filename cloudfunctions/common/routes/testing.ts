import { readConfig } from '../base/config.ts'
import { Secret } from '../base/secret.ts'
import type { Session } from '../wechat/code2Session.ts'
import { readCaller } from '../wechat/context.ts'
import { SAMPLE_KEY } from '../wechat/testing.ts'
import type { Proof } from './proof.ts'
import { wxContext } from './wxContext.ts'

/** App and person of the sample in WeChat's documentation, for tests. */
export const APPID = 'wx4f4bc4dec97d474b'
export const OPENID = 'oGZUI0egBJY1zhBYw2KhdUfwVJJE'
export const UNIONID = 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA'
/** Seconds. */
export const TIMESTAMP = 1_477_314_187
/** Milliseconds. */
export const NOW = TIMESTAMP * 1_000

const registry = readConfig({
  apps: [{ appid: APPID, alias: 'shop', kind: 'mini-program', bindings: [] }],
})

/** The sample's person calls; in the context WeChat tells another unionid than the sample's. */
export const BASE: Proof = wxContext(
  { SOURCE: 'wx_client', OPENID, APPID, UNIONID: 'oUNION_OF_CONTEXT' },
  registry,
  7,
)

/** What the code of a person was exchanged for. */
export const sessionOf = (OPENID: string, UNIONID?: string): Session => {
  const { openid, unionid } = readCaller({ SOURCE: 'wx_client', APPID, OPENID, UNIONID })
  return { openid, ...(unionid !== undefined && { unionid }), sessionKey: new Secret(SAMPLE_KEY) }
}

/** What a further route proves of them. */
export const proved = (route: string, unionid?: string) => ({
  app: BASE.app,
  evidence: { appid: APPID, openid: OPENID, ...(unionid !== undefined && { unionid }), route, observedAt: 7 },
})
