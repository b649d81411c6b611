import { describe, expect, it } from 'vitest'
import { OneIdError } from '../../base/errors.ts'
import { afterQuota } from './quota.ts'

// Page of call quotas, 2026-11: a day of WeChat begins at midnight in Beijing, which is 16:00 UTC.

describe('when to go on after WeChat has said that it is enough', () => {
  it.each([
    ['2026-11-20T08:00:00.000Z', '2026-11-20T16:00:00.000Z'],
    ['2026-11-20T15:59:59.999Z', '2026-11-20T16:00:00.000Z'],
    ['2026-11-20T16:00:00.000Z', '2026-11-21T16:00:00.000Z'],
    ['2026-11-20T23:59:59.999Z', '2026-11-21T16:00:00.000Z'],
    ['2026-12-31T16:00:00.001Z', '2027-01-01T16:00:00.000Z'],
    ['2028-02-28T20:00:00.000Z', '2028-02-29T16:00:00.000Z'],
  ])('for today, at %s: %s', (now, due) => {
    const error = new OneIdError('WECHAT_QUOTA_USED', '45009')
    expect(afterQuota(error, Date.parse(now))).toBe(Date.parse(due))
  })

  it('for a minute: a minute later', () => {
    expect(afterQuota(new OneIdError('WECHAT_RATE_LIMITED', '45011'), 1_000)).toBe(61_000)
  })

  it.each([
    new OneIdError('WECHAT_BUSY', '-1'),
    new OneIdError('WECHAT_TOKEN_REFUSED', '40001'),
    new Error('WECHAT_QUOTA_USED'),
    undefined,
  ])('every other error is a failure: %s', (error) => {
    expect(afterQuota(error, 0)).toBeUndefined()
  })
})
