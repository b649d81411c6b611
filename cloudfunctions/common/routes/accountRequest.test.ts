import { describe, expect, it } from 'vitest'
import { says } from '../wechat/testing.ts'
import { readAccountRequest } from './accountRequest.ts'

const ID = `wx-${'aZ09_-'.repeat(6).slice(0, 32)}`
const UUID = '1b4e28ba-2fa1-4d3b-a3f5-ef19b5a7633b'

const malformed = (field: string) =>
  expect.toSatisfy(says(`INPUT_INVALID: ${field} is missing or malformed`, field))

describe('the event of account', () => {
  it.each([
    [{ action: 'me' }],
    [{ action: 'profile' }],
    [{ action: 'profile', nickname: '小明', avatar: 'cloud://env.6465/avatars/a.png' }],
    [{ action: 'profile', nickname: '', avatar: '' }],
    [{ action: 'profile', nickname: 'x'.repeat(64), avatar: `https://${'x'.repeat(1_016)}` }],
    [{ action: 'phone', code: 'x'.repeat(64) }],
    [{ action: 'phone', phone: { cloudID: 'c', data: {} } }],
    [{ action: 'identities' }],
    [{ action: 'unlink', id: ID }],
    [{ action: 'claimGuest', guestId: UUID }],
    [{ action: 'export' }],
    [{ action: 'delete' }],
    [{ action: 'cancelDeletion' }],
  ])('is read: %j', (event) => {
    expect(readAccountRequest(event)).toStrictEqual(event)
  })

  it('A1: loses every id that a client or the platform put into it', () => {
    const userInfo = { appId: 'wx4f4bc4dec97d474b', openId: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE' }
    const event = { action: 'me', openid: 'o', unionid: 'u', userId: 'uAAAAAAAAAAAAAAAAAAAAAA', userInfo }
    expect(readAccountRequest(event)).toStrictEqual({ action: 'me' })
  })

  it.each([undefined, 'Me', 'becomeFirst', '', 7, null, { $gt: '' }, ['me'], '__proto__', 'constructor'])(
    'A39, A40: refuses the action %j',
    (action) => {
      expect(() => readAccountRequest({ action })).toThrow(malformed('action'))
    },
  )

  it('A40: gains nothing from __proto__', () => {
    expect(() => readAccountRequest(JSON.parse('{"__proto__":{"action":"delete"}}'))).toThrow(
      malformed('action'),
    )
  })

  it('trims a nickname before it counts, and lower-cases a guest id', () => {
    const nickname = ` ${'x'.repeat(64)}\n`
    expect(readAccountRequest({ action: 'profile', nickname })).toStrictEqual({
      action: 'profile',
      nickname: 'x'.repeat(64),
    })
    expect(readAccountRequest({ action: 'claimGuest', guestId: UUID.toUpperCase() })).toStrictEqual({
      action: 'claimGuest',
      guestId: UUID,
    })
  })

  it.each([
    ['profile', 'nickname', {}],
    ['profile', 'avatar', {}],
    ['phone', 'code', { phone: {} }],
    ['unlink', 'id', {}],
    ['claimGuest', 'guestId', {}],
  ])('A39: refuses in %s a %s that is no text', (action, field, beside) => {
    for (const value of [{ $gt: '' }, ['a'], 7, true, null]) {
      expect(() => readAccountRequest({ action, ...beside, [field]: value })).toThrow(malformed(field))
    }
  })

  it.each([
    ['profile', 'nickname', 'x'.repeat(65)],
    ['profile', 'avatar', `https://${'x'.repeat(1_017)}`],
    ['profile', 'avatar', 'http://example.com/a.png'],
    ['profile', 'avatar', 'javascript:alert(1)//https://example.com'],
    ['profile', 'avatar', ' https://example.com'],
    ['profile', 'avatar', 'https://example.com/a b'],
    ['profile', 'avatar', 'https://'],
    ['profile', 'avatar', 'wxfile://tmp_1.png'],
    ['phone', 'code', 'abcdefgh&secret=1'],
    ['phone', 'code', ''],
    ['unlink', 'id', ID.slice(0, -1)],
    ['unlink', 'id', `${ID}a`],
    ['unlink', 'id', `a${ID}`],
    ['unlink', 'id', ID.replace('wx-', 'un-')],
    ['unlink', 'id', `${ID.slice(0, -1)}/`],
    ['claimGuest', 'guestId', UUID.replace('4d3b', '1d3b')],
    ['claimGuest', 'guestId', UUID.replace('a3f5', 'c3f5')],
    ['claimGuest', 'guestId', UUID.replaceAll('-', '')],
    ['claimGuest', 'guestId', `${UUID}0`],
    ['claimGuest', 'guestId', `0${UUID}`],
    ['claimGuest', 'guestId', `g${UUID.slice(1)}`],
  ])('refuses in %s the %s %j', (action, field, value) => {
    expect(() => readAccountRequest({ action, [field]: value })).toThrow(malformed(field))
  })

  it.each([
    ['unlink', 'id'],
    ['claimGuest', 'guestId'],
  ])('names what %s lacks: %s', (action, field) => {
    expect(() => readAccountRequest({ action })).toThrow(malformed(field))
  })

  it('wants a code or a CloudID for a phone number', () => {
    expect(() => readAccountRequest({ action: 'phone' })).toThrow(
      expect.toSatisfy(says('INPUT_INVALID: neither code nor phone', 'code')),
    )
  })
})
