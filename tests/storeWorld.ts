import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import cloud from 'wx-server-sdk'
import { Secret } from '../cloudfunctions/common/base/secret.ts'
import type { Clock } from '../cloudfunctions/common/base/time.ts'
import type { RunOptions } from '../cloudfunctions/common/flows/jobs/run.ts'
import type { Ports } from '../cloudfunctions/common/flows/ports.ts'
import { secureRandom } from '../cloudfunctions/common/runtime/cloud.ts'
import type { PaymentDoors } from '../cloudfunctions/common/wechat/payment/door.ts'
import { readProject } from '../emulator/cli/project.ts'
import type { CollectionDefinition } from '../emulator/cloudbase/database/index.ts'
import { readSchemaFile } from '../emulator/schemaFile.ts'
import { createWorld } from '../emulator/testkit/index.ts'
import { LOCAL_SECRET } from '../scripts/project/localSecrets.ts'
import { PROJECT_ROOT } from '../scripts/project/paths.ts'
import type { Gate } from './interleaving.ts'
import { gated } from './interleaving.ts'

/** The real SDK on the emulated database, for tests that run flows in their own process, with a time of their own. */
export interface StoreWorld {
  readonly documents: (collection: string) => readonly Record<string, unknown>[]
  /** Empties all collections. */
  readonly clear: () => Promise<void>
  /** What flows work with; their requests go through the gate, and nobody waits. */
  readonly ports: (gate?: Gate, clock?: Clock) => Ports
  readonly close: () => Promise<void>
}

export const secret = new Secret(LOCAL_SECRET)

/** For `jobs` whose functions hear everything and answer nothing, and where nobody has ordered anything. */
export const quietOutside = () => ({
  callFunction: async () => undefined,
  doors: noPayments,
  weChat: noWeChat,
})

/** For `jobs` where nobody has ordered anything: WeChat is not asked. */
export const noPayments: PaymentDoors = {
  payCall: () => Promise.reject(new Error('nobody pays here')),
  askPaidUnionId: () => Promise.reject(new Error('nobody pays here')),
}

/** For `jobs` that has nothing to ask WeChat. */
export const noWeChat: RunOptions['weChat'] = {
  fetch: () => Promise.reject(new Error('nobody asks WeChat here')),
  secretOf: () => secret,
}

/** @param more collections beside those of schema.json */
export const createStoreWorld = async (more: readonly CollectionDefinition[] = []): Promise<StoreWorld> => {
  // Without functions: the timer of `jobs` would run beside the test.
  const functions = mkdtempSync(join(tmpdir(), 'oneid-store-'))
  const collections = [...readSchemaFile(readProject(PROJECT_ROOT).schema), ...more]
  const world = await createWorld({ people: ['nobody'], apps: [{ alias: 'none' }], functions, collections })
  Object.assign(process.env, world.environment())
  const names = collections.map(({ name }) => name)
  return {
    documents: (collection) => world.database.documents(collection),
    clear: async () => {
      const db = cloud.database()
      for (const name of names) {
        if (world.database.documents(name).length === 0) continue
        await db
          .collection(name)
          .where({ _id: db.command.exists(true) })
          .remove()
      }
    },
    ports: (gate, clock = () => Date.now()) => ({
      db: gate === undefined ? cloud.database() : gated(cloud.database(), gate),
      random: secureRandom,
      pause: async () => {},
      clock,
    }),
    close: async () => {
      await world.close()
      rmSync(functions, { recursive: true, force: true })
    },
  }
}
