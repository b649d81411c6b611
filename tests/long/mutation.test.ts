import { expect, it } from 'vitest'
import { mutate } from '../../scripts/mutation/mutate.ts'
import { roomScores } from '../../scripts/mutation/report.ts'

/** Percent of a room's mutants that its unit tests must detect. */
const AT_LEAST = 90

it('the unit tests of identity and routes notice nearly every change of their code', async () => {
  const scores = roomScores(await mutate(), ['identity', 'routes'])
  for (const { room, valid, score } of scores)
    console.log(`figure: mutation score of ${room}: ${score.toFixed(1)} % of ${valid} mutants`)
  // Written so that a room without mutants, whose score is no number, does not pass.
  const tooLow = scores.filter(({ score }) => !(score >= AT_LEAST))
  for (const { survivors } of tooLow) console.log(survivors.join('\n'))
  expect(tooLow.map(({ room }) => room)).toEqual([])
})
