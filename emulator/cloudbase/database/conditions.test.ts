import { describe, expect, it } from 'vitest'
import { openNotes } from './testing.ts'

/** Positions of the documents that a query finds. */
async function found(documents: readonly object[], query: unknown): Promise<unknown[]> {
  const notes = openNotes()
  await notes.insert(documents.map((document, at) => ({ _id: at, ...document })))
  return (await notes.find(query)).map((document) => Object.values(Object(document))[0])
}

const at = (text: string) => new Date(text)

// mongodb.com/docs/v4.4/tutorial/query-for-null-fields and /reference/operator/query/{in,nin,ne,exists}.
describe('null and missing fields', () => {
  const documents = [{ v: null }, {}, { v: 0 }, { v: [null] }, { v: [] }]
  it.each([
    [{ v: null }, [0, 1, 3]],
    [{ v: { $in: [null] } }, [0, 1, 3]],
    [{ v: { $ne: null } }, [2, 4]],
    [{ v: { $nin: [null, 0] } }, [4]],
    [{ v: { $gt: null } }, []],
    [{ v: { $lte: null } }, [0, 1, 3]],
    [{ v: { $exists: false } }, [1]],
    [{ v: { $exists: true } }, [0, 2, 3, 4]],
    [{ v: { $type: 'null' } }, [0, 3]],
    [{ v: { $not: { $gt: 5 } } }, [0, 1, 2, 3, 4]],
  ])('%j finds %j', async (query, positions) => {
    expect(await found(documents, query)).toEqual(positions)
  })

  // mongodb.com/docs/v4.4/tutorial/query-array-of-documents: a path needs a document to be missing in.
  it('on a path through arrays', async () => {
    const documents = [{ a: [{ b: 1 }, { c: 1 }] }, { a: [] }, { a: [1] }, { a: { b: null } }, { a: 1 }]
    expect(await found(documents, { 'a.b': null })).toEqual([0, 3, 4])
    expect(await found(documents, { 'a.b': { $exists: false } })).toEqual([1, 2, 4])
  })
})

// mongodb.com/docs/v4.4/reference/method/db.collection.find/#type-bracketing.
describe('types', () => {
  const documents = [
    { v: 5 },
    { v: '5' },
    { v: true },
    { v: at('2020-01-01') },
    { v: [7, 'x'] },
    { v: { a: 1 } },
    {},
  ]
  it.each([
    [{ v: { $gt: 1 } }, [0, 4]],
    [{ v: { $gte: '' } }, [1, 4]],
    [{ v: { $lt: at('2021-01-01') } }, [3]],
    [{ v: { $gte: false } }, [2]],
    [{ v: { $lt: { a: 2 } } }, [5]],
    [{ v: { $lt: [8] } }, [4]],
    [{ v: { $type: 'number' } }, [0, 4]],
    [{ v: { $type: 'array' } }, [4]],
    [{ v: { $type: ['string', 8] } }, [1, 2, 4]],
    [{ v: { $type: 'object' } }, [5]],
    // A whole number is sent as an int.
    [{ v: { $type: 'int' } }, [0, 4]],
    [{ v: { $type: 'double' } }, []],
  ])('%j finds %j', async (query, positions) => {
    expect(await found(documents, query)).toEqual(positions)
  })

  // mongodb.com/docs/v4.4/reference/operator/query/type: codes and aliases; bson 4 sends 2^40 as long, 1.5 as double.
  it('of numbers are those they are sent as', async () => {
    const numbers = [{ v: 1 }, { v: 2 ** 40 }, { v: 1.5 }]
    expect(await found(numbers, { v: { $type: 16 } })).toEqual([0])
    expect(await found(numbers, { v: { $type: 'long' } })).toEqual([1])
    expect(await found(numbers, { v: { $type: 'double' } })).toEqual([2])
  })
})

// mongodb.com/docs/v4.4/tutorial/query-arrays, /query-array-of-documents and /query-embedded-documents.
describe('arrays and documents', () => {
  const documents = [
    {
      tags: ['blank', 'red'],
      dim: [14, 21],
      size: { h: 14, w: 21 },
      stock: [
        { q: 5, w: 'A' },
        { q: 15, w: 'C' },
      ],
    },
    { tags: ['red', 'blank'], dim: [14, 21], size: { w: 21, h: 14 }, stock: [{ q: 5, w: 'C' }] },
    {
      tags: [['red', 'blank']],
      dim: [22.85, 30],
      size: { h: 14, w: 21, u: 'cm' },
      stock: [{ q: 60, w: 'A' }],
    },
    { tags: 'red', dim: [10, 15.25], size: 14, stock: { q: 5, w: 'A' } },
  ]
  it.each([
    // "an exact match ... including the field order".
    [{ size: { h: 14, w: 21 } }, [0]],
    [{ 'size.h': 14 }, [0, 1, 2]],
    [{ tags: ['red', 'blank'] }, [1, 2]],
    [{ tags: 'red' }, [0, 1, 3]],
    [{ tags: { $all: ['red', 'blank'] } }, [0, 1]],
    [{ tags: { $all: [['red', 'blank']] } }, [1, 2]],
    [{ tags: { $all: [] } }, []],
    [{ dim: { $gt: 15, $lt: 20 } }, [0, 1, 3]],
    [{ dim: { $elemMatch: { $gt: 22, $lt: 30 } } }, [2]],
    [{ 'dim.1': { $gt: 25 } }, [2]],
    [{ tags: { $size: 2 } }, [0, 1]],
    [{ tags: { $size: 1 } }, [2]],
    [{ stock: { q: 5, w: 'A' } }, [0, 3]],
    [{ stock: { w: 'A', q: 5 } }, []],
    [{ 'stock.q': { $lte: 5 } }, [0, 1, 3]],
    [{ 'stock.0.q': 5 }, [0, 1]],
    [{ stock: { $elemMatch: { q: 5, w: 'A' } } }, [0]],
    [{ 'stock.q': 5, 'stock.w': 'C' }, [0, 1]],
    [{ size: { $in: [14, { w: 21, h: 14 }] } }, [1, 3]],
    [{ tags: { $ne: 'red' } }, [2]],
  ])('%j finds %j', async (query, positions) => {
    expect(await found(documents, query)).toEqual(positions)
  })
})

// mongodb.com/docs/v4.4/reference/operator/query/regex, /in, /not, /all.
describe('patterns', () => {
  const documents = [{ v: 'Apple' }, { v: 'banana' }, { v: ['cherry', 'Apricot'] }, { v: 7 }, {}]
  it.each([
    [{ v: /^A/ }, [0, 2]],
    [{ v: { $regex: '^a', $options: 'i' } }, [0, 2]],
    [{ v: { $regex: /an/ } }, [1]],
    [{ v: { $in: [/^b/, 7] } }, [1, 3]],
    [{ v: { $nin: [/^A/] } }, [1, 3, 4]],
    [{ v: { $not: /^A/ } }, [1, 3, 4]],
    [{ v: { $not: { $regex: '^A' } } }, [1, 3, 4]],
    [{ v: { $all: [/^A/, 'cherry'] } }, [2]],
    [{ v: { $eq: /^A/ } }, []],
    // PCRE's own notation of an option, and option x.
    [{ v: { $regex: '(?i)^BAN' } }, [1]],
    [{ v: { $regex: '^ B  A n # a comment', $options: 'xi' } }, [1]],
  ])('%j finds %j', async (query, positions) => {
    expect(await found(documents, query)).toEqual(positions)
  })

  it('that are malformed are refused', async () => {
    await expect(found(documents, { v: { $regex: '(' } })).rejects.toMatchObject({
      code: 'DATABASE_REQUEST_FAILED',
    })
  })
})

// mongodb.com/docs/v4.4/reference/operator/query/{mod,bitsAllSet,expr,nor,or}.
describe('other operators', () => {
  const documents = [
    { n: 54, spent: 60 },
    { n: 20, spent: 10 },
    { n: 20.9 },
    { n: -3 },
    { n: '4' },
    { n: Number.NaN },
  ]
  it.each([
    [{ n: { $mod: [4, 0] } }, [1, 2]],
    [{ n: { $mod: [2, -1] } }, [3]],
    [{ n: { $mod: [4.5, 0] } }, [1, 2]],
    // 54 is 110110, 50 is 110010.
    [{ n: { $bitsAllSet: 50 } }, [0]],
    [{ n: { $bitsAllSet: [1, 5] } }, [0]],
    // 52 is 110100, and so are these bits of 54 and -3.
    [{ n: { $bitsAnyClear: 52 } }, [1]],
    [{ $expr: { $gt: ['$spent', '$n'] } }, [0]],
    [{ $nor: [{ n: { $gt: 0 } }, { n: '4' }] }, [3, 5]],
    [{ $or: [{ n: -3 }, { spent: 10 }] }, [1, 3]],
    [{ n: Number.NaN }, [5]],
    [{ n: { $lt: 0 } }, [3]],
    [{ n: { $gte: 20, $lte: 54 } }, [0, 1, 2]],
    [{ n: { $gt: 0 }, $comment: 'for the log' }, [0, 1, 2]],
    [{}, [0, 1, 2, 3, 4, 5]],
  ])('%j finds %j', async (query, positions) => {
    expect(await found(documents, query)).toEqual(positions)
  })

  it('$$NOW of an $expr is world time', async () => {
    const dates = [{ at: at('2026-11-19') }, { at: at('2026-11-21') }]
    expect(await found(dates, { $expr: { $lt: ['$at', '$$NOW'] } })).toEqual([0])
  })

  it('a long list of $in is looked up', async () => {
    const list = [...Array.from({ length: 50 }, (_, n) => n * 10), { a: 1 }, null]
    expect(await found([{ v: 70 }, { v: 71 }, { v: { a: 1 } }, {}], { v: { $in: list } })).toEqual([0, 2, 3])
  })
})
