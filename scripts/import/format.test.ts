import { describe, expect, it } from 'vitest'
import { readingOf } from './format.ts'

const first = (format: 'csv' | 'jsonl', content: string) => {
  const bytes = Buffer.from(content)
  const { readRow, offset } = readingOf(format, bytes)
  return readRow(bytes, offset, true)
}

describe('the first line of CSV', () => {
  it.each([
    ['app,openid\nshop,o1', { app: 'shop', openid: 'o1', unionid: '', businessUserId: '' }],
    ['\ufeffOpenID;AppID;more\r\no1;wx1;x', { app: 'wx1', openid: 'o1', unionid: '', businessUserId: '' }],
    [
      '"businessUserId"\tunionid\topenid\tapp\nb\tu\to\ta',
      { app: 'a', openid: 'o', unionid: 'u', businessUserId: 'b' },
    ],
    ['appid,app,openid\nwx1,,o1', { app: 'wx1', openid: 'o1', unionid: '', businessUserId: '' }],
    ['a b, openid , app\n1, o1 ,shop', { app: 'shop', openid: 'o1', unionid: '', businessUserId: '' }],
  ])('says which column is which: %j', (content, values) => {
    expect(first('csv', content)).toMatchObject({ values })
  })

  it('may name columns that mean nothing', () => {
    expect(readingOf('csv', Buffer.from('Name,app,openid,phone\n')).ignored).toEqual(['Name', 'phone'])
  })

  it.each([
    ['app,unionid\n', 'there is no column openid'],
    ['openid,unionid\n', 'there is no column app or appid'],
    ['app,openid,openid\n', 'there are two columns openid'],
    ['"app,openid\n', 'the first line names no columns'],
    ['', 'there is no column openid'],
  ])('has to: %j', (content, words) => {
    expect(() => readingOf('csv', Buffer.from(content))).toThrow(words)
  })
})

describe('a line of JSON', () => {
  it.each([
    [
      '{"app":"shop","openid":"o1","unionid":null,"x":[1]}',
      { app: 'shop', openid: 'o1', unionid: '', businessUserId: '' },
    ],
    [
      '\ufeff{"appid":"wx1","openid":"o1","businessUserId":12}',
      { app: 'wx1', openid: 'o1', unionid: '', businessUserId: '12' },
    ],
  ])('%j', (content, values) => {
    expect(first('jsonl', content)).toMatchObject({ values })
  })

  it.each([
    ['{"app":', 'is no JSON object'],
    ['[1]', 'is no JSON object'],
    ['"text"', 'is no JSON object'],
    ['{"openid":{"a":1}}', 'openid is no text'],
  ])('%j is none', (content, problem) => {
    expect(first('jsonl', content)).toMatchObject({ values: undefined, problem })
  })
})
