import * as v from 'valibot'
import { OneIdError } from './errors.ts'
import type { AppId, OpenPlatformId } from './ids.ts'
import { AppIdSchema, OpenPlatformIdSchema } from './ids.ts'

const BindingSchema = v.strictObject({
  openPlatform: OpenPlatformIdSchema,
  /** First day (UTC) on which unionids of this app belong to that open platform. */
  since: v.pipe(v.string(), v.isoDate()),
})

const AppSchema = v.strictObject({
  appid: AppIdSchema,
  /** Short name for people and tools. */
  alias: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/)),
  kind: v.picklist(['mini-program', 'official-account', 'website', 'mobile-app']),
  /** In order of `since`. Empty: the app is bound to no open platform account and gets no unionids. */
  bindings: v.array(BindingSchema),
})

const ConfigSchema = v.strictObject({ apps: v.pipe(v.array(AppSchema), v.minLength(1)) })

export type App = v.InferOutput<typeof AppSchema>

/** What is written into oneid.config.ts. It names secrets and holds none. */
export type ConfigInput = v.InferInput<typeof ConfigSchema>

export interface AppRegistry {
  readonly apps: readonly App[]
  find(appid: AppId): App | undefined
}

/** Binding epoch (绑定期): a position in an app's bindings, with the open platform that was in force. */
export interface BindingEpoch {
  readonly openPlatform: OpenPlatformId
  readonly epoch: number
}

const inconsistency = (apps: readonly App[]): string | undefined => {
  for (const [index, app] of apps.entries()) {
    const earlier = apps.slice(0, index)
    if (earlier.some((other) => other.appid === app.appid))
      return `apps[${index}].appid ${app.appid} is listed twice`
    if (earlier.some((other) => other.alias === app.alias))
      return `apps[${index}].alias ${app.alias} is listed twice`
    const late = app.bindings.findIndex(
      (binding, at) => at > 0 && binding.since <= (app.bindings[at - 1]?.since ?? ''),
    )
    if (late > 0) return `apps[${index}].bindings[${late}].since must be later than the one before it`
  }
  return undefined
}

/**
 * Reads the configuration once, when a function instance loads.
 * @throws OneIdError CONFIG_INVALID, naming the field that has to change: nothing runs on half a configuration.
 */
export const readConfig = (input: unknown): AppRegistry => {
  const parsed = v.safeParse(ConfigSchema, input)
  if (!parsed.success) {
    const [issue] = parsed.issues
    throw new OneIdError('CONFIG_INVALID', `${v.getDotPath(issue) ?? 'oneid.config.ts'}: ${issue.message}`)
  }
  const { apps } = parsed.output
  const problem = inconsistency(apps)
  if (problem !== undefined) throw new OneIdError('CONFIG_INVALID', problem)
  const byAppid = new Map(apps.map((app) => [app.appid, app]))
  return { apps, find: (appid) => byAppid.get(appid) }
}

/** The binding that evidence observed at `at` (ms) belongs to; none if the app was not bound then. */
export const bindingAt = (app: App, at: number): BindingEpoch | undefined => {
  const epoch = app.bindings.findLastIndex((binding) => Date.parse(binding.since) <= at)
  const binding = app.bindings[epoch]
  return binding && { openPlatform: binding.openPlatform, epoch }
}
