import * as v from 'valibot'
import { UserError } from '../userError.ts'
import { openidOf, unionidOf } from './ids.ts'

const AppSchema = v.object({
  appid: v.pipe(v.string(), v.regex(/^wx[0-9a-f]{16}$/, 'an appid is wx and 16 hexadecimal digits')),
  alias: v.pipe(v.string(), v.minLength(1)),
  kind: v.picklist(['mini-program', 'official-account', 'website', 'mobile-app']),
  /** The open platform account that the app is bound to. */
  openPlatformId: v.nullable(v.string()),
})

const PersonSchema = v.object({ id: v.pipe(v.string(), v.minLength(1)), name: v.string() })

const WorldSchema = v.object({
  apps: v.pipe(v.array(AppSchema), v.minLength(1, 'a world needs an app')),
  people: v.pipe(v.array(PersonSchema), v.minLength(1, 'a world needs a person')),
})

export type WorldApp = v.InferOutput<typeof AppSchema>
export type Person = v.InferOutput<typeof PersonSchema>
export type WorldDefinition = v.InferOutput<typeof WorldSchema>

/** What WeChat knows of somebody who has opened a mini-program. */
export interface MiniProgramCaller {
  readonly appid: string
  readonly openid: string
  /** Since 2021-02-23 every bound app gets it. */
  readonly unionid?: string
}

/** Everything simulated: people and apps. */
export interface World {
  readonly apps: readonly WorldApp[]
  readonly people: readonly Person[]
  /** @throws UserError PERSON_UNKNOWN */
  readonly person: (id: string) => Person
  /** By appid or alias. @throws UserError APP_UNKNOWN */
  readonly app: (appidOrAlias: string) => WorldApp
  /** Whose openid it is; undefined for one that nobody here has. */
  readonly whoIs: (
    appid: string,
    openid: string,
  ) => { readonly person: Person; readonly app: WorldApp } | undefined
  /** @throws UserError PERSON_UNKNOWN, APP_UNKNOWN, APP_IS_NO_MINI_PROGRAM */
  readonly caller: (personId: string, appidOrAlias: string) => MiniProgramCaller
}

const duplicate = (values: readonly string[]): string | undefined =>
  values.find((value, at) => values.indexOf(value) !== at)

const parseWorld = (definition: unknown): WorldDefinition => {
  const parsed = v.safeParse(WorldSchema, definition)
  if (!parsed.success) {
    const [issue] = parsed.issues
    throw new UserError(
      'WORLD_INVALID',
      `world: ${v.getDotPath(issue) ?? ''} ${issue.message}`,
      'Correct that field.',
    )
  }
  const { apps, people } = parsed.output
  const twice =
    duplicate([...apps.map((app) => app.appid), ...apps.map((app) => app.alias)]) ??
    duplicate(people.map((person) => person.id))
  if (twice !== undefined)
    throw new UserError('WORLD_INVALID', `world: "${twice}" is there twice`, 'Rename one of them.')
  return parsed.output
}

/** @throws UserError WORLD_INVALID */
export const createWorldOf = (definition: unknown): World => {
  const { apps, people } = parseWorld(definition)
  const app = (name: string): WorldApp => {
    const found = apps.find((one) => one.appid === name || one.alias === name)
    if (found !== undefined) return found
    throw new UserError(
      'APP_UNKNOWN',
      `no app "${name}" in this world`,
      `Use one of: ${apps.map((one) => one.alias).join(', ')}.`,
    )
  }
  const person = (id: string): Person => {
    const found = people.find((one) => one.id === id)
    if (found !== undefined) return found
    throw new UserError(
      'PERSON_UNKNOWN',
      `nobody is called "${id}" in this world`,
      `Use one of: ${people.map((one) => one.id).join(', ')}.`,
    )
  }
  const caller = (personId: string, name: string): MiniProgramCaller => {
    const { id } = person(personId)
    const { appid, alias, kind, openPlatformId } = app(name)
    if (kind !== 'mini-program') {
      throw new UserError(
        'APP_IS_NO_MINI_PROGRAM',
        `"${alias}" is a ${kind}; only mini-programs call cloud functions`,
        'Choose a mini-program.',
      )
    }
    const openid = openidOf(appid, id)
    return openPlatformId === null
      ? { appid, openid }
      : { appid, openid, unionid: unionidOf(openPlatformId, id) }
  }
  // Made once per app, at the first question: a world of a test may have a thousand people.
  const owners = new Map<string, ReadonlyMap<string, Person>>()
  const ownersIn = (appid: string): ReadonlyMap<string, Person> => {
    const known = owners.get(appid)
    if (known !== undefined) return known
    const made = new Map(people.map((one) => [openidOf(appid, one.id), one]))
    owners.set(appid, made)
    return made
  }
  const whoIs: World['whoIs'] = (appid, openid) => {
    const found = apps.find((one) => one.appid === appid)
    const owner = found && ownersIn(appid).get(openid)
    return found && owner && { person: owner, app: found }
  }
  return { apps, people, app, person, whoIs, caller }
}
