import type { App } from '../../base/apps.ts'
import { OneIdError } from '../../base/errors.ts'
import type { Journey } from '../../base/tokens.ts'
import { appNamed } from '../../routes/appNamed.ts'
import { authorizeAddress } from '../../wechat/oauth.ts'
import type { OAuthCall, Step } from './call.ts'
import { JOURNEY_MS } from './call.ts'

/** WeChat takes up to 128 letters and digits (web authorisation guide, 2026-11); 128 bits that nobody guesses. */
const STATE_BYTES = 16

const KINDS = ['official-account', 'website'] as const

/** The page itself is listed; what follows the question mark is its own business. */
const isListed = (redirects: readonly string[], redirect: string): boolean => {
  const { origin, pathname, hash, username, password } = new URL(redirect)
  return hash === '' && username === '' && password === '' && redirects.includes(`${origin}${pathname}`)
}

/** The app of a sign-in by web page. @throws OneIdError APP_NOT_REGISTERED, APP_KIND_WRONG */
export const pageApp = (config: OAuthCall['config'], alias: string): App => appNamed(config, alias, KINDS)

/** On to WeChat, with a state of its own for this step. */
export const toWeChat = async (
  { ports, tokens, address, now }: OAuthCall,
  app: App,
  scope: 'snsapi_base' | 'snsapi_userinfo' | 'snsapi_login',
  journey: Omit<Journey, 'state' | 'app'>,
): Promise<Step> => {
  const state = Buffer.from(ports.random(STATE_BYTES)).toString('hex')
  const sealed = await tokens.sealJourney({ ...journey, state, app: app.alias }, now, now + JOURNEY_MS)
  const kind = app.kind === 'website' ? 'website' : 'official-account'
  const redirectUri = `${address}/oauth/${app.alias}/return`
  return {
    location: authorizeAddress({ kind, appid: app.appid, redirectUri, scope, state }),
    keep: { state, sealed, maxAgeSeconds: JOURNEY_MS / 1_000 },
  }
}

/**
 * Begins a sign-in by web page. Nothing is written anywhere but into the browser, sealed: who comes back with this
 * state and without it has not begun here. An official account asks silently first.
 * @throws OneIdError APP_NOT_REGISTERED, APP_KIND_WRONG, REDIRECT_NOT_ALLOWED
 */
export const startOAuth = (
  call: OAuthCall,
  alias: string,
  wanted: Pick<Journey, 'redirect' | 'challenge' | 'consent'>,
): Promise<Step> => {
  const app = pageApp(call.config, alias)
  if (!isListed(call.config.gateway.redirects, wanted.redirect))
    throw new OneIdError('REDIRECT_NOT_ALLOWED', 'not in gateway.redirects', { field: 'redirect' })
  return toWeChat(call, app, app.kind === 'website' ? 'snsapi_login' : 'snsapi_base', wanted)
}
