import { createHash } from 'node:crypto'
import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { AppIdSchema, OpenIdSchema, OpenPlatformIdSchema, UnionIdSchema } from '../base/ids.ts'
import { identityId, unionId } from './documentIds.ts'

const appid = v.parse(AppIdSchema, 'wx0123456789abcdef')
const idText = fc.stringMatching(/^[A-Za-z0-9_-]{6,64}$/)

describe('document ids', () => {
  it('are the kind and 32 characters of SHA-256 over the length-prefixed parts, for ever', () => {
    const bytes = Buffer.concat([
      Buffer.from([0, 0, 0, 2]),
      Buffer.from('wx'),
      Buffer.from([0, 0, 0, 18]),
      Buffer.from('wx0123456789abcdef'),
      Buffer.from([0, 0, 0, 7]),
      Buffer.from('oPERSON'),
    ])
    const expected = `wx-${createHash('sha256').update(bytes).digest('base64url').slice(0, 32)}`
    expect(identityId(appid, v.parse(OpenIdSchema, 'oPERSON'))).toBe(expected)
  })

  it('do not contain what they are made of, and differ where a part differs', () => {
    fc.assert(
      fc.property(idText, idText, (one, other) => {
        const id = identityId(appid, v.parse(OpenIdSchema, one))
        expect(id).toMatch(/^wx-[A-Za-z0-9_-]{32}$/)
        expect(id).not.toContain(one)
        if (one !== other) expect(identityId(appid, v.parse(OpenIdSchema, other))).not.toBe(id)
      }),
    )
  })

  it('keep the unionids of two open platforms apart', () => {
    const unionid = v.parse(UnionIdSchema, 'oUNION_X')
    const [one, other] = ['one', 'other'].map((name) => unionId(v.parse(OpenPlatformIdSchema, name), unionid))
    expect(one).toMatch(/^un-[A-Za-z0-9_-]{32}$/)
    expect(one).not.toBe(other)
  })
})
