import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { makeCertificates } from './certificate.ts'

const NOW = Date.UTC(2026, 10, 20, 12)

describe('certificates', () => {
  const made = makeCertificates(['*.tencentcloudapi.com', 'code.example.com'], NOW)
  const [authority, server] = [new X509Certificate(made.authority), new X509Certificate(made.certificate)]

  it('are of an authority that signed both', () => {
    expect(authority.ca).toBe(true)
    expect(authority.verify(authority.publicKey)).toBe(true)
    expect(server.ca).toBe(false)
    expect(server.verify(authority.publicKey)).toBe(true)
    expect(server.checkIssued(authority)).toBe(true)
    expect(server.publicKey.equals(authority.publicKey)).toBe(false)
  })

  it('are for the hosts that were named', () => {
    expect(server.checkHost('scf.tencentcloudapi.com')).toBe('*.tencentcloudapi.com')
    expect(server.checkHost('code.example.com')).toBe('code.example.com')
    expect(server.checkHost('tencentcloudapi.com.example.com')).toBeUndefined()
  })

  it('hold from an hour ago, for thirty days', () => {
    expect(server.validFrom).toBe('Nov 20 11:00:00 2026 GMT')
    expect(server.validTo).toBe('Dec 20 12:00:00 2026 GMT')
  })

  it('are others every time', () => {
    expect(makeCertificates(['a.example.com'], NOW).authority).not.toBe(made.authority)
  })
})
