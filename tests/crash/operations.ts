import * as v from 'valibot'
import { OneIdError } from '../../cloudfunctions/common/base/errors.ts'
import { MergeIdSchema, UserIdSchema } from '../../cloudfunctions/common/base/ids.ts'
import { DAY_MS } from '../../cloudfunctions/common/base/time.ts'
import { requestDeletion } from '../../cloudfunctions/common/flows/account/deletion.ts'
import { announceJob } from '../../cloudfunctions/common/flows/jobs/kinds/announce.ts'
import { split } from '../../cloudfunctions/common/flows/split.ts'
import { readUsers } from '../../cloudfunctions/common/store/users.ts'
import type { Gate } from '../interleaving.ts'
import { undisturbed } from '../interleaving.ts'
import type { StoreWorld } from '../storeWorld.ts'
import type { Stage } from './stage.ts'
import { config, LATER, sealing } from './stage.ts'

/** Something that can be cut off at any of its requests. */
export interface Operation {
  /** How many requests it makes undisturbed. */
  readonly requests: number
  readonly prepare: (stage: Stage, world: StoreWorld) => Promise<void>
  readonly act: (stage: Stage, world: StoreWorld, gate: Gate) => Promise<void>
  /** Whether the person's unionid shows in the logins right after the cut; in the last ones it does. */
  readonly shows: boolean
  /** Whoever was cut off does it again, as a person or an administrator would; a job is taken up by itself. */
  readonly again?: boolean
  /** The account is deleted in the end, and the person comes back. */
  readonly deletes?: boolean
}

const logsIn =
  (app: 'shop' | 'club', shows: boolean): Operation['act'] =>
  async (stage, _world, gate) => {
    await stage.login(app, shows, gate)
  }

/** Two accounts with a note each: the older one in shop, the other, which has the unionid, in club. */
const twoAccounts = async (stage: Stage): Promise<void> => {
  await stage.writeNote(await stage.login('shop', false))
  await stage.writeNote(await stage.login('club', true))
}

const oneAccount = async (stage: Stage): Promise<void> => {
  await twoAccounts(stage)
  await stage.login('shop', true)
}

/** The merge is announced, so that its job waits. */
const announced = async (stage: Stage): Promise<void> => {
  await oneAccount(stage)
  await announceJob(stage.work())
}

/** The merge is through, and a third app and a note came after it. */
const longMerged = async (stage: Stage): Promise<void> => {
  await oneAccount(stage)
  for (let run = 0; run < 3; run++) {
    await stage.jobs()
    stage.pass(LATER)
  }
  await stage.writeNote(await stage.login('lab', true))
  await stage.jobs()
}

const splitsIt: Operation['act'] = async (stage, world, gate) => {
  const mergeId = v.parse(MergeIdSchema, world.documents('merges')[0]?.['_id'])
  try {
    await split(stage.ports(gate), mergeId, { at: stage.clock(), reason: 'two people' })
  } catch (error) {
    // It was done, and only the answer was lost.
    if (!(error instanceof OneIdError && error.code === 'MERGE_NOT_FOUND')) throw error
  }
}

const asksForDeletion: Operation['act'] = async (stage, world, gate) => {
  const userId = v.parse(
    UserIdSchema,
    world.documents('users').find(({ status }) => status === 'active')?.['_id'],
  )
  const ports = { ...stage.ports(gate), now: stage.clock(), sealing }
  const [user] = await readUsers(ports.db, [userId])
  if (user !== undefined) await requestDeletion(ports, config.retention, user, { app: 'shop' })
}

const bothPasses =
  (kind: 'merge' | 'split' | 'erase'): Operation['act'] =>
  async (stage, _world, gate) => {
    await stage.jobsOf(kind, gate)
    for (let late = 0; late < 2; late++) {
      stage.pass(LATER)
      await stage.jobsOf(kind, gate)
    }
  }

export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'a first login with unionid': {
    requests: 3,
    prepare: async () => {},
    act: logsIn('shop', true),
    shows: true,
  },
  'a first login without unionid': {
    requests: 3,
    prepare: async () => {},
    act: logsIn('shop', false),
    shows: false,
  },
  'an app that joins the account of the unionid': {
    requests: 2,
    prepare: async (stage) => {
      await stage.login('shop', true)
    },
    act: logsIn('club', true),
    shows: true,
  },
  'an account that claims its unionid': {
    requests: 4,
    prepare: async (stage) => {
      await stage.login('shop', false)
    },
    act: logsIn('shop', true),
    shows: true,
  },
  'a login that merges': {
    requests: 13,
    prepare: twoAccounts,
    act: logsIn('shop', true),
    shows: true,
  },
  'the passes of a merge': {
    requests: 21,
    prepare: announced,
    act: bothPasses('merge'),
    shows: true,
  },
  'a split': {
    requests: 15,
    prepare: longMerged,
    act: splitsIt,
    shows: true,
    again: true,
  },
  'the passes of a split': {
    requests: 24,
    prepare: async (stage, world) => {
      await longMerged(stage)
      await splitsIt(stage, world, undisturbed)
    },
    act: bothPasses('split'),
    shows: true,
  },
  'the wish to be deleted': {
    requests: 4,
    prepare: longMerged,
    act: asksForDeletion,
    shows: true,
    again: true,
    deletes: true,
  },
  'the passes of a deletion': {
    requests: 49,
    prepare: async (stage, world) => {
      await longMerged(stage)
      await asksForDeletion(stage, world, undisturbed)
      stage.pass(8 * DAY_MS)
    },
    act: bothPasses('erase'),
    shows: true,
    deletes: true,
  },
}
