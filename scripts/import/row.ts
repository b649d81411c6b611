import * as v from 'valibot'
import type { App, AppRegistry } from '../../cloudfunctions/common/base/apps.ts'
import { bindingAt } from '../../cloudfunctions/common/base/apps.ts'
import type { AppId, OpenId, UnionId } from '../../cloudfunctions/common/base/ids.ts'
import { AppIdSchema, OpenIdSchema, UnionIdSchema } from '../../cloudfunctions/common/base/ids.ts'
import type { LegacyValues } from './format.ts'

/** One legacy user in one app, checked. */
export interface LegacyRow {
  readonly app: App
  readonly appid: AppId
  readonly openid: OpenId
  readonly unionid: UnionId | undefined
  /** The person's id in the company's own systems. */
  readonly businessUserId: string | undefined
  /** What it shares with other rows of the same person: its identity and its union. */
  readonly keys: readonly string[]
}

/** What belongs to one of the company's people; longer than any id. */
const BusinessUserIdSchema = v.pipe(v.string(), v.maxLength(256))

const appOf = (registry: AppRegistry, name: string): App | undefined => {
  const appid = v.safeParse(AppIdSchema, name)
  const byAppid = appid.success ? registry.find(appid.output) : undefined
  return byAppid ?? registry.apps.find(({ alias }) => alias === name)
}

/**
 * @param at milliseconds since 1970 at which the company says so
 * @returns the row, or what is wrong with it, without what it holds
 */
export const checkRow = (registry: AppRegistry, values: LegacyValues, at: number): LegacyRow | string => {
  if (values.app === '') return 'app is missing'
  if (values.openid === '') return 'openid is missing'
  const app = appOf(registry, values.app)
  if (app === undefined) return 'app is neither alias nor appid of an app in oneid.config.ts'
  const openid = v.safeParse(OpenIdSchema, values.openid)
  if (!openid.success) return 'openid is none'
  const unionid = v.safeParse(v.optional(UnionIdSchema), values.unionid || undefined)
  if (!unionid.success) return 'unionid is none'
  const businessUserId = v.safeParse(v.optional(BusinessUserIdSchema), values.businessUserId || undefined)
  if (!businessUserId.success) return 'businessUserId is longer than 256 characters'
  const platform = bindingAt(app, at)?.openPlatform
  const union =
    unionid.output === undefined || platform === undefined ? [] : [`${platform} ${unionid.output}`]
  return {
    app,
    appid: app.appid,
    openid: openid.output,
    unionid: unionid.output,
    businessUserId: businessUserId.output,
    keys: [`${app.appid} ${openid.output}`, ...union],
  }
}

/** The row as `gateway` wants it. */
export const rowToSend = ({ appid, openid, unionid }: LegacyRow) => ({
  app: appid,
  openid,
  ...(unionid !== undefined && { unionid }),
})
