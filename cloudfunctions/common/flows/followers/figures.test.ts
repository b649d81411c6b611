import { expect, it } from 'vitest'
import { newUserId } from '../../store/users.ts'
import type { BulkOutcome } from '../bulk.ts'
import { counted, noFigures } from './figures.ts'

const userId = newUserId((count) => new Uint8Array(count))
const OUTCOMES: readonly BulkOutcome[] = [
  { outcome: 'created', userId },
  { outcome: 'created', userId },
  { outcome: 'attached', userId },
  { outcome: 'merged', userId },
  { outcome: 'known', userId },
  { outcome: 'conflict', userId, reason: 'BARRIER' },
  { outcome: 'refused', code: 'APP_NOT_REGISTERED' },
]

it('a batch is counted by what each of its people came to; who was left out or refused is skipped', () => {
  expect(counted(noFigures(5), OUTCOMES, 10)).toEqual({
    total: 0,
    done: 10,
    created: 2,
    attached: 1,
    merged: 1,
    known: 1,
    conflicts: 1,
    skipped: 4,
    startedAt: 5,
  })
})

it('everybody is counted once: what they came to adds up to how many are done', () => {
  const { done, created, attached, merged, known, conflicts, skipped } = counted(noFigures(0), OUTCOMES, 9)
  expect(created + attached + merged + known + conflicts + skipped).toBe(done)
})

it('batches add up, and what is not of a batch stays', () => {
  const begun = { ...noFigures(5), total: 300 }
  const first = counted(begun, OUTCOMES)
  expect(counted(first, OUTCOMES)).toEqual({
    total: 300,
    done: 14,
    created: 4,
    attached: 2,
    merged: 2,
    known: 2,
    conflicts: 2,
    skipped: 2,
    startedAt: 5,
  })
  expect(counted(first, [])).toEqual(first)
})
