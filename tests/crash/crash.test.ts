import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DAY_MS } from '../../cloudfunctions/common/base/time.ts'
import type { Fate, Gate } from '../interleaving.ts'
import { cutAt, isCut, undisturbed } from '../interleaving.ts'
import type { StoreWorld } from '../storeWorld.ts'
import { createStoreWorld } from '../storeWorld.ts'
import { endState } from './endState.ts'
import type { Operation } from './operations.ts'
import { OPERATIONS } from './operations.ts'
import type { Stage } from './stage.ts'
import { createStage, LATER } from './stage.ts'

/**
 * Every operation is cut off before its first request, and after every one that was carried out. Logins and jobs go on from there, and in the end all is as if nothing had happened.
 */

let world: StoreWorld

beforeAll(async () => {
  world = await createStoreWorld([{ name: 'notes' }])
})
afterAll(() => world.close())

const DAYS_OF_GRACE = 8 * DAY_MS

const logins = async ({ login }: Stage, shows: boolean): Promise<void> => {
  for (const app of ['shop', 'club', 'shop', 'club'] as const) await login(app, shows)
}

/** A job that was cut off is leased anew, makes a pass, and one late pass or two. */
const jobsUntilQuiet = async ({ jobs, pass }: Stage): Promise<void> => {
  for (let run = 0; run < 4; run++) {
    await jobs()
    pass(LATER)
  }
}

/** What comes after an operation, whole or not. */
const goOn = async (stage: Stage, { shows, again, deletes, act }: Operation): Promise<void> => {
  if (again) await act(stage, world, undisturbed)
  await logins(stage, shows)
  await jobsUntilQuiet(stage)
  if (deletes) {
    stage.pass(DAYS_OF_GRACE)
    await jobsUntilQuiet(stage)
  }
  await logins(stage, true)
  await jobsUntilQuiet(stage)
}

interface Rollback {
  rollback(): Promise<unknown>
}

const isTransaction = (reply: unknown): reply is Rollback =>
  typeof reply === 'object' && reply !== null && 'rollback' in reply && typeof reply.rollback === 'function'

/** Plays one operation from nothing, cut off at the nth of its requests. */
const play = async (operation: Operation, nth: number, fate: Exclude<Fate, 'carried out'>) => {
  await world.clear()
  const stage = createStage(world)
  await operation.prepare(stage, world)
  const begun: Rollback[] = []
  const cut = cutAt(nth, fate)
  const gate: Gate = (request) =>
    cut(async () => {
      const reply = await request()
      if (isTransaction(reply)) begun.push(reply)
      return reply
    })
  const end = await operation.act(stage, world, gate).then(
    () => 'came through' as const,
    (error: unknown) => {
      if (isCut(error)) return 'was cut off' as const
      throw error
    },
  )
  // The platform gives up a transaction that nobody ends, after 30 s.
  for (const transaction of begun) await transaction.rollback().catch(() => {})
  stage.pass(LATER)
  await goOn(stage, operation)
  return { end, requests: cut.sent(), state: endState(world, stage) }
}

const NEVER = Number.POSITIVE_INFINITY

/** Nothing at all, or everything up to a request whose reply nobody hears: what comes after it is never sent. */
const cutsOf = (requests: number) => [
  { nth: 0, fate: 'never sent' as const },
  ...Array.from({ length: requests }, (_, nth) => ({ nth, fate: 'reply lost' as const })),
]

describe.each(Object.entries(OPERATIONS))('%s', (_name, operation) => {
  it(`ends the same after each of ${operation.requests + 1} cuts`, async () => {
    const whole = await play(operation, NEVER, 'never sent')
    expect(whole.end).toBe('came through')
    expect(whole.requests).toBe(operation.requests)
    for (const { nth, fate } of cutsOf(operation.requests)) {
      const cut = `${fate}: request ${nth}`
      const { end, state } = await play(operation, nth, fate)
      expect({ cut, end, state }).toEqual({ cut, end: 'was cut off', state: whole.state })
    }
  }, 300_000)
})
