import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { OpenPlatformIdSchema, UnionIdSchema } from '../base/ids.ts'
import type { ProvedUnion } from './facts.ts'
import { contradict, isSameUnion } from './facts.ts'

const union = (unionid: string, epoch: number, platform: string): ProvedUnion => ({
  platform: v.parse(OpenPlatformIdSchema, platform),
  epoch,
  unionid: v.parse(UnionIdSchema, unionid),
})

/** A unionid is unique within one open platform, and a new binding (epoch) may bring another one. */
describe('two unions', () => {
  it.each([
    ['with nothing different are the same', union('oUNION_X', 1, 'main'), true, false],
    ['with other unionids contradict each other', union('oUNION_Y', 1, 'main'), false, true],
    ['of other epochs are two, whatever the unionid', union('oUNION_X', 2, 'main'), false, false],
    ['of other epochs may differ', union('oUNION_Y', 2, 'main'), false, false],
    ['of other platforms are two, whatever the unionid', union('oUNION_X', 1, 'other'), false, false],
    ['of other platforms may differ', union('oUNION_Y', 1, 'other'), false, false],
  ])('%s', (_, other, same, contradictory) => {
    const one = union('oUNION_X', 1, 'main')
    expect(isSameUnion(one, other)).toBe(same)
    expect(isSameUnion(other, one)).toBe(same)
    expect(contradict(one, other)).toBe(contradictory)
    expect(contradict(other, one)).toBe(contradictory)
  })
})
