import * as v from 'valibot'
import type { App, AppRegistry } from './apps.ts'
import { AppSchema, EnvironmentNameSchema } from './apps.ts'
import { commerceProblem, MerchantSchema, ProductSchema } from './commerce.ts'
import { OneIdError } from './errors.ts'
import { clientProblem, GatewaySchema, LimitsSchema } from './gateway.ts'

/** Collections of this project itself: they follow a merge by their own rules. */
const OURS = [
  'users',
  'identities',
  'merges',
  'orders',
  'jobs',
  'sessions',
  'ephemeral',
  'audit',
  'statsDaily',
]

const name = v.pipe(v.string(), v.regex(/^[A-Za-z][\w-]{0,59}$/))
const days = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650))

/** Business data that belongs to a user: when two users merge, its rows follow. */
const OwnedCollectionSchema = v.strictObject({
  collection: v.pipe(
    name,
    v.check((collection) => !OURS.includes(collection), 'is a collection of OneID itself'),
  ),
  /** The field that holds the userId. */
  field: v.pipe(v.string(), v.regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/)),
})

const ConfigSchema = v.strictObject({
  apps: v.pipe(v.array(AppSchema), v.minLength(1)),
  /** Environment variable with 32 or more random characters: seals phone numbers and makes pseudonyms. */
  secret: v.optional(EnvironmentNameSchema, 'ONEID_SECRET'),
  collections: v.optional(v.array(OwnedCollectionSchema), []),
  /** Functions that are told what happens to users: user.merged, user.split, user.deleted and so on. */
  notify: v.optional(v.array(name), []),
  /** The function that is told what an operator should look at: dead or late jobs, conflicts, payments without unionid. */
  alert: v.optional(name),
  /** Of the logins that change nothing one in so many writes its line into the log; all others, and what fails, always. */
  logOneIn: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
  merchants: v.optional(v.array(MerchantSchema), []),
  products: v.optional(v.array(ProductSchema), []),
  /**
   * Minutes for which an order can be paid; after that it is closed. WeChat Pay wants more than one minute, and wanted
   * more than five in older pages (time_expire, unified order v2); a prepay_id is good for two hours.
   */
  orderMinutes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(6), v.maxValue(120)), 15),
  gateway: v.optional(GatewaySchema, {}),
  limits: v.optional(LimitsSchema, {}),
  retention: v.optional(
    v.strictObject({
      /** How long a merge can be undone. */
      undoDays: v.optional(days, 90),
      /** From the wish to delete an account to its deletion; the law wants it done within 15 working days. */
      deletionGraceDays: v.optional(v.pipe(days, v.maxValue(14)), 7),
    }),
    {},
  ),
})

/** What is written into oneid.config.ts. It names secrets and holds none. */
export type ConfigInput = v.InferInput<typeof ConfigSchema>

export type OwnedCollection = v.InferOutput<typeof OwnedCollectionSchema>

/** The configuration as functions use it; the apps are found by appid. */
export interface Config extends AppRegistry, Omit<v.InferOutput<typeof ConfigSchema>, 'apps'> {}

const inconsistency = (apps: readonly App[]): string | undefined => {
  for (const [index, app] of apps.entries()) {
    const earlier = apps.slice(0, index)
    if (earlier.some((other) => other.appid === app.appid))
      return `apps[${index}].appid ${app.appid} is listed twice`
    if (earlier.some((other) => other.alias === app.alias))
      return `apps[${index}].alias ${app.alias} is listed twice`
    if (app.push !== undefined && app.secret === undefined)
      return `apps[${index}].secret is missing: WeChat is asked about whom it pushes messages`
    const late = app.bindings.findIndex(
      (binding, at) => at > 0 && Date.parse(binding.since) <= Date.parse(app.bindings[at - 1]?.since ?? ''),
    )
    if (late > 0) return `apps[${index}].bindings[${late}].since must be later than the one before it`
  }
  return undefined
}

/**
 * Reads the configuration once, when a function instance loads.
 * @throws OneIdError CONFIG_INVALID, naming the field that has to change: nothing runs on half a configuration.
 */
export const readConfig = (input: unknown): Config => {
  const parsed = v.safeParse(ConfigSchema, input)
  if (!parsed.success) {
    const [issue] = parsed.issues
    throw new OneIdError('CONFIG_INVALID', `${v.getDotPath(issue) ?? 'oneid.config.ts'}: ${issue.message}`)
  }
  const { apps } = parsed.output
  const sellers = apps.filter(({ kind }) => kind === 'mini-program').map(({ alias }) => alias)
  const problem =
    inconsistency(apps) ?? commerceProblem(parsed.output, sellers) ?? clientProblem(parsed.output.gateway)
  if (problem !== undefined) throw new OneIdError('CONFIG_INVALID', problem)
  const byAppid = new Map(apps.map((app) => [app.appid, app]))
  return { ...parsed.output, find: (appid) => byAppid.get(appid) }
}
