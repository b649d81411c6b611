import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import { fingerprintOf } from '../../cloudfunctions/common/store/fingerprint.ts'
import { config } from '../../cloudfunctions/oneid.config.ts'
import type { FunctionSettings } from '../../emulator/cloudbase/functions/index.ts'
import { secretOf } from '../../emulator/wechat/definition.ts'

/** What the local cloud takes from who wants to be the first administrator: `npm run admin -- <person> <app>` sends it. */
export const LOCAL_SETUP_CODE = 'LOCAL-ONLY-first-administrator'

/** Everybody can read it here, so it is worth nothing anywhere else. */
export const LOCAL_SECRET = 'LOCAL-ONLY-known-to-everybody-never-deploy'

const WorldAppsSchema = v.object({
  apps: v.array(
    v.looseObject({
      appid: v.string(),
      secret: v.optional(v.string()),
      push: v.optional(v.looseObject({ token: v.string(), encodingAesKey: v.optional(v.string()) })),
    }),
  ),
})

type Settings = Readonly<Record<string, FunctionSettings>>
type Secrets = Readonly<Record<string, string>>

/** 32 bytes that everybody can compute. */
const known = (of: string): Buffer => createHash('sha256').update(`LOCAL-ONLY ${of}`).digest()

/** The API key of one of the company's servers, in the local cloud. */
export const localKey = (client: string): string =>
  `${client}.${known(`key ${client}`).toString('base64url')}`

/** Token and EncodingAESKey of an app of the sample world: 32 and 43 letters and digits. */
export const localPush = (appid: string) => ({
  token: known(`push token ${appid}`).toString('hex').slice(0, 32),
  encodingAesKey: known(`push key ${appid}`).toString('hex').slice(0, 43),
})

const secretsOfApps = (world: unknown): Secrets => {
  const simulated = v.safeParse(WorldAppsSchema, world)
  const ofWorld = new Map(simulated.success ? simulated.output.apps.map((app) => [app.appid, app]) : [])
  return Object.fromEntries(
    readConfig(config).apps.flatMap(({ appid, secret, push }) => {
      const app = ofWorld.get(appid)
      const target = app?.push ?? localPush(appid)
      return [
        ...(secret === undefined ? [] : [[secret, app?.secret ?? secretOf({ appid })]]),
        ...(push === undefined ? [] : [[push.token, target.token]]),
        ...(push?.key === undefined ? [] : [[push.key, target.encodingAesKey ?? '']]),
      ]
    }),
  )
}

/** The variables that oneid.config.ts names, as the simulated world knows them. */
const localSecrets = (world: unknown): Secrets => {
  const { secret, gateway } = readConfig(config)
  return {
    [secret]: LOCAL_SECRET,
    ONEID_FIRST_ADMIN: fingerprintOf(LOCAL_SETUP_CODE),
    ONEID_GATEWAY_URL: '{{local.http}}/gateway',
    ...Object.fromEntries(gateway.signingKeys.map((name) => [name, known(name).toString('base64url')])),
    ...Object.fromEntries(gateway.clients.map(({ name, key }) => [key, fingerprintOf(localKey(name))])),
    ...secretsOfApps(world),
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
