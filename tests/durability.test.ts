import { expect, it } from 'vitest'
import { killAgainAndAgain } from './durability/kills.ts'

/**
 * What the database has answered is in its file, whenever its process dies: documents, collections and indexes. An
 * operation in flight is there as a whole or not at all; of an insert of several documents, which is none (MongoDB manual,
 * "insertMany"), the first few may be.
 */
it('20 kills leave what was answered, and never half a transaction', async () => {
  const chains = await Promise.all([killAgainAndAgain(10, 1_000), killAgainAndAgain(10, 2_000)])
  const kills = chains.flat()
  expect(kills.filter(({ left }) => left === 'wrong')).toEqual([])
  expect(kills).toHaveLength(20)
  // Nothing would be shown by processes that died before they did anything.
  expect(kills.reduce((sum, { answered }) => sum + answered, 0)).toBeGreaterThan(1000)
}, 60_000)

it('a database that writes a transaction in two steps is found out', async () => {
  expect(await killAgainAndAgain(1, 3_000, 'halves')).toMatchObject([{ left: 'wrong' }])
})

it('a database that answers before it writes is found out', async () => {
  expect(await killAgainAndAgain(5, 4_000, 'late')).toContainEqual(expect.objectContaining({ left: 'wrong' }))
})
