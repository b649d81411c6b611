import fc from 'fast-check'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { OneIdError } from '../base/errors.ts'
import { says } from '../wechat/testing.ts'
import { readEvent } from './readEvent.ts'

const Schema = v.object({
  name: v.optional(v.string()),
  inner: v.optional(v.object({ list: v.array(v.string()) })),
})

describe('an event', () => {
  it('is read by its known fields', () => {
    expect(readEvent(Schema, { name: 'n', userInfo: { openId: 'o' } })).toStrictEqual({ name: 'n' })
  })

  it('names the first field that is wrong, as a dotted path, and quotes nothing', () => {
    expect(() => readEvent(Schema, { inner: { list: ['ok', 7] } })).toThrow(
      expect.toSatisfy(says('INPUT_INVALID: inner.list.1 is missing or malformed', 'inner.list.1')),
    )
  })

  it.each([undefined, null, 'text', 7, true])('that is %j is refused', (event) => {
    expect(() => readEvent(Schema, event)).toThrow(
      expect.toSatisfy(says('INPUT_INVALID: the event is no object')),
    )
  })

  it('A40: gains nothing from __proto__, constructor or an inherited field', () => {
    const sent: unknown = JSON.parse('{"__proto__":{"name":"p"},"constructor":{"prototype":{"name":"c"}}}')
    expect(readEvent(Schema, sent)).toStrictEqual({})
    expect(readEvent(Schema, Object.create({ name: 'inherited' }))).toStrictEqual({})
    expect(Object.hasOwn(Object.prototype, 'name')).toBe(false)
  })

  it('A39, A40: is never quoted, changed or the cause of another error, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (event) => {
        const before = JSON.stringify(event)
        try {
          readEvent(Schema, event)
        } catch (error) {
          expect(error).toBeInstanceOf(OneIdError)
          expect(String(error)).toMatch(
            /^OneIdError: INPUT_INVALID: (the event is no object|(name|inner|inner\.list|inner\.list\.\d+) is missing or malformed)$/,
          )
        }
        expect(JSON.stringify(event)).toBe(before)
      }),
    )
  })
})
