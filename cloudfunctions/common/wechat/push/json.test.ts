import { describe, expect, it } from 'vitest'
import { says } from '../testing.ts'
import { readJson } from './json.ts'

const refused = (detail: string) => expect.toSatisfy(says(`PUSH_UNREADABLE: ${detail}`))

describe('a message in JSON', () => {
  it('is its texts, and its numbers as texts', () => {
    // Page "message push", 2026-11.
    const sample =
      '{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}'
    expect(Object.entries(readJson(sample))).toEqual([
      ['ToUserName', 'gh_97417a04a28d'],
      ['FromUserName', 'o9AgO5Kd5ggOC-bXrbNODIiE3bGY'],
      ['CreateTime', '1714112445'],
      ['MsgType', 'event'],
      ['Event', 'debug_demo'],
      ['debug_str', 'hello world'],
    ])
  })

  it.each(['null', 'true', '1.5', '7294823749827349823', '["1"]', '{"B":"1"}'])('leaves out %s', (value) => {
    expect(Object.entries(readJson(`{"L":${value},"A":"1"}`))).toEqual([['A', '1']])
  })

  it('A40: gains nothing from __proto__', () => {
    const fields = readJson('{"__proto__":{"Event":"subscribe"},"constructor":{"Event":"subscribe"},"A":"1"}')
    expect(Object.getPrototypeOf(fields)).toBeNull()
    expect(Object.entries(fields)).toEqual([['A', '1']])
  })

  it.each(['', 'null', '7', '"text"', '["1"]', '{', '{"A":"1"}}', '{A:1}', '<xml></xml>'])(
    'is not %j',
    (text) => {
      expect(() => readJson(text)).toThrow(refused('no JSON object'))
    },
  )

  it('is bounded by 64 KB', () => {
    const of = (bytes: number) => `{"A":"${'x'.repeat(bytes - 8)}"}`
    expect(readJson(of(65_536))['A']).toHaveLength(65_528)
    expect(() => readJson(of(65_537))).toThrow(refused('more than 65536 bytes'))
  })
})
