import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { MergeIdSchema, OpenPlatformIdSchema, UnionIdSchema, UserIdSchema } from '../base/ids.ts'
import type { ActiveUser, ProvedUnion } from './facts.ts'
import { areContradictory, mergeOrder, obstacle } from './merging.ts'

const user = (letter: string, more: Partial<ActiveUser> = {}): ActiveUser => ({
  status: 'active',
  userId: v.parse(UserIdSchema, `u${letter.repeat(22)}`),
  createdAt: 5,
  version: 1,
  administrator: false,
  deleting: false,
  splitting: false,
  unions: [],
  barriers: [],
  ...more,
})
const barrier = (letter: string) => v.parse(MergeIdSchema, `mg-${letter.repeat(32)}`)
const union = (unionid: string, epoch = 0, platform = 'main'): ProvedUnion => ({
  platform: v.parse(OpenPlatformIdSchema, platform),
  epoch,
  unionid: v.parse(UnionIdSchema, unionid),
})

describe('who survives a merge', () => {
  it('the older user, whoever asks', () => {
    const [old, young] = [user('B', { createdAt: 4 }), user('A')]
    expect(mergeOrder(old, young)).toEqual({ survivor: old, loser: young })
    expect(mergeOrder(young, old)).toEqual({ survivor: old, loser: young })
  })

  it('of the same age the one with the smaller id, whoever asks', () => {
    const [small, great] = [user('A'), user('B')]
    expect(mergeOrder(small, great)).toEqual({ survivor: small, loser: great })
    expect(mergeOrder(great, small)).toEqual({ survivor: small, loser: great })
  })
})

describe('what stands against a merge', () => {
  it.each([
    ['nothing', user('A'), user('B'), undefined],
    ['an administrator', user('A', { administrator: true }), user('B'), 'ADMINISTRATOR'],
    ['the other is an administrator', user('A'), user('B', { administrator: true }), 'ADMINISTRATOR'],
    ['a deletion', user('A', { deleting: true }), user('B'), 'DELETION_PENDING'],
    ['the deletion of the other', user('A'), user('B', { deleting: true }), 'DELETION_PENDING'],
    ['a split underway', user('A', { splitting: true }), user('B'), 'SPLIT_UNDERWAY'],
    ['a split of the other underway', user('A'), user('B', { splitting: true }), 'SPLIT_UNDERWAY'],
    [
      'a split of the two',
      user('A', { barriers: [barrier('a'), barrier('b')] }),
      user('B', { barriers: [barrier('b')] }),
      'BARRIER',
    ],
    [
      'no split of other pairs',
      user('A', { barriers: [barrier('a')] }),
      user('B', { barriers: [barrier('b')] }),
      undefined,
    ],
  ])('%s', (_, one, other, reason) => {
    expect(obstacle(one, other)).toBe(reason)
  })
})

describe('unions that cannot all be one person’s', () => {
  it.each([
    ['none', [], false],
    ['one twice', [union('oUNION_X'), union('oUNION_X')], false],
    ['two of one platform and epoch', [union('oUNION_X'), union('oUNION_Y')], true],
    ['two of two epochs', [union('oUNION_X'), union('oUNION_Y', 1)], false],
    ['two of two platforms', [union('oUNION_X'), union('oUNION_Y', 0, 'other')], false],
  ])('%s', (_, unions, contradictory) => {
    expect(areContradictory(unions)).toBe(contradictory)
  })
})
