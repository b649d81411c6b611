import type { ConfigInput } from '../../cloudfunctions/common/base/config.ts'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import { Secret } from '../../cloudfunctions/common/base/secret.ts'
import type { SecretOf } from '../../cloudfunctions/common/flows/appSecret.ts'
import type { TestApp } from '../../emulator/testkit/createWorld.ts'
import { secretOf as secretOfApp } from '../../emulator/wechat/definition.ts'
import { localPush } from '../../scripts/project/localSecrets.ts'

/**
 * Apps of every kind, all with push settings, in one configuration and in one world: what the sample configuration, in
 * which one account has them, cannot show.
 */

const BOUND = ['news', 'daily', 'shop', 'club', 'site', 'mobile'] as const
const UNBOUND = ['plain', 'heir'] as const
export type AppName = (typeof BOUND)[number] | (typeof UNBOUND)[number]
const NAMES: readonly AppName[] = [...BOUND, ...UNBOUND]

const KINDS = {
  news: 'official-account',
  daily: 'official-account',
  plain: 'official-account',
  heir: 'official-account',
  shop: 'mini-program',
  club: 'mini-program',
  site: 'website',
  mobile: 'mobile-app',
} as const satisfies Record<AppName, ConfigInput['apps'][number]['kind']>

export const appidOf = (app: AppName): string => `wx00000000000000c${NAMES.indexOf(app)}`

export const kindOf = (app: AppName) => KINDS[app]

const isBound = (app: AppName): boolean => BOUND.some((name) => name === app)

const nameOf = (kind: string, app: AppName): string => `${kind}_${app.toUpperCase()}`

/** `daily` and `plain` have not chosen to have their messages encrypted: their settings name a token and no key. */
const isSealed = (app: AppName): boolean => app !== 'daily' && app !== 'plain'

export const config = readConfig({
  apps: NAMES.map((alias) => ({
    alias,
    appid: appidOf(alias),
    kind: KINDS[alias],
    secret: nameOf('WX_SECRET', alias),
    push: { token: nameOf('TOKEN', alias), ...(isSealed(alias) && { key: nameOf('KEY', alias) }) },
    bindings: isBound(alias) ? [{ openPlatform: 'main', since: '2021-03-01' }] : [],
  })),
  notify: ['orders'],
  retention: { undoDays: 90, deletionGraceDays: 7 },
})

/** The same apps, as WeChat knows them. */
export const WORLD_APPS: readonly TestApp[] = NAMES.map((alias) => ({
  alias,
  appid: appidOf(alias),
  kind: KINDS[alias],
  openPlatformId: isBound(alias) ? 'main' : null,
}))

/** What their settings at WeChat name. */
const settingsOf = (app: AppName) => localPush(appidOf(app))

const SECRETS: ReadonlyMap<string, string> = new Map(
  NAMES.flatMap((app): [string, string][] => [
    [nameOf('WX_SECRET', app), secretOfApp({ appid: appidOf(app) })],
    [nameOf('TOKEN', app), settingsOf(app).token],
    [nameOf('KEY', app), settingsOf(app).encodingAesKey],
  ]),
)

export const secretOf: SecretOf = (name) => new Secret(SECRETS.get(name) ?? '')
