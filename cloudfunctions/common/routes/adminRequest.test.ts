import { describe, expect, it } from 'vitest'
import { says } from '../wechat/testing.ts'
import { readAdminRequest } from './adminRequest.ts'

const USER = 'uAAAAAAAAAAAAAAAAAAAAAA'
const OTHER = 'uBBBBBBBBBBBBBBBBBBBBBB'
const tail = 'aZ09_-'.repeat(6).slice(0, 32)
const MERGE = `mg-${tail}`
const CONFLICT = `cf-${tail}`
const reason = 'one person'

const ACTIONS = {
  becomeFirst: { code: 'x7Kp-2mQz' },
  find: { by: { userId: USER } },
  show: { userId: USER },
  merge: { users: [USER, OTHER], reason },
  split: { mergeId: MERGE, reason },
  conflicts: { after: 'cf-1_2.3~' },
  resolve: { conflictId: CONFLICT, reason },
  liftBarrier: { mergeId: MERGE, reason },
  paymentWindows: { since: 1_795_000_000_000, until: 1_795_000_000_001 },
  appoint: { userId: USER, reason },
  dismiss: { userId: USER, reason },
}
const events = Object.entries(ACTIONS).map(([action, fields]) => ({ action, ...fields }))
const fieldsOfAll = events.flatMap(({ action, ...fields }) =>
  Object.keys(fields).map((field) => ({ action, field, event: { action, ...fields } })),
)

const malformed = (field: string) =>
  expect.toSatisfy(says(`INPUT_INVALID: ${field} is missing or malformed`, field))

describe('the event of admin', () => {
  it.each(events)('is read: $action', (event) => {
    expect(readAdminRequest(event)).toStrictEqual(event)
    expect(readAdminRequest({ ...event, openid: 'o', userInfo: { openId: 'o' } })).toStrictEqual(event)
  })

  it.each([
    ['that end before they begin', -1],
    ['of no time', 0],
    ['longer than a year', 366 * 86_400_000 + 1],
  ])('asks for no windows %s', (_, length) => {
    const since = 1_795_000_000_000
    const until = since + length
    expect(() => readAdminRequest({ action: 'paymentWindows', since, until })).toThrow(malformed('until'))
  })

  it('asks for no figures of more days than one answer holds', () => {
    const since = 1_795_000_000_000
    const of = (days: number) => ({ action: 'coverage', since, until: since + days * 86_400_000 })
    expect(readAdminRequest(of(98))).toStrictEqual(of(98))
    for (const days of [99, 0, -1]) expect(() => readAdminRequest(of(days))).toThrow(malformed('until'))
  })

  it('may ask for the first page of conflicts', () => {
    expect(readAdminRequest({ action: 'conflicts' })).toStrictEqual({ action: 'conflicts' })
  })

  it.each([
    { userId: USER },
    { appid: 'wx4f4bc4dec97d474b', openid: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE' },
    { openPlatform: 'main', unionid: 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA' },
    { phone: '+8613800000000' },
  ])('looks a user up by %j', (by) => {
    expect(readAdminRequest({ action: 'find', by })).toStrictEqual({ action: 'find', by })
  })

  it.each([
    [{}],
    [{ nickname: 'x' }],
    [{ userId: USER, phone: '+8613800000000' }],
    [{ userId: USER, more: 1 }],
    [{ appid: 'wx4f4bc4dec97d474b', openid: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE', more: 1 }],
    [{ openPlatform: 'main', unionid: 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA', more: 1 }],
    [{ phone: '+8613800000000', more: 1 }],
    [{ appid: 'wx4f4bc4dec97d474b' }],
    [{ phone: { $gt: '' } }],
    [{ userId: 'u1' }],
    [{ appid: 'gh_0123', openid: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE' }],
    [{ appid: 'wx4f4bc4dec97d474b', openid: '$' }],
    [{ openPlatform: 'MAIN', unionid: 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA' }],
    [{ openPlatform: 'main', unionid: '$' }],
    [{ phone: '13800000000' }],
  ])('A39: looks nobody up by %j', (by) => {
    expect(() => readAdminRequest({ action: 'find', by })).toThrow(malformed('by'))
  })

  it.each([undefined, 'me', 'Merge', 7, { $gt: '' }, '__proto__'])(
    'A39, A40: refuses the action %j',
    (action) => {
      expect(() => readAdminRequest({ action })).toThrow(malformed('action'))
    },
  )

  it.each(fieldsOfAll)('A39: refuses in $action a $field of another type', ({ event, field }) => {
    for (const value of [{ $gt: '' }, 7, true, null, '']) {
      expect(() => readAdminRequest({ ...event, [field]: value })).toThrow(malformed(field))
    }
  })

  it.each(fieldsOfAll.filter(({ field }) => field !== 'after'))(
    'names $field when $action lacks it',
    ({ event, field }) => {
      expect(() => readAdminRequest({ ...event, [field]: undefined })).toThrow(malformed(field))
    },
  )

  it.each(fieldsOfAll.filter(({ field }) => field === 'reason'))(
    'wants 3 to 500 characters as reason of $action, without blanks around them',
    ({ event }) => {
      const read = (text: string) => readAdminRequest({ ...event, reason: text })
      expect(read(' abc\n')).toStrictEqual({ ...event, reason: 'abc' })
      expect(read('x'.repeat(500))).toStrictEqual({ ...event, reason: 'x'.repeat(500) })
      expect(() => read(' ab ')).toThrow(malformed('reason'))
      expect(() => read('x'.repeat(501))).toThrow(malformed('reason'))
    },
  )

  it.each([
    ['users.1', [USER]],
    ['users.2', [USER, OTHER, USER]],
    ['users.0', ['u1', OTHER]],
    ['users.1', [USER, { $gt: '' }]],
    ['users', [USER, USER]],
  ])('merges two users that differ: names %s of %j', (field, users) => {
    expect(() => readAdminRequest({ action: 'merge', users, reason })).toThrow(malformed(field))
  })

  it.each([
    ['show', 'userId', 'uAAAAAAAAAAAAAAAAAAAAAAA'],
    ['split', 'mergeId', `cf-${tail}`],
    ['split', 'mergeId', `${MERGE}a`],
    ['liftBarrier', 'mergeId', MERGE.slice(0, -1)],
    ['resolve', 'conflictId', `mg-${tail}`],
    ['resolve', 'conflictId', `${CONFLICT}a`],
    ['becomeFirst', 'code', 'x'.repeat(129)],
    ['becomeFirst', 'code', 'two words'],
    ['becomeFirst', 'code', '口令'],
    ['conflicts', 'after', 'x'.repeat(257)],
    ['conflicts', 'after', 'x\n'],
  ])('refuses in %s the %s %j', (action, field, value) => {
    expect(() => readAdminRequest({ action, reason, [field]: value })).toThrow(malformed(field))
  })

  it('takes codes and cursors up to their bounds', () => {
    expect(readAdminRequest({ action: 'becomeFirst', code: '~'.repeat(128) })).toHaveProperty('code')
    expect(readAdminRequest({ action: 'conflicts', after: '!'.repeat(256) })).toHaveProperty('after')
  })
})
