import { describe, expect, it } from 'vitest'
import { says } from '../testing.ts'
import { readXml } from './xml.ts'

const refused = (detail: string) => expect.toSatisfy(says(`PUSH_UNREADABLE: ${detail}`))
const read = (text: string) => Object.entries(readXml(text))

describe('a message in XML', () => {
  it('is the texts of the sample', () => {
    // Page "receiving events", 2026-11: a scanned code that makes somebody a follower.
    const sample = `<xml>
  <ToUserName><![CDATA[toUser]]></ToUserName>
  <FromUserName><![CDATA[FromUser]]></FromUserName>
  <CreateTime>123456789</CreateTime>
  <MsgType><![CDATA[event]]></MsgType>
  <Event><![CDATA[subscribe]]></Event>
  <EventKey><![CDATA[qrscene_123123]]></EventKey>
  <Ticket><![CDATA[TICKET]]></Ticket>
</xml>`
    expect(read(sample)).toEqual([
      ['ToUserName', 'toUser'],
      ['FromUserName', 'FromUser'],
      ['CreateTime', '123456789'],
      ['MsgType', 'event'],
      ['Event', 'subscribe'],
      ['EventKey', 'qrscene_123123'],
      ['Ticket', 'TICKET'],
    ])
  })

  it.each(['7294823749827349823', '0012', '1e5', '0x1F', '-0', 'true', 'null', ' 1 ', '\n'])(
    'A5: keeps %j as it is, with CDATA and without',
    (text) => {
      expect(read(`<xml><A>${text}</A><B><![CDATA[${text}]]></B></xml>`)).toEqual([
        ['A', text],
        ['B', text],
      ])
    },
  )

  it('A28: reads a text whole that was cut in two because it holds the end of CDATA', () => {
    expect(read('<xml><EventKey><![CDATA[a]]]]><![CDATA[><b>1</b>]]></EventKey></xml>')).toEqual([
      ['EventKey', 'a]]><b>1</b>'],
    ])
  })

  it.each(['<A></A>', '<A/>', '<A />', '<A x="1"/>', '<A><![CDATA[]]></A>'])(
    'may have an empty text: %s',
    (element) => {
      expect(read(`<xml>${element}</xml>`)).toEqual([['A', '']])
    },
  )

  it.each([
    ['elements within elements', '<L><i>1</i></L><M>t<i/></M><N><![CDATA[t]]><i>1</i></N>'],
    ['a name that stands there twice', '<L>1</L><L>2</L><M><![CDATA[1]]></M><M/>'],
    ['comments, instructions and text between', 'text<!-- <L>1</L> --><?L 1?><![CDATA[<L>1</L>]]>'],
  ])('leaves out %s', (_, inside) => {
    expect(read(`<xml>${inside}<A>1</A></xml>`)).toEqual([['A', '1']])
  })

  it('has no attributes', () => {
    expect(read('<xml B="1" xmlns="urn:x"><A C="2">1</A></xml>')).toEqual([['A', '1']])
  })

  it.each(['<xml></xml>', '<xml/>', '<xml>text</xml>'])('may have no texts at all: %s', (text) => {
    expect(read(text)).toEqual([])
  })

  it('may begin with a declaration', () => {
    expect(read('<?xml version="1.0" encoding="UTF-8"?>\n<xml><A>1</A></xml>\n')).toEqual([['A', '1']])
  })

  it('A40: takes any name for a name', () => {
    const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__']
    const fields = readXml(`<xml>${names.map((name) => `<${name}>${name}!</${name}>`).join('')}</xml>`)
    expect(Object.getPrototypeOf(fields)).toBeNull()
    expect(Object.entries(fields)).toEqual([
      ['__proto__', '__proto__!'],
      ['constructor', 'constructor!'],
      ['prototype', 'prototype!'],
      ['toString', 'toString!'],
      ['hasOwnProperty', 'hasOwnProperty!'],
      ['__defineGetter__', '__defineGetter__!'],
    ])
    expect(readXml('<xml><__proto__><polluted>1</polluted></__proto__></xml>')).toEqual({})
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})

describe('A28: XML that declares a document type', () => {
  const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')
  it.each([
    ['a file as an entity', '<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><A>&x;</A></xml>'],
    [
      'an address as an entity',
      '<!DOCTYPE xml [<!ENTITY x SYSTEM "http://127.0.0.1/">]><xml><A>&x;</A></xml>',
    ],
    ['a billion laughs', `<!DOCTYPE xml [<!ENTITY l0 "lol">${laughs}]><xml><A>&l9;</A></xml>`],
    [
      'a long entity many times',
      `<!DOCTYPE xml [<!ENTITY x "${'x'.repeat(20_000)}">]><xml><A>${'&x;'.repeat(9_000)}</A></xml>`,
    ],
    [
      'parameter entities',
      '<!DOCTYPE xml [<!ENTITY % f SYSTEM "file:///etc/passwd"><!ENTITY % e "<!ENTITY x \'%f;\'>">%e;]><xml><A>&x;</A></xml>',
    ],
    ['a document type elsewhere', '<!DOCTYPE xml SYSTEM "http://127.0.0.1/x.dtd"><xml><A>1</A></xml>'],
    ['a document type of nothing', '<!DOCTYPE xml><xml><A>1</A></xml>'],
    ['lower case', '<!doctype xml [<!entity x "y">]><xml><A>&x;</A></xml>'],
    ['mixed case', '<!DocType xml><xml><A>1</A></xml>'],
    ['an entity alone', '<xml><!eNtItY x "y"><A>1</A></xml>'],
    ['a document type within the root', '<xml><!DOCTYPE xml><A>1</A></xml>'],
    ['a document type within CDATA', '<xml><A><![CDATA[<!DOCTYPE xml>]]></A></xml>'],
  ])('is refused: %s', (_, text) => {
    expect(() => readXml(text)).toThrow(refused('XML with a document type'))
  })

  it.each(['&lt;', '&amp;', '&#65;', '&#x41;', '&unknown;'])(
    'and without one, %s is not looked at',
    (entity) => {
      expect(read(`<xml><A>${entity}</A><B><![CDATA[${entity}]]></B></xml>`)).toEqual([
        ['A', entity],
        ['B', entity],
      ])
    },
  )
})

describe('what is no message', () => {
  // 18 bytes around 21,839 characters of three bytes and one of one.
  const largest = `<xml><A>${'关'.repeat(21_839)}x</A></xml>`

  it('A28: is anything of more than 64 KB', () => {
    expect(Buffer.byteLength(largest)).toBe(65_536)
    expect(read(largest)).toHaveLength(1)
    expect(() => readXml(`${largest}\n`)).toThrow(refused('more than 65536 bytes'))
    expect(() => readXml(`<!DOCTYPE xml>${largest}`)).toThrow(refused('more than 65536 bytes'))
  })

  it.each([
    '<root><A>1</A></root>',
    '<XML><A>1</A></XML>',
    '<a:xml xmlns:a="urn:x"><A>1</A></a:xml>',
    '<A/><xml><A>1</A></xml>',
    '<xml/><xml><A>1</A></xml>',
    '<xml><A>1</A></xml><xml/>',
    '<__proto__><A>1</A></__proto__>',
  ])('is another root than one xml: %s', (text) => {
    expect(() => readXml(text)).toThrow(refused('XML of another root'))
  })

  it.each([
    '',
    'text',
    '{"xml":{}}',
    '<xml>',
    '<xml><A>1</A>',
    '<xml><A>1</B></xml>',
    '<xml><A><![CDATA[1</A></xml>',
    '<xml><A>1</A></xml>text',
    '<xml><A>1</A></xml><xml><A>2</A></xml>',
    '<xml><#text>1</#text></xml>',
    '<xml>< A>1</ A></xml>',
    '<xml a="1><A>1</A></xml>',
    '<xml><A>&</A></xml>',
    `<xml>${'<a>'.repeat(200)}${'</a>'.repeat(200)}</xml>`,
  ])('is what is no XML, or only looks alike: %s', (text) => {
    expect(() => readXml(text)).toThrow(refused('no XML'))
  })
})
