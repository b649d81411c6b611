import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Recording, Stored } from '../model/replay.ts'
import { replay } from '../model/replay.ts'
import type { Rule } from '../model/rules.ts'
import type { StoreWorld } from '../storeWorld.ts'
import { createStoreWorld } from '../storeWorld.ts'
import { play } from './play.ts'
import { story } from './story.ts'

/** Random stories are played on the real flows; whatever they ask the database, the model has to store the same. */

let world: StoreWorld

beforeAll(async () => {
  world = await createStoreWorld()
})
afterAll(() => world.close())

/** `ONEID_REPLAYS=10000 ONEID_SEED=1` plays more of them, or those of a failure again. */
const RUNS = Number(process.env['ONEID_REPLAYS'] ?? 40)
const seed = process.env['ONEID_SEED']

/** Rules that matter in every fourth run or more. That the others matter is shown by model.test.ts. */
const MISSED: readonly Rule[] = [
  'keys must agree',
  'barriers',
  'users hold their unions',
  'the merge writes the union',
  'late moving back',
  'late erasure',
]

interface Played {
  readonly recording: Recording
  readonly stored: readonly Stored[]
}

/** What the first test has played, for the second. */
const played: Played[] = []

const withoutRule = ({ recording, stored }: Played, rule: Rule): 'the same' | 'different' => {
  try {
    const expected = replay({ ...recording, without: [rule] })
    return JSON.stringify(expected) === JSON.stringify(stored) ? 'the same' : 'different'
  } catch {
    return 'different'
  }
}

/** A recording in one line, without what the model passes over. */
const scheduleOf = ({ requests }: Recording): string =>
  requests
    .filter(({ request, result }) => request !== 'other' || result !== 'ok')
    .map(({ process, request, result, merge, userId }) =>
      [`${process} ${request}`, merge, userId, ...(result === 'ok' ? [] : [result])]
        .filter(Boolean)
        .join(' '),
    )
    .join(', ')

const compare = ({ recording, stored }: Played): void => {
  try {
    const expected = replay(recording)
    for (const [at, one] of expected.entries()) expect([at, stored[at]]).toEqual([at, one])
  } catch (error) {
    console.log(JSON.stringify(recording.calls), scheduleOf(recording))
    throw error
  }
}

/** How often the model was at each request. */
const tallyOf = (runs: readonly Played[]): Readonly<Record<string, number>> => {
  const tally: Record<string, number> = {}
  for (const { recording } of runs) {
    for (const { request, result } of recording.requests) {
      const name = result === 'ok' ? request : `${request} ${result}`
      tally[name] = (tally[name] ?? 0) + 1
    }
  }
  return tally
}

describe('the model of the protocol and the code', () => {
  it(
    `store the same after every request of ${RUNS} random runs`,
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), story, async (scheduler, told) => {
          await world.clear()
          const { recording, stored } = await play(world, scheduler, told)
          const one = { recording: recording(), stored }
          compare(one)
          played.push(one)
        }),
        { numRuns: RUNS, ...(seed !== undefined && { seed: Number(seed) }) },
      )
      const tally = tallyOf(played)
      const requests = Object.values(tally).reduce((sum, count) => sum + count, 0)
      console.log(`figure: replay, ${requests} requests of ${RUNS} runs`)
      // Runs in which nothing is merged, split and deleted would prove little.
      for (const what of ['commit', 'settle-journal', 'erase-users']) expect(tally[what]).toBeGreaterThan(0)
    },
    30 * 60_000,
  )

  it.each(MISSED)('differ where the model does without "%s"', (rule) => {
    expect(played.some((one) => withoutRule(one, rule) === 'different')).toBe(true)
  })
})
