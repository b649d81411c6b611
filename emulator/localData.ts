import type { ClientDatabase } from './clientDatabase.ts'
import { createClientDatabase } from './clientDatabase.ts'
import type { Database } from './cloudbase/database/index.ts'
import { openDatabase } from './cloudbase/database/index.ts'
import type { LocalCloudOptions } from './localCloudOptions.ts'
import { UserError } from './userError.ts'
import type { WorldClock } from './wechat/clock.ts'
import type { CompleteWorld } from './wechat/definition.ts'
import type { Tables } from './wechat/tables.ts'
import { openTables } from './wechat/tables.ts'
import type { World } from './wechat/world.ts'
import { createWorldOf } from './wechat/world.ts'

const openOrExplain = (options: LocalCloudOptions, clock: WorldClock): Database => {
  const { storage, createCollections = false, onMissingCollection } = options
  try {
    return openDatabase({
      storage,
      now: clock.now,
      createCollections,
      ...(onMissingCollection && { onMissingCollection }),
    })
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    const fix = 'Move it away, or choose another folder: npm start -- --data <dir>'
    throw new UserError('DATA_UNUSABLE', words, fix)
  }
}

/** What outlives the process: the documents of CloudBase and the state of the world, in one file or in memory. */
export interface LocalData {
  readonly database: ClientDatabase
  readonly tables: Tables
  readonly world: World
  readonly close: () => void
}

/** @throws UserError DATA_UNUSABLE, WORLD_INVALID */
export const openLocalData = (
  options: LocalCloudOptions,
  definition: CompleteWorld,
  clock: WorldClock,
): LocalData => {
  const database = createClientDatabase(openOrExplain(options, clock), {
    now: clock.now,
    ...(options.createCollections === true && { createCollections: true }),
    ...(options.onClosedCollection && { onClosed: options.onClosedCollection }),
  })
  // In the file of the database, which must be there first: it takes no file that is not its own.
  const tables = openTables(options.storage)
  const close = (): void => {
    tables.close()
    database.close()
  }
  try {
    return { database, tables, world: createWorldOf(definition, tables, clock.now), close }
  } catch (error) {
    // A wrong world must not leave the data open: the next start would find it in use.
    close()
    throw error
  }
}
