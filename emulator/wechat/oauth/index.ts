import * as v from 'valibot'
import { UserError } from '../../userError.ts'
import type { Codes } from '../codes/index.ts'
import type { ApiDoor, WeChatParts } from '../door.ts'
import type { Authorization, AuthorizationPage } from './authorization.ts'
import { readAuthorization, redirectTo } from './authorization.ts'
import { oauthDoors } from './doors.ts'
import type { PageRefusal } from './errors.ts'
import { openGrants } from './grants.ts'

/** `SendAuth.Resp` of the mobile SDK: 0 allowed, -4 refused, -2 given up (mobile app login guide, 2026-11). */
export type MobileLoginReply =
  | { readonly ErrCode: 0; readonly code: string; readonly state: string }
  | { readonly ErrCode: -4 | -2 }

export interface OAuth {
  readonly doors: readonly ApiDoor[]
  /** What a page is to ask for, or why it asks for nothing. */
  readonly read: (
    page: AuthorizationPage,
    query: Readonly<Record<string, string>>,
  ) => Authorization | PageRefusal
  /** Whether nobody is asked: a silent authorisation, or a snapshot page, which hides the question. */
  readonly isSilent: (asked: Authorization) => boolean
  /** Somebody allows it, or is not asked: where the browser goes. */
  readonly allow: (asked: Authorization, personId: string) => string
  /** Somebody refuses: where the browser goes, undefined when it stays. */
  readonly refuse: (asked: Authorization) => string | undefined
  /** WeChat on a phone is asked by a mobile app. @throws UserError PERSON_UNKNOWN, APP_UNKNOWN */
  readonly mobileLogin: (
    personId: string,
    app: string,
    options?: { readonly answer?: 'allow' | 'refuse' | 'give-up'; readonly state?: string },
  ) => MobileLoginReply
  /** Opens every page of an official account as a snapshot page, as WeChat does with pages that ask too early. */
  readonly openAsSnapshot: (app: string, on: boolean) => void
  /** People who have allowed an app something. */
  readonly authorised: (appid: string) => readonly string[]
}

/**
 * The account that a snapshot page shows instead of the person: nobody of this world, the same again for the same
 * person on the same page (announcement 000c2c34068880629ced91a2f56001, 2022-05-09, calls it virtual). Assumption:
 * a page is an address without query and fragment.
 */
const virtualPerson = ({ redirectUri }: Authorization, personId: string): string =>
  `snapshot ${personId} ${redirectUri.replace(/[?#].*$/s, '')}`

/** Web authorisation of official accounts, QR login of websites, login of mobile apps. */
export const createOAuth = (parts: WeChatParts, codes: Codes): OAuth => {
  const { world, tables } = parts
  const grants = openGrants(parts)
  const snapshotPages = tables.open('snapshotPages', v.boolean())

  const isSnapshot = ({ app, scope, snapshot }: Authorization): boolean =>
    snapshot || (scope === 'snsapi_userinfo' && snapshotPages.get(app.appid) === true)

  const mobileLogin: OAuth['mobileLogin'] = (personId, name, { answer = 'allow', state = '' } = {}) => {
    const { appid, alias, kind } = world.app(name)
    world.person(personId)
    if (kind !== 'mobile-app') {
      throw new UserError('APP_UNKNOWN', `"${alias}" is no mobile app`, 'Choose a mobile app.')
    }
    if (answer !== 'allow') return { ErrCode: answer === 'refuse' ? -4 : -2 }
    world.change.signIn(personId, appid)
    return {
      ErrCode: 0,
      code: codes.issue({ kind: 'mobile', appid, personId, scope: 'snsapi_userinfo' }),
      state,
    }
  }

  return {
    doors: oauthDoors(world, codes, grants),
    read: (page, query) => readAuthorization(world, page, query),
    isSilent: (asked) => asked.scope === 'snsapi_base' || isSnapshot(asked),
    allow: (asked, personId) => {
      const { app, scope, page } = asked
      const { id } = world.person(personId)
      const snapshot = isSnapshot(asked)
      if (scope !== 'snsapi_base' && !snapshot) world.change.signIn(id, app.appid)
      const code = codes.issue({
        kind: page === 'website' ? 'website' : 'oauth',
        appid: app.appid,
        personId: snapshot ? virtualPerson(asked, id) : id,
        scope,
        snapshot,
      })
      return redirectTo(asked, code)
    },
    // An official account's page is told by a redirect without a code (web authorisation by a third party, 2026-11);
    // of a website the browser stays where it is (website login guide, 2026-11; until then it was redirected too).
    refuse: (asked) => (asked.page === 'website' ? undefined : redirectTo(asked, undefined)),
    mobileLogin,
    openAsSnapshot: (name, on) => snapshotPages.put(world.app(name).appid, on),
    authorised: (appid) => [
      ...new Set(
        grants
          .list()
          .filter((grant) => grant.appid === appid && !grant.snapshot)
          .map(({ personId }) => personId),
      ),
    ],
  }
}
