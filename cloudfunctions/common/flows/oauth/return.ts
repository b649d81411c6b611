import type { App } from '../../base/apps.ts'
import { bindingAt } from '../../base/apps.ts'
import { OneIdError } from '../../base/errors.ts'
import type { OpenId } from '../../base/ids.ts'
import type { Journey } from '../../base/tokens.ts'
import type { Evidence } from '../../identity/evidence.ts'
import { provedIn } from '../../identity/facts.ts'
import { follower } from '../../routes/follower.ts'
import { oauth } from '../../routes/oauth.ts'
import type { Proof } from '../../routes/proof.ts'
import { useOnce } from '../../store/ephemeral.ts'
import { readKeys } from '../../store/identities.ts'
import { createSealing } from '../../store/sealing.ts'
import { readFollower } from '../../wechat/followers.ts'
import type { OAuthGrant } from '../../wechat/oauth.ts'
import { exchangeOAuthCode, readUserInfo } from '../../wechat/oauth.ts'
import { secretFor } from '../appSecret.ts'
import { createWithToken } from '../appTokens.ts'
import { signIn } from '../signIn.ts'
import type { OAuthCall, Step } from './call.ts'
import { JOURNEY_MS } from './call.ts'
import { pageApp, toWeChat } from './start.ts'

/** From the return of the browser to the exchange of the ticket: the page does it at once. */
const TICKET_MS = 60_000

const TICKET_BYTES = 16

/** What the browser brings back. */
export interface Returned {
  readonly app: string
  readonly state: string
  /** Absent if the person has refused. */
  readonly code: string | undefined
  /** What the browser kept under this state. */
  readonly sealed: string | undefined
}

/**
 * The journey that this browser began with this app under this state, once. Whatever is missing or does not agree, the
 * answer is the same, and nothing goes on.
 * @throws OneIdError STATE_INVALID
 */
const resume = async (
  { ports, tokens, now }: OAuthCall,
  { app, state, sealed }: Returned,
): Promise<Journey> => {
  if (sealed === undefined) throw new OneIdError('STATE_INVALID', 'this browser began nothing')
  const journey = await tokens.openJourney(sealed, now)
  if (journey.state !== state || journey.app !== app)
    throw new OneIdError('STATE_INVALID', 'of another state or app')
  if ((await useOnce(ports.db, 'oauth-state', state, now + 2 * JOURNEY_MS)) === 'again')
    throw new OneIdError('STATE_INVALID', 'used before')
  return journey
}

const isUnionidKnown = async ({ ports }: OAuthCall, { evidence, app }: Proof): Promise<boolean> => {
  const binding = bindingAt(app, evidence.observedAt)
  if (binding === undefined || evidence.unionid !== undefined) return true
  const { identity } = await readKeys(ports.db, evidence, binding)
  return provedIn(identity?.unions ?? [], binding) !== undefined
}

/** Of followers WeChat tells the unionid without asking them; whatever goes wrong, the person can still be asked. */
const heardOfFollower = async (call: OAuthCall, app: App, openid: OpenId): Promise<Evidence | undefined> => {
  const { ports, fetch, secretOf, secret, now, note } = call
  const withToken = createWithToken({ ports, fetch, secretOf, sealing: createSealing(secret) })
  try {
    const found = await withToken(app, (token) => readFollower({ token, fetch, openid }))
    return found.follows && found.unionid !== undefined ? follower(app, found, now) : undefined
  } catch (error) {
    note({ follower: error instanceof OneIdError ? error.code : 'INTERNAL' })
    return undefined
  }
}

/** WeChat leaves the unionid out of some answers that it gives when asked for the person. */
const withUnionid = async ({ fetch, now }: OAuthCall, app: App, grant: OAuthGrant): Promise<Proof> => {
  const isAsked = grant.unionid === undefined && !grant.snapshot && !grant.scope.includes('snsapi_base')
  if (!isAsked || bindingAt(app, now) === undefined) return oauth(app, grant, now)
  const { unionid } = await readUserInfo({ ...grant, fetch })
  return oauth(app, { ...grant, ...(unionid !== undefined && { unionid }) }, now)
}

/** Signed in: the page gets a ticket, which is of no use without the verifier that it kept. */
const arrive = async (
  call: OAuthCall,
  { evidence }: Proof,
  journey: Journey,
  heardBefore?: Evidence,
): Promise<Step> => {
  const { ports, tokens, now, config } = call
  // First what WeChat tells about the person, so that nobody becomes an account that merges a moment later.
  const heard = heardBefore && (await signIn(ports, config, heardBefore))
  const signedIn = await signIn(ports, config, evidence)
  const isNew = heard?.isNew ?? signedIn.isNew
  const { appid, openid } = evidence
  const id = Buffer.from(ports.random(TICKET_BYTES)).toString('base64url')
  const { challenge } = journey
  const ticket = await tokens.sealTicket({ id, challenge, appid, openid, isNew }, now, now + TICKET_MS)
  return { location: withQuery(journey.redirect, 'ticket', ticket) }
}

const withQuery = (redirect: string, name: string, value: string): string => {
  const url = new URL(redirect)
  url.searchParams.set(name, value)
  return url.href
}

const exchange = ({ fetch, secretOf }: OAuthCall, app: App, code: string): Promise<OAuthGrant> =>
  exchangeOAuthCode({ appid: app.appid, secret: secretFor(app, secretOf), code, fetch })

/** The silent step: who it is. Whether that is enough, what is stored and what WeChat tells of followers decide. */
const afterSilentStep = async (
  call: OAuthCall,
  app: App,
  journey: Journey,
  grant: OAuthGrant,
): Promise<Step> => {
  const proof = oauth(app, grant, call.now)
  const { state: _state, app: _app, ...rest } = journey
  if (grant.snapshot || journey.consent === 'never' || (await isUnionidKnown(call, proof)))
    return arrive(call, proof, journey)
  const asFollower = await heardOfFollower(call, app, grant.openid)
  if (asFollower !== undefined) return arrive(call, proof, journey, asFollower)
  return toWeChat(call, app, 'snsapi_userinfo', { ...rest, openid: grant.openid })
}

const proceed = async (
  call: OAuthCall,
  app: App,
  journey: Journey,
  code: string | undefined,
): Promise<Step> => {
  const { openid } = journey
  if (code === undefined) {
    if (openid === undefined) throw new OneIdError('CONSENT_REFUSED', 'no code came back')
    // Refusing the unionid is no reason to keep somebody out: who it is, the silent step has proved.
    return arrive(call, oauth(app, { openid, snapshot: false }, call.now), journey)
  }
  const grant = await exchange(call, app, code)
  if (app.kind === 'official-account' && openid === undefined)
    return afterSilentStep(call, app, journey, grant)
  // The person of a snapshot page is nobody, so that nothing can be said about who the first step was of.
  if (openid !== undefined && grant.openid !== openid && !grant.snapshot)
    throw new OneIdError('CODE_OF_ANOTHER_PERSON', 'the two steps are of two people')
  return arrive(call, await withUnionid(call, app, grant), journey)
}

/**
 * Somebody comes back from WeChat. Once the journey is known, the page that began it is told what came of it: a ticket,
 * or the code of an error. Requests: 1 for the state, 1 to look for the unionid, those of signIn.
 * @throws OneIdError STATE_INVALID, APP_NOT_REGISTERED, APP_KIND_WRONG: there is no page to tell
 */
export const returnFromWeChat = async (call: OAuthCall, returned: Returned): Promise<Step> => {
  const app = pageApp(call.config, returned.app)
  const journey = await resume(call, returned)
  try {
    return { ...(await proceed(call, app, journey, returned.code)), forget: returned.state }
  } catch (error) {
    const code = error instanceof OneIdError ? error.code : 'INTERNAL'
    call.note({ code, detail: error instanceof Error ? error.message : 'unknown' })
    return { location: withQuery(journey.redirect, 'error', code), forget: returned.state }
  }
}
