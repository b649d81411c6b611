import { describe, expect, it } from 'vitest'
import { openNotes } from './testing.ts'

const documents = [
  { _id: 0, item: 'journal', qty: 25, at: new Date(0) },
  { _id: 1, item: 'notebook', qty: 'many', tags: ['a', 'a'] },
  { _id: 2, qty: 2.5, size: { h: 4 } },
  { _id: 3, item: 7, qty: 100, size: { h: -1 } },
]

// mongodb.com/docs/v4.4/reference/operator/query/jsonSchema.
describe('$jsonSchema', () => {
  it.each([
    [{ required: ['item', 'qty'], properties: { qty: { bsonType: 'int' } } }, [0, 3]],
    [{ properties: { qty: { bsonType: ['string', 'double'] } } }, [1, 2]],
    [{ properties: { qty: { type: 'number', minimum: 25, exclusiveMinimum: true } } }, [3]],
    [{ properties: { qty: { bsonType: 'number' }, at: { bsonType: 'date' } } }, [0, 2, 3]],
    // A date is no object, though JavaScript holds it for one.
    [{ properties: { at: { type: 'object' } } }, [1, 2, 3]],
    [{ properties: { tags: { uniqueItems: true } } }, [0, 2, 3]],
    [{ properties: { size: { properties: { h: { minimum: 0 } } } } }, [0, 1, 2]],
    [{ not: { required: ['item'] } }, [2]],
    [{ anyOf: [{ required: ['tags'] }, { required: ['size'] }] }, [1, 2, 3]],
    [{ properties: { item: { enum: ['journal', 7] } } }, [0, 2, 3]],
    [{ properties: { item: { bsonType: 'string', pattern: '^note' } } }, [1, 2]],
  ])('%j', async (schema, ids) => {
    const notes = openNotes()
    await notes.insert(documents)
    const found = await notes.find({ $jsonSchema: schema })
    expect(found.map((document) => Object(document)['_id'])).toEqual(ids)
  })

  it.each([
    [{ bsonType: 'nonsense' }, 'Unknown type name alias: nonsense'],
    [{ type: 'integer' }, "$jsonSchema type 'integer' is not currently supported."],
    [{ format: 'email' }, 'Unknown $jsonSchema keyword: format'],
    ['x', '$jsonSchema must be an object'],
  ])('%j is refused', async (schema, message) => {
    await expect(openNotes().find({ $jsonSchema: schema })).rejects.toThrow(message)
  })
})
