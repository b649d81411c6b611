import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyWorld } from '../model/anyWorld.ts'
import { explore } from '../model/explore.ts'
import { LARGE } from '../model/worlds.ts'

describe('the protocol, every interleaving of a larger world', () => {
  it.each(Object.entries(LARGE))('%s', (name, world) => {
    const { states, ends, bad } = explore(world)
    console.log(`figure: model, ${name}: ${states} states, ${ends} ends`)
    expect(bad).toEqual([])
  })
})

/** Worlds that are larger than this are left half explored. */
const STATES_AT_MOST = 40_000

it('any world of three apps and two open platforms', () => {
  let explored = 0
  fc.assert(
    fc.property(anyWorld, (world) => {
      const { states, bad } = explore(world, { most: STATES_AT_MOST, untilBad: true })
      explored += states
      expect(bad).toEqual([])
    }),
    { numRuns: 100 },
  )
  console.log(`figure: model, any world: ${explored} states`)
})
