import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EMPTY_TALLY, play } from '../partition/play.ts'
import { story } from '../partition/story.ts'
import type { StoreWorld } from '../storeWorld.ts'
import { createStoreWorld } from '../storeWorld.ts'

let world: StoreWorld

beforeAll(async () => {
  world = await createStoreWorld()
})
afterAll(() => world.close())

const STORIES = 10_000

it('the accounts are what the events say, in many more stories', async () => {
  const tally = { ...EMPTY_TALLY }
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), story, async (scheduler, told) => {
      await world.clear()
      await play(world, scheduler, told, tally)
    }),
    { numRuns: STORIES },
  )
  console.log(`figure: ${STORIES} stories: ${JSON.stringify(tally)}`)
  expect(Math.min(...Object.values(tally))).toBeGreaterThan(0)
})
