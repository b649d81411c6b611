import { describe, expect, it } from 'vitest'
import { openNotes } from '../testing.ts'

const opened = async (documents: readonly object[]) => {
  const notes = openNotes()
  await notes.insert([...documents])
  return notes
}

const SALES = [
  { _id: 1, item: 'abc', price: 10, quantity: 2 },
  { _id: 2, item: 'jkl', price: 20, quantity: 1 },
  { _id: 3, item: 'xyz', price: 5, quantity: 10 },
  { _id: 4, item: 'xyz', price: 5, quantity: 20 },
  { _id: 5, item: 'abc', price: 10, quantity: 10 },
]

// By mongodb.com/docs/v4.4/reference/operator/aggregation-pipeline and of the platform's own pages,
// docs.cloudbase.net/api-reference/server/node-sdk/database/aggregate/stages, read 2026-11.
describe('stages', () => {
  it('$match, $sort, $skip, $limit, $count', async () => {
    const notes = await opened(SALES)
    const stages = [{ $match: { price: { $lte: 10 } } }, { $sort: { quantity: -1 } }]
    expect(await notes.aggregate([...stages, { $skip: 1 }, { $limit: 2 }])).toEqual([SALES[2], SALES[4]])
    expect(await notes.aggregate([...stages, { $count: 'n' }])).toEqual([{ n: 4 }])
    expect(await notes.aggregate([{ $match: { price: 1 } }, { $count: 'n' }])).toEqual([])
  })

  it('$group by a field, by nothing, by a document', async () => {
    const notes = await opened(SALES)
    const total = { $sum: { $multiply: ['$price', '$quantity'] } }
    expect(await notes.aggregate([{ $group: { _id: '$item', total, n: { $sum: 1 } } }])).toEqual([
      { _id: 'abc', total: 120, n: 2 },
      { _id: 'jkl', total: 20, n: 1 },
      { _id: 'xyz', total: 150, n: 2 },
    ])
    expect(await notes.aggregate([{ $group: { _id: null, total, avg: { $avg: '$quantity' } } }])).toEqual([
      { _id: null, total: 290, avg: 8.6 },
    ])
    expect(await notes.aggregate([{ $group: { _id: { p: '$price', i: '$item' } } }])).toEqual([
      { _id: { p: 10, i: 'abc' } },
      { _id: { p: 20, i: 'jkl' } },
      { _id: { p: 5, i: 'xyz' } },
    ])
  })

  it('$group gathers by every accumulator', async () => {
    const notes = await opened([
      { v: 3, o: { a: 1 } },
      { v: null, o: { b: 2 } },
      { o: null },
      { v: 'x' },
      { v: 5 },
    ])
    const fields = {
      sum: { $sum: '$v' },
      avg: { $avg: '$v' },
      first: { $first: '$v' },
      last: { $last: '$nothing' },
      max: { $max: '$v' },
      min: { $min: '$v' },
      push: { $push: '$v' },
      set: { $addToSet: { $type: '$v' } },
      pop: { $stdDevPop: '$v' },
      samp: { $stdDevSamp: '$v' },
      merged: { $mergeObjects: '$o' },
    }
    expect(await notes.aggregate([{ $group: { _id: 1, ...fields } }])).toEqual([
      {
        _id: 1,
        sum: 8,
        avg: 4,
        first: 3,
        last: null,
        max: 'x',
        min: 3,
        push: [3, null, 'x', 5],
        set: ['int', 'null', 'missing', 'string'],
        pop: 1,
        samp: Math.SQRT2,
        merged: { a: 1, b: 2 },
      },
    ])
  })

  // mongodb.com/docs/v4.4/reference/operator/aggregation/group: null and a missing field are one group.
  it('$group holds null and missing for one, and documents by the order of their fields', async () => {
    const notes = await opened([{ v: null }, {}, { v: { a: 1, b: 2 } }, { v: { b: 2, a: 1 } }])
    expect(await notes.aggregate([{ $group: { _id: '$v', n: { $sum: 1 } } }])).toEqual([
      { _id: null, n: 2 },
      { _id: { a: 1, b: 2 }, n: 1 },
      { _id: { b: 2, a: 1 }, n: 1 },
    ])
  })

  it('$unwind', async () => {
    const notes = await opened([
      { _id: 1, item: 'A', sizes: ['S', 'M'] },
      { _id: 2, item: 'B', sizes: [] },
      { _id: 3, item: 'C', sizes: 'M' },
      { _id: 4, item: 'D' },
      { _id: 5, item: 'E', sizes: null },
      { _id: 6, item: 'F', sizes: '' },
    ])
    expect(await notes.aggregate([{ $unwind: '$sizes' }])).toEqual([
      { _id: 1, item: 'A', sizes: 'S' },
      { _id: 1, item: 'A', sizes: 'M' },
      { _id: 3, item: 'C', sizes: 'M' },
      { _id: 6, item: 'F', sizes: '' },
    ])
    const all = { path: '$sizes', includeArrayIndex: 'at', preserveNullAndEmptyArrays: true }
    expect(await notes.aggregate([{ $unwind: all }])).toEqual([
      { _id: 1, item: 'A', sizes: 'S', at: 0 },
      { _id: 1, item: 'A', sizes: 'M', at: 1 },
      { _id: 2, item: 'B', at: null },
      { _id: 3, item: 'C', sizes: 'M', at: null },
      { _id: 4, item: 'D', at: null },
      { _id: 5, item: 'E', sizes: null, at: null },
      { _id: 6, item: 'F', sizes: '', at: null },
    ])
    expect(notes.database.documents('notes')[1]).toEqual({ _id: 2, item: 'B', sizes: [] })
  })

  it('$project and $addFields keep the order of fields', async () => {
    const notes = await opened([
      { _id: 1, title: 'abc', author: { last: 'z', first: 'a' }, l: [{ n: 1 }, { n: 2 }] },
    ])
    const text = async (stage: object) => {
      const [document] = await notes.aggregate([{ ...stage }])
      return JSON.stringify(document)
    }
    expect(await text({ $project: { 'author.first': 1, title: 1 } })).toBe(
      '{"_id":1,"title":"abc","author":{"first":"a"}}',
    )
    expect(await text({ $project: { x: '$title', _id: 0, y: 'plain' } })).toBe('{"x":"abc","y":"plain"}')
    expect(await text({ $project: { author: 0, 'l.n': 0 } })).toBe('{"_id":1,"title":"abc","l":[{},{}]}')
    expect(await text({ $addFields: { n: 1, title: { $toUpper: '$title' }, 'author.age': 7 } })).toBe(
      '{"_id":1,"title":"ABC","author":{"last":"z","first":"a","age":7},"l":[{"n":1},{"n":2}],"n":1}',
    )
    expect(await text({ $addFields: { 'l.m': '$title', author: '$$REMOVE' } })).toBe(
      '{"_id":1,"title":"abc","l":[{"n":1,"m":"abc"},{"n":2,"m":"abc"}]}',
    )
    expect(await text({ $replaceRoot: { newRoot: { $mergeObjects: ['$author', { id: '$_id' }] } } })).toBe(
      '{"last":"z","first":"a","id":1}',
    )
  })

  it('$sortByCount, $sample', async () => {
    const notes = await opened(SALES)
    expect(await notes.aggregate([{ $sortByCount: '$price' }])).toEqual([
      { _id: 10, count: 2 },
      { _id: 5, count: 2 },
      { _id: 20, count: 1 },
    ])
    const sampled = await notes.aggregate([{ $sample: { size: 3 } }])
    expect(new Set(sampled.map((document) => Object(document)['_id'])).size).toBe(3)
    expect(await notes.aggregate([{ $sample: { size: 99 } }])).toHaveLength(5)
  })

  it('$bucket and $bucketAuto', async () => {
    const notes = await opened(
      [199.99, 280, 76.04, 167.3, 483, 385, 159, 118.42].map((price, _id) => ({ _id, price })),
    )
    const byPrice = { groupBy: '$price', boundaries: [0, 200, 400], default: 'Other' }
    const output = { count: { $sum: 1 }, ids: { $push: '$_id' } }
    expect(await notes.aggregate([{ $bucket: { ...byPrice, output } }])).toEqual([
      { _id: 0, count: 5, ids: [0, 2, 3, 6, 7] },
      { _id: 200, count: 2, ids: [1, 5] },
      { _id: 'Other', count: 1, ids: [4] },
    ])
    expect(await notes.aggregate([{ $bucketAuto: { groupBy: '$price', buckets: 4 } }])).toEqual([
      { _id: { min: 76.04, max: 159 }, count: 2 },
      { _id: { min: 159, max: 199.99 }, count: 2 },
      { _id: { min: 199.99, max: 385 }, count: 2 },
      { _id: { min: 385, max: 483 }, count: 2 },
    ])
  })

  // The example of mongodb.com/docs/v4.4/reference/operator/aggregation/bucketAuto, with 0 to 99 in five buckets.
  it('$bucketAuto rounds to a series, and keeps equal values together', async () => {
    const notes = await opened(Array.from({ length: 100 }, (_, _id) => ({ _id })))
    const rounded = { $bucketAuto: { groupBy: '$_id', buckets: 5, granularity: '1-2-5' } }
    expect(await notes.aggregate([rounded])).toEqual([
      { _id: { min: 0, max: 20 }, count: 20 },
      { _id: { min: 20, max: 50 }, count: 30 },
      { _id: { min: 50, max: 100 }, count: 50 },
    ])
    const same = await opened([1, 1, 1, 1, 2].map((v) => ({ v })))
    expect(await same.aggregate([{ $bucketAuto: { groupBy: '$v', buckets: 5 } }])).toEqual([
      { _id: { min: 1, max: 2 }, count: 4 },
      { _id: { min: 2, max: 2 }, count: 1 },
    ])
  })
})

describe('an aggregation', () => {
  // developers.weixin.qq.com/community/develop/article/doc/000624c67c8b48611dba2b12058c13, 2020-07-23.
  it('answers 20 documents without $limit and at most 10000 with it', async () => {
    const notes = await opened(Array.from({ length: 30 }, (_, _id) => ({ _id, l: Array(400).fill(0) })))
    expect(await notes.aggregate([{ $match: {} }])).toHaveLength(20)
    expect(await notes.aggregate([{ $limit: 25 }])).toHaveLength(25)
    expect(await notes.aggregate([{ $limit: 30 }, { $unwind: '$l' }])).toHaveLength(10_000)
  })

  it('of a missing collection is refused with the platform’s words', async () => {
    await expect(openNotes().aggregate([], 'ghosts')).rejects.toMatchObject({
      code: 'DATABASE_COLLECTION_NOT_EXIST',
    })
  })

  it.each([
    [[{ $limit: 0 }], 'the limit must be positive'],
    [[{ $skip: -1 }], 'Argument to $skip cannot be negative'],
    [[{ $group: { n: { $sum: 1 } } }], 'a group specification must include an _id'],
    [[{ $group: { _id: 1, n: 1 } }], "The field 'n' must be an accumulator object"],
    [[{ $group: { _id: 1, 'a.b': { $sum: 1 } } }], "The field name 'a.b' cannot contain '.'"],
    [[{ $project: {} }], '$project specification must have at least one field'],
    [[{ $project: { a: 1, b: 0 } }], 'Cannot do exclusion on field b in inclusion projection'],
    [[{ $unwind: 'sizes' }], "path option to $unwind stage should be prefixed with a '$': sizes"],
    [[{ $count: '$n' }], 'the count field cannot be a $-prefixed path'],
    [[{ $sort: {} }], '$sort stage must have at least one sort key'],
    [[{ $replaceRoot: { newRoot: '$a' } }], "resulting value was of type: 'int'"],
    [[{ $bucket: { groupBy: '$a', boundaries: [2, 1] } }], 'must be sorted in ascending order'],
    [[{ $bucket: { groupBy: '$a', boundaries: [2, 3] } }], '$switch could not find a matching branch'],
    [[{ $match: {} }, { $geoNear: {} }], '$geoNear is only valid as the first stage in a pipeline.'],
    [
      [{ $lookup: { from: 'x', as: 'y' } }],
      "requires either 'pipeline' or both 'localField' and 'foreignField'",
    ],
  ])('%j is refused', async (stages, message) => {
    const notes = await opened([{ _id: 1, a: 1 }])
    await expect(notes.aggregate(stages)).rejects.toThrow(message)
  })

  it.each([
    [[{ $facet: {} }], "Unrecognized pipeline stage name: '$facet'"],
    [[{ $group: { _id: 1, n: { $nonsense: 1 } } }], "unknown group operator '$nonsense'"],
    [[{ $match: { $nonsense: 1 } }], 'unknown top level operator: $nonsense'],
  ])('%j is not known', async (stages, message) => {
    await expect(openNotes().aggregate(stages)).rejects.toMatchObject({
      code: 'DATABASE_INVALID_OPERRATOR',
      message: `[FailedOperation] ${message}`,
    })
  })

  it('with malformed stages is refused', async () => {
    const notes = openNotes()
    const send = (stages: unknown) => notes.data('aggregateDocuments', { stages })
    await expect(send([{ stageKey: '$match' }])).rejects.toMatchObject({ code: 'INVALID_PARAM' })
    await expect(send([{ stageKey: '$match', stageValue: '{' }])).rejects.toMatchObject({
      code: 'INVALID_PARAM',
    })
    await expect(send('x')).rejects.toMatchObject({ code: 'INVALID_PARAM' })
    await expect(notes.aggregate([{ $match: { $where: 'true' } }])).rejects.toMatchObject({
      code: 'INVALID_PARAM',
    })
  })
})
