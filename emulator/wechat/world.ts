import { UserError } from '../userError.ts'
import type { Merchant, OpenPlatform, Person, Policy, WorldApp } from './definition.ts'
import { readWorld } from './definition.ts'
import { openidOf, unionidOf } from './ids.ts'
import type { PeopleIndex } from './peopleIndex.ts'
import { createPeopleIndex } from './peopleIndex.ts'
import { givesUnionidSilently } from './policy.ts'
import type { Tables } from './tables.ts'
import { openTables } from './tables.ts'
import type { Binding, Tie, WorldState } from './worldState.ts'
import { define, noteBinding, openState, SETTINGS, tieKey } from './worldState.ts'

/** What WeChat knows of somebody who has opened a mini-program. */
export interface MiniProgramCaller {
  readonly appid: string
  readonly openid: string
  readonly unionid?: string
}

/** Everything simulated. Names of apps are an appid or an alias everywhere. */
export interface World {
  readonly apps: readonly WorldApp[]
  readonly people: readonly Person[]
  readonly openPlatforms: readonly OpenPlatform[]
  readonly merchants: readonly Merchant[]
  readonly policy: Policy
  /** Every binding of every app, oldest first; to null when it was bound to none. */
  readonly bindings: readonly Binding[]
  /** The mini-program that the environment belongs to; undefined in a world without one. */
  readonly environmentOwner: WorldApp | undefined
  /** Who follows an official account, who has signed in to an app. */
  readonly ties: { readonly follows: readonly Tie[]; readonly signIns: readonly Tie[] }
  /** @throws UserError PERSON_UNKNOWN */
  readonly person: (id: string) => Person
  /** @throws UserError APP_UNKNOWN */
  readonly app: (name: string) => WorldApp
  /** Whose openid it is; undefined for one that nobody here has. */
  readonly whoIs: (
    appid: string,
    openid: string,
  ) => { readonly person: Person; readonly app: WorldApp } | undefined
  /** The openid of somebody of this world. */
  readonly openid: (app: WorldApp, personId: string) => string
  /** The unionid that the app's open platform has for the person; undefined while the app is not bound. */
  readonly unionid: (app: WorldApp, personId: string) => string | undefined
  /** Whether WeChat gives it without asking, under the policy in force. */
  readonly givesUnionid: (app: WorldApp, personId: string) => boolean
  /** @throws UserError PERSON_UNKNOWN, APP_UNKNOWN, APP_IS_NO_MINI_PROGRAM */
  readonly caller: (personId: string, name: string) => MiniProgramCaller
  readonly follows: (personId: string, name: string) => boolean
  /** Who follows, by id and in the order of people: the same list until somebody comes, follows or leaves. */
  readonly followers: (app: WorldApp) => readonly string[]
  /** Changes; each is seen by the next question. */
  readonly change: WorldChanges
}

export interface WorldChanges {
  readonly addPerson: (person: Person) => void
  /** @throws UserError WORLD_INVALID when another app has the name */
  readonly addApp: (app: WorldApp) => void
  readonly setPolicy: (policy: Policy) => void
  /** Binds an app to an open platform account, or with null to none. Its unionids are others from now on. */
  readonly bind: (name: string, openPlatformId: string | null) => WorldApp
  readonly follow: (personId: string, name: string) => void
  readonly unfollow: (personId: string, name: string) => void
  /** Somebody has signed in to an official account's page, a website or a mobile app. */
  readonly signIn: (personId: string, name: string) => void
  /** Back to the definition. All that WeChat has issued and noted since, from codes to orders, is gone too. */
  readonly reset: () => void
}

const unknownPerson = (id: string, people: readonly Person[]): UserError =>
  new UserError(
    'PERSON_UNKNOWN',
    `nobody is called "${id}" in this world`,
    `Use one of: ${people.map((one) => one.id).join(', ')}.`,
  )

const unknownApp = (name: string, apps: readonly WorldApp[]): UserError =>
  new UserError(
    'APP_UNKNOWN',
    `no app "${name}" in this world`,
    `Use one of: ${apps.map((one) => one.alias).join(', ')}.`,
  )

const lookUps = (state: WorldState) => {
  const app = (name: string): WorldApp => {
    const found = state.apps.get(name) ?? state.apps.list().find(({ alias }) => alias === name)
    if (found === undefined) throw unknownApp(name, state.apps.list())
    return found
  }
  const person = (id: string): Person => {
    const found = state.people.get(id)
    if (found === undefined) throw unknownPerson(id, state.people.list())
    return found
  }
  const tie = (personId: string, name: string): Tie => ({
    personId: person(personId).id,
    appid: app(name).appid,
  })
  return { app, person, tie }
}

const refuseTakenName = (added: WorldApp, apps: readonly WorldApp[]): void => {
  const names = [added.appid, added.alias]
  const other = apps.find(
    ({ appid, alias }) => appid !== added.appid && (names.includes(appid) || names.includes(alias)),
  )
  if (other === undefined) return
  const words = `"${added.alias}" is a name of ${other.appid}`
  throw new UserError('WORLD_INVALID', words, 'Choose another alias.')
}

const changesOf = (state: WorldState, index: PeopleIndex, now: () => number): Omit<WorldChanges, 'reset'> => {
  const { app, tie } = lookUps(state)
  const settings = () => state.settings.get(SETTINGS) ?? { policy: 'since-2021' as const, definition: '' }
  return {
    addPerson: (person) => {
      state.people.put(person.id, person)
      index.peopleChanged()
    },
    addApp: (added) => {
      refuseTakenName(added, state.apps.list())
      state.apps.put(added.appid, added)
    },
    setPolicy: (policy) => state.settings.put(SETTINGS, { ...settings(), policy }),
    bind: (name, openPlatformId) => {
      const bound = { ...app(name), openPlatformId }
      if (openPlatformId !== null && state.openPlatforms.get(openPlatformId) === undefined) {
        state.openPlatforms.put(openPlatformId, { id: openPlatformId, name: '' })
      }
      state.apps.put(bound.appid, bound)
      noteBinding(state, { appid: bound.appid, openPlatformId, since: now() })
      return bound
    },
    follow: (personId, name) => {
      const made = tie(personId, name)
      state.follows.put(tieKey(made), made)
      index.followersChanged(made.appid)
    },
    unfollow: (personId, name) => {
      const ended = tie(personId, name)
      state.follows.remove(tieKey(ended))
      index.followersChanged(ended.appid)
    },
    signIn: (personId, name) => {
      const made = tie(personId, name)
      state.signIns.put(tieKey(made), made)
    },
  }
}

/**
 * Makes the world that a definition describes, or takes it up where it was left.
 * @param tables where its state is kept; memory if absent
 * @param now world time, for the history of bindings
 * @throws UserError WORLD_INVALID
 */
export const createWorldOf = (
  definition: unknown,
  tables: Tables = openTables('memory'),
  now: () => number = Date.now,
): World => {
  const state = openState(tables)
  const index = createPeopleIndex(state)
  const defined = readWorld(definition)
  const begin = (): void => {
    define(state, defined, now())
    // Followers are asked for by openid. It is better worked out here than within a request, which has to be quick.
    for (const { appid, personId } of state.follows.list()) index.openid(appid, personId)
  }
  begin()
  const { app, person, tie } = lookUps(state)
  const policy = (): Policy => state.settings.get(SETTINGS)?.policy ?? 'since-2021'

  const unionid = ({ openPlatformId }: WorldApp, personId: string): string | undefined =>
    openPlatformId === null ? undefined : unionidOf(openPlatformId, personId)

  const givesUnionid = (asked: WorldApp, personId: string): boolean => {
    const ties = state.apps.list().filter(({ appid }) => {
      const key = tieKey({ personId, appid })
      return state.follows.get(key) !== undefined || state.signIns.get(key) !== undefined
    })
    return givesUnionidSilently({ policy: policy(), app: asked, ties })
  }

  const caller = (personId: string, name: string): MiniProgramCaller => {
    const { id } = person(personId)
    const asked = app(name)
    const { appid, alias, kind } = asked
    if (kind !== 'mini-program') {
      const words = `"${alias}" is a ${kind}; only mini-programs call cloud functions`
      throw new UserError('APP_IS_NO_MINI_PROGRAM', words, 'Choose a mini-program.')
    }
    const known = { appid, openid: openidOf(appid, id) }
    const given = givesUnionid(asked, id) ? unionid(asked, id) : undefined
    return given === undefined ? known : { ...known, unionid: given }
  }

  return {
    get apps() {
      return state.apps.list()
    },
    get people() {
      return index.people()
    },
    get openPlatforms() {
      return state.openPlatforms.list()
    },
    get merchants() {
      return state.merchants.list()
    },
    get bindings() {
      return state.bindings.list()
    },
    get policy() {
      return policy()
    },
    get environmentOwner() {
      const named = state.settings.get(SETTINGS)?.environmentOwner
      const chosen = named === undefined ? undefined : state.apps.get(named)
      return chosen ?? state.apps.list().find(({ kind }) => kind === 'mini-program')
    },
    get ties() {
      return { follows: state.follows.list(), signIns: state.signIns.list() }
    },
    app,
    person,
    unionid,
    givesUnionid,
    caller,
    whoIs: (appid, openid) => {
      const found = state.apps.get(appid)
      const owner = found && index.owner(appid, openid)
      return found && owner && { person: owner, app: found }
    },
    follows: (personId, name) => state.follows.get(tieKey(tie(personId, name))) !== undefined,
    openid: ({ appid }, personId) => index.openid(appid, personId),
    followers: ({ appid }) => index.followers(appid),
    change: {
      ...changesOf(state, index, now),
      reset: () => {
        tables.clear()
        index.forget()
        begin()
      },
    },
  }
}
