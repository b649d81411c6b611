import { describe, expect, it } from 'vitest'
import { openNotes } from './testing.ts'

const refused = (message: string) => ({ code: 'INVALID_PARAM', message: expect.stringContaining(message) })

describe('a request that is not well-formed', () => {
  it.each([
    ['insertDocument', { data: '{}' }, 'data'],
    ['insertDocument', { data: ['{"n":'] }, 'malformed EJSON'],
    ['insertDocument', { data: ['[]'] }, 'data: must be an object'],
    ['insertDocument', { data: ['{"n":{"$numberInt":"1e3"}}'] }, 'malformed EJSON: $numberInt'],
    ['insertDocument', { collectionName: 1, data: [] }, 'collectionName'],
    ['getDocument', { query: {} }, 'query'],
    ['getDocument', { query: '{"a":' }, 'malformed EJSON'],
    ['getDocument', { limit: -1 }, 'limit'],
    ['getDocument', { offset: 0.5 }, 'offset'],
    ['getDocument', { queryType: 'DOC', query: '{}' }, '_id'],
    ['getDocument', { order: '{"n":"asc"}' }, "order of 'n' must be 1 or -1"],
    ['modifyDocument', { query: '{}', data: '{"n":{"$numberInt":"1"}}' }, 'data: n needs an object'],
    ['modifyDocument', { query: '{}', merge: true, upsert: true, data: '{}' }, 'upsert'],
    ['modifyDocument', { query: '{}', merge: false, multi: true, data: '{}' }, 'multi'],
    ['commitTransaction', {}, 'transactionId'],
  ])('%s %j is refused', async (action, body, message) => {
    const notes = openNotes()
    await expect(notes.data(action, body)).rejects.toMatchObject(refused(message))
  })

  it.each([
    ['removeDocument', {}],
    ['removeDocument', { query: '', multi: true }],
    ['modifyDocument', { multi: true, data: '{"$set":{"n":{"$numberInt":"1"}}}' }],
  ])('%s %j has no where() and changes nothing', async (action, body) => {
    const notes = openNotes()
    await notes.insert([{ _id: 'a', n: 0 }])
    await expect(notes.data(action, { queryType: 'WHERE', ...body })).rejects.toMatchObject(
      refused('query: required'),
    )
    expect(notes.database.documents('notes')).toEqual([{ _id: 'a', n: 0 }])
  })

  it.each(['{"$where":"1"}', '{"$or":[{"$where":"1"}]}', '{"$expr":{"$function":{"body":"1"}}}'])(
    'JavaScript in a query is refused: %s',
    async (query) => {
      await expect(openNotes().data('getDocument', { query })).rejects.toMatchObject(
        refused('is not allowed'),
      )
    },
  )

  it.each([
    '{"$set":{"__proto__.polluted":true}}',
    '{"$set":{"a.constructor.prototype.polluted":true}}',
    '{"$set":{"a":{"__proto__":{"polluted":true}}}}',
    '{"$push":{"a.prototype":true}}',
  ])('names of the prototype chain are refused: %s', async (data) => {
    const notes = openNotes()
    await notes.insert([{ _id: 'a', n: 0 }])
    const body = { queryType: 'DOC', query: '{"_id":"a"}', data }
    await expect(notes.data('modifyDocument', body)).rejects.toMatchObject(refused('is not allowed'))
    await expect(notes.data('insertDocument', { data: [data] })).rejects.toMatchObject(
      refused('is not allowed'),
    )
    expect(notes.database.documents('notes')).toEqual([{ _id: 'a', n: 0 }])
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  it('a target of $rename is a path too', async () => {
    const notes = openNotes()
    await notes.insert([{ _id: 'a', n: 0 }])
    await expect(notes.update('a', { $rename: { n: '__proto__.n' } })).rejects.toMatchObject(
      refused('is not allowed'),
    )
  })
})
