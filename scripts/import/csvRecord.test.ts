import { describe, expect, it } from 'vitest'
import { RECORD_BYTES, readCsvRecord, readLine } from './csvRecord.ts'

const COMMA = 0x2c

const read = (text: string, isLast = true, at = 0) => readCsvRecord(Buffer.from(text), at, COMMA, isLast)

describe('a record of CSV', () => {
  it.each([
    ['a,b\nrest', ['a', 'b'], 4, 1],
    ['a,b\r\nrest', ['a', 'b'], 5, 1],
    ['a,b', ['a', 'b'], 3, 1],
    ['a,\n', ['a', ''], 3, 1],
    [',\r\n', ['', ''], 3, 1],
    ['\n', [''], 1, 1],
    ['"a,b",c\n', ['a,b', 'c'], 8, 1],
    ['"a ""b""",""\n', ['a "b"', ''], 13, 1],
    ['"a\r\nb",c\r\n', ['a\r\nb', 'c'], 10, 2],
    ['a"b",c\n', ['a"b"', 'c'], 7, 1],
    ['"a"', ['a'], 3, 1],
    ['"a"\r\n', ['a'], 5, 1],
    ['小明,名\n', ['小明', '名'], 11, 1],
  ])('%j', (text, fields, end, lines) => {
    expect(read(text)).toEqual({ fields, end, lines })
  })

  it.each(['a,b', 'a,b\r', '"a', '"a"', '"a"\r', '"a""', ''])(
    'is not over in %j while bytes follow',
    (text) => {
      expect(read(text, false)).toBe('more')
    },
  )

  it('begins where it is said', () => {
    expect(read('a,b\nc,d\n', false, 4)).toEqual({ fields: ['c', 'd'], end: 8, lines: 1 })
  })

  it.each([
    ['"a\nb,c\n', 'has a quote that is not closed', 3],
    ['"a"b,c\nd\n', 'has text behind a closing quote', 7],
    ['"a\nb"c\nd\n', 'has text behind a closing quote', 3],
  ])('%j costs one line', (text, problem, end) => {
    expect(read(text)).toEqual({ fields: undefined, problem, end, lines: 1 })
  })

  it('has 64 KB at most', () => {
    const most = 'a'.repeat(RECORD_BYTES - 1)
    expect(read(`${most}\nb\n`)).toEqual({ fields: [most], end: RECORD_BYTES, lines: 1 })
    const cutOff = {
      fields: undefined,
      problem: 'is longer than 64 KB',
      end: RECORD_BYTES,
      lines: 0,
      isCutOff: true,
    }
    expect(read(`${most}aa\nb\n`)).toEqual(cutOff)
    expect(read(`${most}aa`, false)).toEqual(cutOff)
    const quoted = `"a\n${'b\n'.repeat(RECORD_BYTES)}`
    expect(read(quoted, false)).toMatchObject({ problem: 'has a quote that is not closed', end: 3, lines: 1 })
  })
})

describe('a line', () => {
  it('ends with its line end, or with the file', () => {
    expect(readLine(Buffer.from('{}\nx'), 0, false)).toEqual({ text: '{}', end: 3, lines: 1 })
    expect(readLine(Buffer.from('{}'), 0, true)).toEqual({ text: '{}', end: 2, lines: 1 })
    expect(readLine(Buffer.from('{}'), 0, false)).toBe('more')
  })

  it('has 64 KB at most', () => {
    const long = Buffer.from('a'.repeat(RECORD_BYTES + 1))
    expect(readLine(long, 0, false)).toMatchObject({ end: RECORD_BYTES, isCutOff: true })
  })
})
