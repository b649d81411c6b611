import { describe, expect, it } from 'vitest'
import { explore } from './explore.ts'
import type { Rule } from './rules.ts'
import { RULES } from './rules.ts'
import type { World } from './world.ts'
import { SMALL } from './worlds.ts'

type Small = keyof typeof SMALL

/** For each rule a world in which it is missed, and the first bad end that is found without it. */
const MISSED: readonly (readonly [Rule, Small, string])[] = [
  ['keys must agree', 'a person arrives by two apps', 'I2 a shown unionid is not proved'],
  ['unions are claimed', 'a person arrives by two apps', 'I2 identity apart from the union it proved'],
  [
    'pointers are healed',
    'a person returns while the account is deleted',
    'I6 signed in to a deleted account',
  ],
  ['marks compare', 'a person returns while the account is deleted', 'I2 proved union is missing'],
  [
    'one unionid per identity and binding',
    'an openid shows another unionid after a split',
    'I2 a shown unionid is not proved',
  ],
  [
    'holdings are compared',
    'one openid shows two unionids at once',
    'I7 one user with two unionids of a platform',
  ],
  [
    'versions are compared',
    'a merge is split while the survivor is merged on',
    'I5 union not with its owner',
  ],
  ['the older survives', 'a person arrives by two apps', 'I8 the younger account survived'],
  ['late re-pointing', 'a third app claims while two are merged', 'I1 identity of a merged user'],
  [
    'late counts from the first pass',
    'a newcomer during the first pass of a split',
    'I5 newcomer not with what it proved',
  ],
  [
    'the first stamp stays',
    'two merges of a chain are split, one after the other',
    'I5 union not with its owner',
  ],
  ['barriers', 'an openid shows another unionid after a split', 'I5 merged again after a split'],
  ['late moving back', 'a newcomer while a split is finished', 'I5 union not with its owner'],
  ['late erasure', 'an account is deleted while it is merged', 'I1 identity of a deleted user'],
  ['jobs follow aliases', 'the survivor is merged on at once', 'I1 identity of a merged user'],
  [
    'users hold their unions',
    'one openid shows two unionids at once',
    'I7 one user with two unionids of a platform',
  ],
  ['splits finish first', 'two merges of a chain are split', 'I5 union not with its owner'],
  [
    'erasure follows aliases',
    'an account is deleted after a merge that died',
    'I1 identity of a deleted user',
  ],
  [
    'newcomers follow what went back',
    'a merge is split while a third app arrives',
    'I5 newcomer not with what it proved',
  ],
  [
    'a split ends with an empty pass',
    'a newcomer between two passes of a split',
    'I5 newcomer not with what it proved',
  ],
  [
    'first seen when read',
    'a merge is split while a third app arrives',
    'I5 newcomer not with what it proved',
  ],
]

/**
 * Nothing bad is found without it: the versions of both users say enough, and the passes move the union as they move
 * the identities. It saves the next login a request.
 */
const NOT_MISSED: Rule = 'the merge writes the union'

describe('the protocol, every interleaving of a small world', () => {
  it.each(Object.entries<World>(SMALL))('%s', (name, world) => {
    const { states, ends, bad } = explore(world)
    console.log(`${name}: ${states} states, ${ends} ends`)
    expect(ends).toBeGreaterThan(0)
    expect(bad).toEqual([])
  })
})

describe('without a rule', () => {
  it.each(MISSED)('"%s": %s: %s', (rule, name, what) => {
    const world: World = { ...SMALL[name], without: [rule] }
    expect(explore(world, { untilBad: true }).bad.map((end) => end.what)).toEqual([what])
  })

  it(`"${NOT_MISSED}": nothing is missed in any small world`, () => {
    const worlds = Object.values<World>(SMALL)
    expect(worlds.flatMap((world) => explore({ ...world, without: [NOT_MISSED] }).bad)).toEqual([])
  })

  it('every rule is in one of the two lists', () => {
    expect([...MISSED.map(([rule]) => rule), NOT_MISSED].sort()).toEqual([...RULES].sort())
  })
})
