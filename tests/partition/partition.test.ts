import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { StoreWorld } from '../storeWorld.ts'
import { createStoreWorld } from '../storeWorld.ts'
import { EMPTY_TALLY, play } from './play.ts'
import type { Step, Story, Visit } from './story.ts'
import { story } from './story.ts'

let world: StoreWorld

beforeAll(async () => {
  world = await createStoreWorld()
})
afterAll(() => world.close())

const bound = [{ openPlatform: 'main', step: 2 }] as const
const ann = { person: 'ann' } as const
const logins = (...visits: readonly Visit[]): Step => ({ kind: 'logins', visits })

const EVERYTHING: Story = {
  policy: 'since-2021',
  bindings: { shop: bound, club: bound, lab: [{ openPlatform: 'main', step: 8 }] },
  steps: [
    logins({ ...ann, app: 'shop', shows: true }),
    logins({ ...ann, app: 'club', shows: true }),
    logins({ ...ann, app: 'shop', shows: true }),
    // Two accounts of one person meet.
    logins({ ...ann, app: 'club', shows: true }),
    { kind: 'split', nth: 0 },
    // The barrier keeps them apart, until it is lifted.
    logins({ ...ann, app: 'club', shows: true }, { ...ann, app: 'shop', shows: true }),
    { kind: 'lift', nth: 0 },
    logins({ ...ann, app: 'club', shows: true }, { ...ann, app: 'lab', shows: true }),
    { kind: 'merge', one: { ...ann, app: 'shop' }, other: { ...ann, app: 'lab' } },
    { kind: 'delete', seat: { ...ann, app: 'lab' } },
  ],
}

/** `ONEID_STORIES=10000 ONEID_SEED=1` plays more of them, or those of a failure again. */
const RUNS = Number(process.env['ONEID_STORIES'] ?? 100)
const seed = process.env['ONEID_SEED']

describe('random stories of logins, bindings, follows, merges, splits and deletions', () => {
  it('a story with everything in it', async () => {
    const tally = { ...EMPTY_TALLY }
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => play(world, scheduler, EVERYTHING, tally)),
      { numRuns: 1 },
    )
    expect(tally).toEqual({
      steps: 10,
      merges: 2,
      mergesByHand: 1,
      splits: 1,
      lifts: 1,
      deletions: 1,
      refusals: 0,
    })
  })

  it(
    `the accounts are what the events say, after every step (${RUNS} stories)`,
    async () => {
      const tally = { ...EMPTY_TALLY }
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), story, async (scheduler, told) => {
          await world.clear()
          await play(world, scheduler, told, tally)
        }),
        { numRuns: RUNS, ...(seed !== undefined && { seed: Number(seed) }) },
      )
      console.log(`figure: ${RUNS} stories: ${JSON.stringify(tally)}`)
      // Stories in which nothing happens would prove nothing.
      const { merges, mergesByHand, splits, deletions } = tally
      expect(Math.min(merges, mergesByHand, splits, deletions)).toBeGreaterThan(0)
    },
    30 * 60_000,
  )
})
