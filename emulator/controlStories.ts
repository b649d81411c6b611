import * as v from 'valibot'
import type { ControlRoute } from './controlRoute.ts'
import { get, post } from './controlRoute.ts'
import type { WorldParts } from './controlWorld.ts'
import { AUTHORISATION_EVENTS } from './wechat/push/events.ts'

const name = v.pipe(v.string(), v.minLength(1))
const person = { person: name, app: name }

const ScanSchema = v.strictObject({
  ...person,
  /** The parameter of the QR code. */
  scene: name,
})
const AuthorisationSchema = v.strictObject({
  ...person,
  event: v.picklist(AUTHORISATION_EVENTS),
  /** What was withdrawn, by number; see "authorised user information changes". */
  revokeInfo: v.optional(v.pipe(v.number(), v.integer())),
})
const MobileLoginSchema = v.strictObject({
  ...person,
  answer: v.optional(v.picklist(['allow', 'refuse', 'give-up']), 'allow'),
  state: v.optional(v.string(), ''),
})
const SnapshotSchema = v.strictObject({ app: name, on: v.boolean() })
const RiskSchema = v.strictObject({ person: name, risky: v.boolean() })
const MigrationSchema = v.strictObject({ from: name, to: name, step: v.picklist(['confirm', 'complete']) })

/** What happens to people and accounts in the stories of WeChat, the unpleasant ones too. */
export const storyRoutes = ({ weChat }: WorldParts): readonly ControlRoute[] => {
  const { followers, push, oauth, login, migrations } = weChat
  return [
    post(
      '/scans',
      'Somebody scans a QR code of an official account',
      ScanSchema,
      ({ person: who, app, scene }) => followers.scan(who, app, scene),
    ),
    post(
      '/authorisations',
      'Somebody changes or withdraws what they agreed to',
      AuthorisationSchema,
      (wanted) => push.authorisation(wanted.person, wanted.app, wanted.event, wanted.revokeInfo),
    ),
    get('/pushes', 'Events sent to apps, and what came back', () => push.records()),
    post(
      '/pushes/verify',
      'Whether the app’s server proves that it knows the token',
      v.strictObject({ app: name }),
      async ({ app }) => ({
        verified: await push.verify(app),
      }),
    ),
    post(
      '/mobile-logins',
      'A mobile app asks WeChat on a phone',
      MobileLoginSchema,
      ({ person: who, app, ...options }) => oauth.mobileLogin(who, app, options),
    ),
    post(
      '/snapshots',
      'Opens the pages of an official account as snapshots, or no longer',
      SnapshotSchema,
      ({ app, on }) => oauth.openAsSnapshot(app, on),
    ),
    post(
      '/risks',
      'WeChat takes somebody for a risky user, or no longer',
      RiskSchema,
      ({ person: who, risky }) => login.setHighRisk(who, risky),
    ),
    post(
      '/migrations',
      'An official account takes over the followers of another',
      MigrationSchema,
      ({ from, to, step }) =>
        step === 'confirm' ? migrations.confirm(from, to) : migrations.complete(from, to),
    ),
  ]
}
