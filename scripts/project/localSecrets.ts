import * as v from 'valibot'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import { fingerprintOf } from '../../cloudfunctions/common/store/firstAdministrator.ts'
import { config } from '../../cloudfunctions/oneid.config.ts'
import type { FunctionSettings } from '../../emulator/cloudbase/functions/index.ts'
import { secretOf } from '../../emulator/wechat/definition.ts'

/** What the local cloud takes from who wants to be the first administrator: `npm run admin -- <person> <app>` sends it. */
export const LOCAL_SETUP_CODE = 'LOCAL-ONLY-first-administrator'

/** Everybody can read it here, so it is worth nothing anywhere else. */
export const LOCAL_SECRET = 'LOCAL-ONLY-known-to-everybody-never-deploy'

const WorldAppsSchema = v.object({
  apps: v.array(v.looseObject({ appid: v.string(), secret: v.optional(v.string()) })),
})

type Settings = Readonly<Record<string, FunctionSettings>>

/** The variables that oneid.config.ts names, as the simulated world knows them. */
const localSecrets = (world: unknown): Readonly<Record<string, string>> => {
  const { apps, secret } = readConfig(config)
  const simulated = v.safeParse(WorldAppsSchema, world)
  const secretOfApp = (appid: string): string => {
    const app = simulated.success ? simulated.output.apps.find((one) => one.appid === appid) : undefined
    return app?.secret ?? secretOf({ appid })
  }
  return {
    [secret]: LOCAL_SECRET,
    ONEID_FIRST_ADMIN: fingerprintOf(LOCAL_SETUP_CODE),
    ...Object.fromEntries(
      apps.flatMap((app) => (app.secret === undefined ? [] : [[app.secret, secretOfApp(app.appid)]])),
    ),
  }
}

/**
 * Gives functions their secrets, as the console of CloudBase would: each the variables that cloudbaserc.json lists for
 * it, which are empty there.
 */
export const withLocalSecrets = (settings: Settings, world: unknown): Settings => {
  const secrets = localSecrets(world)
  const filled = (environment: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, secrets[name] ?? value]))
  return Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => [
      name,
      { ...setting, ...(setting.environment !== undefined && { environment: filled(setting.environment) }) },
    ]),
  )
}
