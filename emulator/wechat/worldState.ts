import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { CompleteWorld, Merchant, OpenPlatform, Person, WorldApp } from './definition.ts'
import { AppSchema, MerchantSchema, OpenPlatformSchema, PersonSchema } from './definition.ts'
import type { Table, Tables } from './tables.ts'

const TieSchema = v.object({ personId: v.string(), appid: v.string() })
export type Tie = v.InferOutput<typeof TieSchema>
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
  follows: tables.open('follows', TieSchema),
  signIns: tables.open('signIns', TieSchema),
  settings: tables.open('settings', SettingSchema),
})

/**
 * Puts a definition into the state, unless the state was made from the same one: then what has happened since stays.
 * What an edited definition says counts again; what it does not speak of stays too.
 */
export const define = (state: WorldState, world: CompleteWorld): void => {
  // Faults and the clock begin anew with every start: they are no part of the state.
  const { faults: _faults, clock: _clock, ...stored } = world
  const mark = createHash('sha256').update(JSON.stringify(stored)).digest('hex')
  if (state.settings.get(SETTINGS)?.definition === mark) return
  const appidOf = (name: string): string =>
    world.apps.find((app) => app.appid === name || app.alias === name)?.appid ?? name
  const named = world.apps.flatMap(({ openPlatformId }) => (openPlatformId === null ? [] : [openPlatformId]))
  for (const id of new Set(named)) state.openPlatforms.put(id, { id, name: '' })
  for (const platform of world.openPlatforms) state.openPlatforms.put(platform.id, platform)
  for (const app of world.apps) state.apps.put(app.appid, app)
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
