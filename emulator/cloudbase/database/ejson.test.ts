import { Decimal128, Long, ObjectId } from 'bson'
import { describe, expect, it } from 'vitest'
import { decode, encodeForReply, encodeForStorage } from './ejson.ts'

const at = (text: string) => decode(text, 1_000)

describe('decode', () => {
  it.each([
    ['{"$numberInt":"-7"}', -7],
    ['{"$numberLong":"4294967296"}', 4294967296],
    ['{"$numberDouble":"1.5"}', 1.5],
    ['{"$numberDouble":"-Infinity"}', Number.NEGATIVE_INFINITY],
    ['{"$numberDouble":"NaN"}', Number.NaN],
    ['{"$date":{"$numberLong":"-1"}}', new Date(-1)],
    ['{"$date":"2026-11-20T08:00:00Z"}', new Date('2026-11-20T08:00:00Z')],
    ['{"$oid":"65f0000000000000000000aa"}', new ObjectId('65f0000000000000000000aa')],
    ['{"$numberLong":"9007199254740993"}', Long.fromString('9007199254740993')],
    ['{"$numberDecimal":"1.10"}', Decimal128.fromString('1.10')],
  ])('%s', (text, value) => {
    expect(at(`{"v":${text}}`)).toEqual({ v: value })
  })

  it('puts the server date anywhere, with its offset', () => {
    expect(at('{"a":[{"b":{"$tcb_server_date":{"offset":{"$numberInt":"0"}}}}]}')).toEqual({
      a: [{ b: new Date(1_000) }],
    })
    expect(at('{"a":{"$tcb_server_date":{"offset":{"$numberInt":"-500"}}}}')).toEqual({ a: new Date(500) })
  })

  it('takes every JavaScript flag of a regular expression and keeps those that decide what matches', () => {
    expect(at('{"a":{"$regularExpression":{"pattern":"^x.","options":"dgimsuy"}}}')).toEqual({ a: /^x./imsu })
  })

  it.each([
    '{"$numberLong":"1.5"}',
    '{"$numberDouble":"one"}',
    '{"$date":"yesterday"}',
    '{"$oid":"xyz"}',
    '{"$regularExpression":{"pattern":"("}}',
    '{"$regularExpression":{"pattern":"a","options":"q"}}',
    '{"$numberDecimal":"x"}',
    '{"$tcb_server_date":{"offset":"1"}}',
    // Stored, it would be a date that nobody can read: the file could not be opened again.
    '{"$tcb_server_date":{"offset":1e300}}',
    `{"$numberLong":"${'9'.repeat(400)}"}`,
  ])('refuses %s', (text) => {
    expect(() => at(`{"v":${text}}`)).toThrow(/malformed|unsupported|invalid/)
  })

  it('refuses nesting that MongoDB refuses', () => {
    expect(() => at(`${'['.repeat(200)}${']'.repeat(200)}`)).toThrow('nested deeper than 100 levels')
  })
})

describe('encode', () => {
  const value = {
    n: 1.5,
    inf: Number.POSITIVE_INFINITY,
    date: new Date('2026-11-20T08:00:00.000Z'),
    early: new Date(-1),
    id: new ObjectId('65f0000000000000000000aa'),
    text: /a\/b/i,
    long: Long.fromString('9007199254740993'),
    none: null,
  }

  it('answers relaxed EJSON with plain object ids', () => {
    expect(encodeForReply(value)).toBe(
      '{"n":1.5,"inf":{"$numberDouble":"Infinity"},"date":{"$date":"2026-11-20T08:00:00.000Z"},' +
        '"early":{"$date":{"$numberLong":"-1"}},"id":"65f0000000000000000000aa",' +
        '"text":{"$regularExpression":{"pattern":"a\\\\/b","options":"i"}},' +
        '"long":{"$numberLong":"9007199254740993"},"none":null}',
    )
  })

  it('stores what decodes to the same value', () => {
    expect(decode(encodeForStorage(value), 0)).toEqual(value)
  })
})
