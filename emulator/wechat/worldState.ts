import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { CompleteWorld, Merchant, OpenPlatform, Person, WorldApp } from './definition.ts'
import { AppSchema, MerchantSchema, OpenPlatformSchema, PersonSchema } from './definition.ts'
import type { Table, Tables } from './tables.ts'

const TieSchema = v.object({ personId: v.string(), appid: v.string() })
export type Tie = v.InferOutput<typeof TieSchema>
const BindingSchema = v.object({
  appid: v.string(),
  /** null: bound to none from then on. */
  openPlatformId: v.nullable(v.string()),
  /** World time in milliseconds since 1970. */
  since: v.number(),
})
export type Binding = v.InferOutput<typeof BindingSchema>
const SettingSchema = v.object({
  policy: v.picklist(['since-2021', 'before-2021']),
  /** Of the definition that the state was made from. */
  definition: v.string(),
  environmentOwner: v.optional(v.string()),
})

/** The tables that everybody who simulates WeChat asks. */
export interface WorldState {
  readonly apps: Table<WorldApp>
  readonly people: Table<Person>
  readonly openPlatforms: Table<OpenPlatform>
  readonly merchants: Table<Merchant>
  /** Every binding that ever was, oldest first. */
  readonly bindings: Table<Binding>
  readonly follows: Table<Tie>
  readonly signIns: Table<Tie>
  readonly settings: Table<v.InferOutput<typeof SettingSchema>>
}

export const SETTINGS = 'settings'
export const tieKey = ({ personId, appid }: Tie): string => `${appid} ${personId}`

export const openState = (tables: Tables): WorldState => ({
  apps: tables.open('apps', AppSchema),
  people: tables.open('people', PersonSchema),
  openPlatforms: tables.open('openPlatforms', OpenPlatformSchema),
  merchants: tables.open('merchants', MerchantSchema),
  bindings: tables.open('bindings', BindingSchema),
  follows: tables.open('follows', TieSchema),
  signIns: tables.open('signIns', TieSchema),
  settings: tables.open('settings', SettingSchema),
})

/** Notes that an app is bound elsewhere; a binding that is the same as the last is no change. */
export const noteBinding = (state: WorldState, binding: Binding): void => {
  const { appid, openPlatformId } = binding
  const earlier = state.bindings.list().filter((one) => one.appid === appid)
  if ((earlier.at(-1)?.openPlatformId ?? null) === openPlatformId) return
  state.bindings.put(`${appid} ${earlier.length}`, binding)
}

/**
 * Puts a definition into the state, unless the state was made from the same one: then what has happened since stays.
 * What an edited definition says counts again; what it does not speak of stays too.
 */
export const define = (state: WorldState, world: CompleteWorld, now: number): void => {
  // Faults and the clock begin anew with every start: they are no part of the state.
  const { faults: _faults, clock: _clock, ...stored } = world
  const mark = createHash('sha256').update(JSON.stringify(stored)).digest('hex')
  if (state.settings.get(SETTINGS)?.definition === mark) return
  const appidOf = (name: string): string =>
    world.apps.find((app) => app.appid === name || app.alias === name)?.appid ?? name
  const named = world.apps.flatMap(({ openPlatformId }) => (openPlatformId === null ? [] : [openPlatformId]))
  for (const id of new Set(named)) state.openPlatforms.put(id, { id, name: '' })
  for (const platform of world.openPlatforms) state.openPlatforms.put(platform.id, platform)
  for (const app of world.apps) {
    state.apps.put(app.appid, app)
    noteBinding(state, { appid: app.appid, openPlatformId: app.openPlatformId, since: now })
  }
  for (const merchant of world.merchants) state.merchants.put(merchant.mchId, merchant)
  for (const person of world.people) state.people.put(person.id, person)
  for (const [table, ties] of [
    [state.follows, world.follows],
    [state.signIns, world.signIns],
  ] as const) {
    for (const { person, app } of ties) {
      const tie = { personId: person, appid: appidOf(app) }
      table.put(tieKey(tie), tie)
    }
  }
  const { policy, environmentOwner } = world
  state.settings.put(SETTINGS, {
    policy,
    definition: mark,
    ...(environmentOwner !== undefined && { environmentOwner: appidOf(environmentOwner) }),
  })
}
