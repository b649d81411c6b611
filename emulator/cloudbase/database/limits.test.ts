import { describe, expect, it } from 'vitest'
import { CLIENT_RESULT_BYTES_MAX } from './limits.ts'
import { resultBytes } from './result-bytes.ts'
import { NOW, openNotes } from './testing.ts'

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) })

// mongodb.com/docs/v4.4/reference/limits.
describe('documents', () => {
  it('over 16 MB are refused, by insert, update and replacement, and nothing changes', async () => {
    const notes = openNotes()
    const big = 'x'.repeat(9 * 1024 * 1024)
    await notes.insert([{ _id: 'a', big }])
    const tooLarge = {
      code: 'DATABASE_REQUEST_FAILED',
      message: expect.stringContaining('object to insert too large'),
    }
    await expect(notes.insert([{ _id: 'b', big, more: big }])).rejects.toMatchObject(tooLarge)
    await expect(notes.update('a', { $set: { more: big } })).rejects.toMatchObject(tooLarge)
    await expect(notes.set('a', { big, more: big })).rejects.toMatchObject(tooLarge)
    expect(notes.database.documents('notes').map((document) => Object.keys(document))).toEqual([
      ['_id', 'big'],
    ])
  })

  it('nested deeper than 100 levels are refused', async () => {
    const notes = openNotes()
    await notes.insert([{ _id: 'a', a: nested(90) }])
    await expect(notes.insert([{ _id: 'b', a: nested(110) }])).rejects.toMatchObject({
      code: 'INVALID_PARAM',
    })
    const path = Array.from({ length: 105 }, () => 'a').join('.')
    await expect(notes.update('a', { $set: { [`z.${path}`]: 1 } })).rejects.toThrow(
      'maximum nested object depth',
    )
    expect(await notes.get('a')).toEqual({ _id: 'a', a: nested(90) })
  })

  it('and requests never reach the prototype of objects', async () => {
    const notes = openNotes()
    await notes.insert([{ _id: 'a' }])
    const send = (data: string) => notes.data('insertDocument', { data: [data] })
    for (const name of ['__proto__', 'constructor', 'prototype', 'a.__proto__.b']) {
      await expect(send(`{"${name}":{"polluted":true}}`)).rejects.toMatchObject({ code: 'INVALID_PARAM' })
      const operators = `{"$set":{"${name}.polluted":true}}`
      const body = { queryType: 'DOC', query: '{"_id":"a"}', merge: true, multi: false, data: operators }
      await expect(notes.data('modifyDocument', body)).rejects.toMatchObject({ code: 'INVALID_PARAM' })
    }
    const as = { from: 'notes', localField: '_id', foreignField: '_id', as: '__proto__' }
    await expect(notes.aggregate([{ $lookup: as }])).rejects.toMatchObject({ code: 'INVALID_PARAM' })
    const unwound = { path: '$_id', includeArrayIndex: 'constructor.name' }
    await expect(notes.aggregate([{ $unwind: unwound }])).rejects.toMatchObject({ code: 'INVALID_PARAM' })
    await expect(notes.aggregate([{ $group: { _id: 1, toString: { $sum: 1 } } }])).resolves.toEqual([
      { _id: 1, toString: 1 },
    ])
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })
})

describe('an unknown update operator', () => {
  it('is refused even if nothing matches', async () => {
    const notes = openNotes()
    await expect(notes.updateWhere({ _id: 'nobody' }, { $nonsense: { a: 1 } })).rejects.toMatchObject({
      code: 'DATABASE_INVALID_OPERRATOR',
      message: '[FailedOperation] Unknown modifier: $nonsense',
    })
  })
})

describe('the time of the world', () => {
  // mongodb.com/docs/v4.4/reference/operator/update/currentDate.
  it('is what $currentDate sets', async () => {
    const notes = openNotes()
    await notes.insert([{ _id: 'a' }])
    await notes.update('a', { $currentDate: { at: true, 'in.at': { $type: 'date' } } })
    expect(await notes.get('a')).toEqual({ _id: 'a', at: new Date(NOW), in: { at: new Date(NOW) } })
    await expect(notes.update('a', { $currentDate: { at: { $type: 'x' } } })).rejects.toThrow(
      "required to be 'date' or 'timestamp'",
    )
    await expect(notes.update('a', { $currentDate: { at: true }, $set: { at: 1 } })).rejects.toThrow(
      'conflict at',
    )
  })
})

// developers.weixin.qq.com/miniprogram/dev/wxcloud/guide/capabilities, read 2026-11: 1 MB.
it('the result of a client is measured in bytes of its documents', () => {
  expect(resultBytes(['{"a":"é"}', '{}'])).toBe(12)
  expect(CLIENT_RESULT_BYTES_MAX).toBe(1_048_576)
})
