import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { FaultPlanSchema } from '../faults.ts'
import { UserError } from '../userError.ts'

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(64))
export const PolicySchema = v.picklist(['since-2021', 'before-2021'])

export const OpenPlatformSchema = v.object({ id: name, name: v.optional(v.string(), '') })

/** A path is one of the HTTP access service of this local cloud, whose port nobody knows in advance. */
const PushUrlSchema = v.union(
  [v.pipe(v.string(), v.regex(/^\/http\/[^/?#]/)), v.pipe(v.string(), v.url())],
  'a URL, or a path of the HTTP access service like /http/<function>/push',
)

/** Where WeChat pushes messages and events of an app to: a URL, or a cloud function. */
const PushTargetSchema = v.pipe(
  v.object({
    url: v.optional(PushUrlSchema),
    function: v.optional(name),
    token: v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{3,32}$/, 'a push token is 3 to 32 letters and digits')),
    encodingAesKey: v.optional(
      v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{43}$/, 'an EncodingAESKey is 43 letters and digits')),
    ),
    mode: v.optional(v.picklist(['plain', 'compatible', 'secure']), 'plain'),
    format: v.optional(v.picklist(['xml', 'json']), 'xml'),
  }),
  v.check((push) => (push.url === undefined) !== (push.function === undefined), 'either a url or a function'),
  v.check(
    (push) => push.mode === 'plain' || push.encodingAesKey !== undefined,
    'this mode needs an encodingAesKey',
  ),
)

export const AppSchema = v.object({
  appid: v.pipe(v.string(), v.regex(/^wx[0-9a-f]{16}$/, 'an appid is wx and 16 hexadecimal digits')),
  alias: name,
  kind: v.picklist(['mini-program', 'official-account', 'website', 'mobile-app']),
  /** The open platform account that the app is bound to. */
  openPlatformId: v.nullable(name),
  /** The legal entity (主体) that owns the app: what the classic rules and environment sharing go by. */
  entity: v.optional(name, 'sample'),
  /** AppSecret; derived from the appid if absent. */
  secret: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/, 'an AppSecret is 32 hexadecimal digits'))),
  /** Host that may get codes of web authorisation and website login, with its port if that is to count. */
  domain: v.optional(
    v.pipe(v.string(), v.regex(/^[a-z0-9.-]+(:\d{1,5})?$/, 'a domain is a host in lower case')),
  ),
  push: v.optional(PushTargetSchema),
})

export const MerchantSchema = v.object({
  mchId: v.pipe(v.string(), v.regex(/^\d{8,10}$/, 'a merchant id is 8 to 10 digits')),
  name: v.optional(v.string(), ''),
})

export const PersonSchema = v.object({
  id: name,
  name: v.string(),
  /** Number bound to WeChat, without the country code. */
  phone: v.optional(v.pipe(v.string(), v.regex(/^\d{5,15}$/, 'a phone number is 5 to 15 digits'))),
  /** Of that number; 86 if absent. */
  countryCode: v.optional(v.pipe(v.string(), v.regex(/^\d{1,4}$/, 'a country code is 1 to 4 digits'))),
})

/** Somebody and an app that they follow (official account) or have signed in to (website, mobile app). */
const TieSchema = v.object({ person: name, app: name })

const ClockSchema = v.strictObject({
  /** World time stands still there when the local cloud starts. */
  frozenAt: v.pipe(
    v.string(),
    v.isoTimestamp('an instant like 2026-01-31T12:00:00Z'),
    v.check((text) => Number.isFinite(Date.parse(text)), 'no such instant'),
  ),
})

/** A world file. Other names, such as `$schema`, are passed over. */
export const WorldFileSchema = v.object({
  /** Which rules decide whether WeChat gives a unionid: today's, or those before 2021-02-23. */
  policy: v.optional(PolicySchema, 'since-2021'),
  openPlatforms: v.optional(v.array(OpenPlatformSchema), []),
  apps: v.pipe(v.array(AppSchema), v.minLength(1, 'a world needs an app')),
  merchants: v.optional(v.array(MerchantSchema), []),
  people: v.pipe(v.array(PersonSchema), v.minLength(1, 'a world needs a person')),
  follows: v.optional(v.array(TieSchema), []),
  signIns: v.optional(v.array(TieSchema), []),
  /**
   * The mini-program that the environment belongs to, by appid or alias; the first one if absent. It matters to calls
   * from another account alone.
   */
  environmentOwner: v.optional(name),
  /** What goes wrong from the start. */
  faults: v.optional(FaultPlanSchema),
  clock: v.optional(ClockSchema),
})

export type Policy = v.InferOutput<typeof PolicySchema>
export type OpenPlatform = v.InferOutput<typeof OpenPlatformSchema>
export type PushTarget = v.InferOutput<typeof PushTargetSchema>
export type WorldApp = v.InferOutput<typeof AppSchema>
export type Merchant = v.InferOutput<typeof MerchantSchema>
export type Person = v.InferOutput<typeof PersonSchema>
/** A world as a file writes it: only apps and people are needed. */
export type WorldDefinition = v.InferInput<typeof WorldFileSchema>
/** A world with everything that a file may leave out. */
export type CompleteWorld = v.InferOutput<typeof WorldFileSchema>

const wrong = (words: string): UserError =>
  new UserError('WORLD_INVALID', `world: ${words}`, 'Correct that field.')

const duplicate = (values: readonly string[]): string | undefined => {
  const seen = new Set<string>()
  return values.find((value) => {
    if (seen.has(value)) return true
    seen.add(value)
    return false
  })
}

const appNamed = (apps: readonly WorldApp[], name: string): WorldApp | undefined =>
  apps.find(({ appid, alias }) => appid === name || alias === name)

const contradiction = (world: CompleteWorld): string | undefined => {
  const { apps, people, merchants, follows, signIns, environmentOwner } = world
  const twice =
    duplicate(apps.flatMap(({ appid, alias }) => [appid, alias])) ??
    duplicate(people.map(({ id }) => id)) ??
    duplicate(merchants.map(({ mchId }) => mchId))
  if (twice !== undefined) return `"${twice}" is there twice`
  const ids = new Set(people.map(({ id }) => id))
  for (const { person, app } of [...follows, ...signIns]) {
    if (!ids.has(person)) return `nobody is called "${person}"`
    if (appNamed(apps, app) === undefined) return `there is no app "${app}"`
  }
  if (environmentOwner !== undefined && appNamed(apps, environmentOwner)?.kind !== 'mini-program') {
    return `environmentOwner: there is no mini-program "${environmentOwner}"`
  }
  return undefined
}

/**
 * Reads what a world file holds.
 * @throws UserError WORLD_INVALID, naming the field
 */
export const readWorld = (content: unknown): CompleteWorld => {
  const parsed = v.safeParse(WorldFileSchema, content)
  if (!parsed.success) {
    const [issue] = parsed.issues
    throw wrong(`${v.getDotPath(issue) ?? 'content'}: ${issue.message}`)
  }
  const problem = contradiction(parsed.output)
  if (problem !== undefined) throw wrong(problem)
  return parsed.output
}

/** The AppSecret that the world knows: the one it was given, else one that follows from the appid. */
export const secretOf = (app: {
  readonly appid: string
  readonly secret?: string | undefined
  readonly [more: string]: unknown
}): string => app.secret ?? createHash('sha256').update(`secret ${app.appid}`).digest('hex').slice(0, 32)
