import { describe, expect, it } from 'vitest'
import { createCredentials } from './credentials.ts'

const header = (secretId: string) =>
  `TC3-HMAC-SHA256 Credential=${secretId}/2026-11-20/tcb/tc3_request, SignedHeaders=content-type;host, Signature=0`

describe('instance credentials', () => {
  const credentials = createCredentials()
  const { secretId } = credentials.issue('login#1')

  it('name the instance that they were issued to', () => {
    expect(credentials.holderOf(header(secretId))).toBe('login#1')
  })

  it.each([
    ['nothing', undefined],
    ['another scheme', `Bearer ${secretId}`],
    ['a key of a real account', header('AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE')],
    ['a key that was never issued', header(`LOCAL${'0'.repeat(32)}`)],
    ['a key of another start', header(createCredentials().issue('login#1').secretId)],
  ])('refuse %s', (_, authorization) => {
    expect(credentials.holderOf(authorization)).toBeUndefined()
  })

  it('A47: are marked as local and differ every time', () => {
    const other = credentials.issue('login#2')
    expect(secretId).toMatch(/^LOCAL[0-9a-f]{32}$/)
    expect(other.secretId).not.toBe(secretId)
    expect(other.secretKey).toMatch(/^LOCAL/)
  })
})
