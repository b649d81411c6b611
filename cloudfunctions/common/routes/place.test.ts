import { describe, expect, it } from 'vitest'
import { readPlace } from './place.ts'

// CLIENTIP, CLIENTIPV6, ENV: Cloud.getWXContext reference, 2026-11. Addresses are those for documentation (RFC 5737, 3849).

const ENV = 'test-f0b102'

describe('where a call comes from and arrives', () => {
  it.each([
    ['both addresses', { CLIENTIP: '203.0.113.7', CLIENTIPV6: '2001:db8::7' }, '203.0.113.7'],
    ['the address alone', { CLIENTIP: '203.0.113.7' }, '203.0.113.7'],
    ['an empty one beside it', { CLIENTIP: '203.0.113.7', CLIENTIPV6: '' }, '203.0.113.7'],
    ['the one of IPv6 alone', { CLIENTIPV6: '2001:db8::7' }, '2001:db8::7'],
    ['an empty one and one of IPv6', { CLIENTIP: '', CLIENTIPV6: '2001:db8::7' }, '2001:db8::7'],
    ['two empty ones', { CLIENTIP: '', CLIENTIPV6: '' }, '127.0.0.1'],
    ['none', {}, '127.0.0.1'],
  ])('is in the context with %s', (_, given, address) => {
    const person = { SOURCE: 'wx_client', OPENID: 'oPERSON', APPID: 'wx0123456789abcdef' }
    expect(readPlace({ ...person, ENV, ...given })).toStrictEqual({ envId: 'test-f0b102', address })
  })

  it.each([undefined, null, 'ENV', 7, {}])('is not known from %j', (raw) => {
    expect(readPlace(raw)).toStrictEqual({ envId: '', address: '127.0.0.1' })
  })
})
