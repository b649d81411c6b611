import { describe, expect, it } from 'vitest'
import { readMultipart } from './multipart.ts'

const TYPE = 'multipart/form-data; boundary=--------------------------1'
const BOUNDARY = '----------------------------1'

const part = (head: string, value: Uint8Array | string): Buffer =>
  Buffer.concat([
    Buffer.from(`${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
    Buffer.from(value),
    Buffer.from('\r\n'),
  ])
const end = Buffer.from(`${BOUNDARY}--\r\n`)
const octets = (name: string): string => `name="${name}"\r\nContent-Type: application/octet-stream`

describe('a multipart body', () => {
  it('has text, and bytes with and without a file name', async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 45, 45, 128])
    const body = Buffer.concat([
      part('name="名"', '值 ✓'),
      part(octets('requestData'), bytes),
      part('name="file"; filename="照片.png"\r\nContent-Type: image/png', bytes),
      part(octets('empty'), ''),
      end,
    ])
    expect(await readMultipart(TYPE, body)).toEqual({
      fields: { 名: '值 ✓' },
      parts: { requestData: bytes, file: bytes, empty: Buffer.alloc(0) },
    })
  })

  it('cannot name a field that changes an object', async () => {
    const read = await readMultipart(TYPE, Buffer.concat([part('name="__proto__"', 'x'), end]))
    expect('fields' in read && Object.getPrototypeOf(read.fields)).toBe(Object.prototype)
  })

  it('keeps a text longer than busboy’s own limit of 1 MB', async () => {
    const text = 'x'.repeat(1_100_000)
    expect(await readMultipart(TYPE, Buffer.concat([part('name="a"', text), end]))).toMatchObject({
      fields: { a: text },
    })
  })

  it.each([
    ['ends in a text', TYPE, part('name="a"', 'x')],
    ['ends in a file', TYPE, part(octets('a'), 'x')],
    ['is empty', TYPE, Buffer.alloc(0)],
    ['has no boundary', 'multipart/form-data', end],
    ['is something else', 'text/plain', end],
    ['has a thousand parts', TYPE, Buffer.concat([...Array(1_000).fill(part('name="a"', 'x')), end])],
  ])('that %s is a problem with words', async (_, type, body) => {
    expect(await readMultipart(type, body)).toEqual({ problem: expect.stringContaining('multipart') })
  })
})
