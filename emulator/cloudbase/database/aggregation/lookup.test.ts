import { describe, expect, it } from 'vitest'
import { ejson, openNotes } from '../testing.ts'

const ORDERS = [
  { _id: 1, item: 'almonds', price: 12, ordered: 2 },
  { _id: 2, item: 'pecans', price: 20, ordered: 1 },
  { _id: 3 },
]
const INVENTORY = [
  { _id: 1, sku: 'almonds', inStock: 120 },
  { _id: 2, sku: 'bread', inStock: 80 },
  { _id: 3, sku: null, inStock: 60 },
  { _id: 4 },
  { _id: 5, sku: ['pecans', 'almonds'], inStock: 1 },
]

async function shop(indexed: boolean) {
  const notes = openNotes()
  const indexes = indexed ? [{ name: 'sku', keys: [{ field: 'sku', direction: 1 as const }] }] : []
  notes.database.applySchema([{ name: 'inventory', indexes }])
  await notes.insert(ORDERS)
  await notes.call('insertDocument', { collectionName: 'inventory', data: INVENTORY.map(ejson) })
  const ids = async (lookup: object) => {
    const stages = [
      { $lookup: { from: 'inventory', as: 'docs', ...lookup } },
      { $project: { ids: '$docs._id' } },
    ]
    return (await notes.aggregate(stages)).map((document) => Object(document)['ids'])
  }
  return { notes, ids }
}

// mongodb.com/docs/v4.4/reference/operator/aggregation/lookup.
describe.each([
  ['with an index', true],
  ['without an index', false],
])('$lookup %s', (_, indexed) => {
  it('by fields: a missing one equals null, an array has each of its elements', async () => {
    const { ids, notes } = await shop(indexed)
    expect(await ids({ localField: 'item', foreignField: 'sku' })).toEqual([[1, 5], [5], [3, 4]])
    await notes.insert([{ _id: 4, item: ['almonds', 'bread'] }])
    const [, , , last] = await ids({ localField: 'item', foreignField: 'sku' })
    expect(new Set(Object.values(Object(last)))).toEqual(new Set([1, 2, 5]))
  })

  it('by a pipeline with variables: missing is not null, an array is a value', async () => {
    const { ids } = await shop(indexed)
    const match = { $expr: { $and: [{ $eq: ['$sku', '$$item'] }, { $gte: ['$inStock', '$$ordered'] }] } }
    const variables = { item: '$item', ordered: '$ordered' }
    expect(await ids({ let: variables, pipeline: [{ $match: match }] })).toEqual([[1], [], [4]])
    const alone = { $match: { $expr: { $eq: ['$$item', '$sku'] } } }
    expect(await ids({ let: { item: '$item' }, pipeline: [alone] })).toEqual([[1], [], [4]])
  })

  it('by a pipeline with conditions of its own, and stages that name variables', async () => {
    const { ids, notes } = await shop(indexed)
    const pipeline = [
      { $match: { inStock: { $gt: 50 }, $expr: { $eq: ['$sku', '$$item'] } } },
      { $project: { _id: { $add: ['$_id', 100] }, sum: { $add: ['$inStock', '$$n'] } } },
    ]
    expect(await ids({ let: { item: '$item', n: '$ordered' }, pipeline })).toEqual([[101], [], []])
    const [first] = await notes.aggregate([
      { $match: { _id: 1 } },
      { $lookup: { from: 'inventory', let: { item: '$item', n: '$ordered' }, pipeline, as: 'a.b' } },
    ])
    expect(first).toEqual({ ...ORDERS[0], a: { b: [{ _id: 101, sum: 122 }] } })
  })
})

describe('$lookup', () => {
  it('without variables answers the same for every document', async () => {
    const { ids } = await shop(false)
    expect(
      await ids({ pipeline: [{ $match: { inStock: { $gt: 70 } } }, { $sort: { inStock: 1 } }] }),
    ).toEqual([
      [2, 1],
      [2, 1],
      [2, 1],
    ])
  })

  it('of a collection that does not exist finds nothing', async () => {
    const { ids } = await shop(false)
    expect(await ids({ from: 'ghosts', localField: 'item', foreignField: 'sku' })).toEqual([[], [], []])
  })

  it('within a $lookup sees the variables of both', async () => {
    const { notes } = await shop(false)
    const inner = {
      from: 'notes',
      let: { stock: '$inStock' },
      pipeline: [
        { $match: { $expr: { $eq: ['$item', '$$item'] } } },
        { $project: { _id: 0, text: { $concat: ['$$item', ' ', { $toString: '$$stock' }] } } },
      ],
      as: 'orders',
    }
    const pipeline = [
      { $match: { $expr: { $eq: ['$sku', '$$item'] } } },
      { $lookup: inner },
      { $project: { orders: 1 } },
    ]
    const [first] = await notes.aggregate([
      { $lookup: { from: 'inventory', let: { item: '$item' }, pipeline, as: 'x' } },
    ])
    expect(first).toEqual({ ...ORDERS[0], x: [{ _id: 1, orders: [{ text: 'almonds 120' }] }] })
  })

  // Looked at once each, 200 outer documents on 10,000 would be two million comparisons.
  it('files the joined collection once instead of looking through it for every document', async () => {
    const notes = openNotes()
    notes.database.applySchema([{ name: 'many' }])
    await notes.insert(Array.from({ length: 200 }, (_, k) => ({ k })))
    const many = Array.from({ length: 2000 }, (_, n) => ejson({ k: n % 200, n }))
    await notes.call('insertDocument', { collectionName: 'many', data: many })
    const pipeline = [{ $match: { $expr: { $eq: ['$k', '$$k'] } } }]
    const joined = await notes.aggregate([
      { $lookup: { from: 'many', let: { k: '$k' }, pipeline, as: 'found' } },
      { $project: { n: { $size: '$found' } } },
      { $group: { _id: '$n', n: { $sum: 1 } } },
    ])
    expect(joined).toEqual([{ _id: 10, n: 200 }])
  })
})
