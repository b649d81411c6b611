import * as v from 'valibot'
import type { AppId, OpenPlatformId } from './ids.ts'
import { AppIdSchema, OpenPlatformIdSchema } from './ids.ts'

/** Name of an environment variable: oneid.config.ts names secrets and holds none. */
export const EnvironmentNameSchema = v.pipe(
  v.string(),
  v.regex(
    /^[A-Z][A-Z0-9_]{0,63}$/,
    'names an environment variable, like WX_SECRET_SHOP; the secret itself has no place here',
  ),
)

const BindingSchema = v.strictObject({
  openPlatform: OpenPlatformIdSchema,
  /** From when on unionids of this app belong to that open platform: a day (from midnight UTC) or a moment. */
  since: v.pipe(
    v.string(),
    v.check(
      (text) => v.is(v.union([v.pipe(v.string(), v.isoDate()), v.pipe(v.string(), v.isoTimestamp())]), text),
      'is a day (2024-01-31) or a moment (2024-01-31T08:00:00.000Z)',
    ),
  ),
})

export const AppSchema = v.strictObject({
  appid: AppIdSchema,
  /** Short name for people and tools. */
  alias: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/)),
  kind: v.picklist(['mini-program', 'official-account', 'website', 'mobile-app']),
  /** In order of `since`. Empty: the app is bound to no open platform account and gets no unionids. */
  bindings: v.array(BindingSchema),
  /** Environment variable that holds the AppSecret; needed where codes of this app are exchanged, or its followers read. */
  secret: v.optional(EnvironmentNameSchema),
  /** Where WeChat pushes messages of this app to `gateway`: what its settings name Token and EncodingAESKey. */
  push: v.optional(
    v.strictObject({
      token: EnvironmentNameSchema,
      /** In secure or compatible mode; then nothing that is not encrypted is believed. */
      key: v.optional(EnvironmentNameSchema),
    }),
  ),
})

export type App = v.InferOutput<typeof AppSchema>

export interface AppRegistry {
  readonly apps: readonly App[]
  find(appid: AppId): App | undefined
}

/** Binding epoch (绑定期): a position in an app's bindings, with the open platform that was in force. */
export interface BindingEpoch {
  readonly openPlatform: OpenPlatformId
  readonly epoch: number
}

/** The binding that evidence observed at `at` (ms) belongs to; none if the app was not bound then. */
export const bindingAt = (app: App, at: number): BindingEpoch | undefined => {
  const epoch = app.bindings.findLastIndex((binding) => Date.parse(binding.since) <= at)
  const binding = app.bindings[epoch]
  return binding && { openPlatform: binding.openPlatform, epoch }
}
