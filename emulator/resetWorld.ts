import { askService } from './clientRoute.ts'
import type { Database } from './cloudbase/database/index.ts'
import type { Faults } from './faults.ts'
import type { Agenda } from './wechat/agenda.ts'
import type { CompleteWorld } from './wechat/definition.ts'
import type { World } from './wechat/world.ts'

export interface ResetParts {
  readonly definition: CompleteWorld
  readonly world: World
  readonly faults: Faults
  readonly agenda: Agenda
  readonly database: Pick<Database, 'service' | 'collections'>
}

/** Goes back to the world that was started with. */
export type ResetWorld = (options: { readonly database: boolean }) => Promise<void>

/** What a world file switches on, or nothing. */
export const faultsOf = ({ faults }: CompleteWorld) => faults ?? { seed: 1, faults: [] }

/**
 * Callbacks and events that are still to come are dropped. Files, the records of calls and the clock stay as they are:
 * world time never runs backwards, and functions that are warm would see it.
 */
export const createReset = ({ definition, world, faults, agenda, database }: ResetParts): ResetWorld => {
  const ask = askService(database.service)
  return async (options) => {
    agenda.clear()
    world.change.reset()
    faults.set(faultsOf(definition))
    if (!options.database) return
    for (const { name } of database.collections()) {
      await ask('removeDocument', { collectionName: name, queryType: 'WHERE', query: '{}', multi: true })
    }
  }
}
