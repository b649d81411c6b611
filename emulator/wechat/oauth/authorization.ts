import type { WorldApp } from '../definition.ts'
import type { World } from '../world.ts'
import type { PageRefusal } from './errors.ts'
import { PAGE_REFUSALS } from './errors.ts'

/** `/connect/oauth2/authorize` is for official accounts, `/connect/qrconnect` for websites. */
export type AuthorizationPage = 'official-account' | 'website'

/** What a page of open.weixin.qq.com asks somebody for. */
export interface Authorization {
  readonly page: AuthorizationPage
  readonly app: WorldApp
  readonly redirectUri: string
  readonly scope: string
  /** As it came, perhaps empty. */
  readonly state: string
  /** `forceSnapShot=true`: a snapshot page, for a developer who wants to see one. */
  readonly snapshot: boolean
}

const SCOPES: Readonly<Record<AuthorizationPage, readonly string[]>> = {
  'official-account': ['snsapi_base', 'snsapi_userinfo'],
  website: ['snsapi_login'],
}

const hostOf = (address: string): { readonly host: string; readonly hostname: string } | undefined => {
  if (!URL.canParse(address)) return undefined
  const { protocol, host, hostname } = new URL(address)
  return protocol === 'http:' || protocol === 'https:' ? { host, hostname } : undefined
}

/**
 * The whole host must be the registered one, sub-domains are others. An app without a domain has registered none.
 * Assumption: a port counts only if the registered domain has one; WeChat knows no other than 80 and 443.
 */
const isRegistered = ({ domain }: WorldApp, address: string): boolean => {
  const asked = hostOf(address)
  if (domain === undefined || asked === undefined) return false
  return domain === (domain.includes(':') ? asked.host : asked.hostname)
}

/** Reads the query of an authorisation page, in the order in which the documentation lists the parameters. */
export const readAuthorization = (
  world: World,
  page: AuthorizationPage,
  query: Readonly<Record<string, string>>,
): Authorization | PageRefusal => {
  const { appid = '', redirect_uri: redirectUri = '', scope = '', state = '' } = query
  if (appid === '') return PAGE_REFUSALS.missingAppid
  const app = world.apps.find((one) => one.appid === appid)
  if (app === undefined) return PAGE_REFUSALS.unknownApp
  if (app.kind !== page) {
    const ofOpenPlatform = app.kind === 'website' || app.kind === 'mobile-app'
    return page === 'official-account' && ofOpenPlatform
      ? PAGE_REFUSALS.openPlatformApp
      : PAGE_REFUSALS.wrongScope
  }
  if (redirectUri === '') return PAGE_REFUSALS.missingRedirect
  if (!isRegistered(app, redirectUri)) return PAGE_REFUSALS.otherHost
  if (query['response_type'] !== 'code') return PAGE_REFUSALS.wrongResponseType
  if (scope === '') return PAGE_REFUSALS.missingScope
  if (!SCOPES[page].includes(scope)) return PAGE_REFUSALS.wrongScope
  const snapshot = scope === 'snsapi_userinfo' && query['forceSnapShot'] === 'true'
  return { page, app, redirectUri, scope, state, snapshot }
}

/** A header has room for ASCII only, and must not end at a line break. */
const asHeader = (address: string): string => address.replaceAll(/[^\x21-\x7e]+/g, encodeURIComponent)

/** Adds what WeChat adds, and leaves the rest of the address as it was written. */
export const redirectTo = ({ redirectUri, state }: Authorization, code: string | undefined): string => {
  const [address = '', ...fragment] = redirectUri.split('#')
  const added = [...(code === undefined ? [] : [`code=${code}`]), `state=${encodeURIComponent(state)}`]
  const separator = address.includes('?') ? (/[?&]$/.test(address) ? '' : '&') : '?'
  return asHeader([`${address}${separator}${added.join('&')}`, ...fragment].join('#'))
}
