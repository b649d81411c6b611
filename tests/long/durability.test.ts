import { expect, it } from 'vitest'
import { killAgainAndAgain } from '../durability/kills.ts'

it('200 kills leave what was answered, and never half a transaction', async () => {
  const seed = Date.now() % 2 ** 30
  const chains = await Promise.all([killAgainAndAgain(100, seed), killAgainAndAgain(100, seed + 10_000)])
  const kills = chains.flat()
  expect(kills.filter(({ left }) => left === 'wrong')).toEqual([])
  expect(kills).toHaveLength(200)
}, 600_000)
