import { expect, it } from 'vitest'
import { openCatalog } from './catalog.ts'
import { find } from './find.ts'
import { memoryOnly } from './persistence.ts'
import { createTransactions } from './transactions.ts'
import type { Fields } from './values.ts'
import { insert } from './write.ts'

const setUp = async () => {
  const catalog = openCatalog(memoryOnly, { createCollections: false, onMissingCollection: () => {} })
  const key = (field: string) => ({ field, direction: 1 as const })
  catalog.ensure({
    name: 'notes',
    indexes: [
      { name: 'v', keys: [key('v')] },
      { name: 'v_w', keys: [key('v'), key('w')] },
      { name: 'v_n', keys: [key('v'), { field: 'n', direction: -1 }] },
      { name: 'name', keys: [key('name')] },
      { name: 'at', keys: [{ field: 'at', direction: '2dsphere' }] },
    ],
  })
  const collection = catalog.require('notes')
  const transactions = createTransactions(memoryOnly)
  for (let n = 0; n < 20; n += 1) {
    const place = n < 3 ? { at: { type: 'Point', coordinates: [n, 0] } } : {}
    await transactions.run(undefined, (within) =>
      insert(within, collection, { _id: n, v: n % 4, w: n % 2, n, name: `name-${n}`, ...place }),
    )
  }
  return (query: Fields, most?: number, order?: Fields) =>
    transactions.run(undefined, (within) => find(within, collection, query, most, order))
}

const ALL = Number.POSITIVE_INFINITY

/** Documents have `_id` and `n` from 0 to 19, `v` of `n % 4`, `w` of `n % 2`. */
it.each<[Fields, Fields, number, string | null, number, number]>([
  // _id
  [{ _id: 3 }, {}, ALL, '_id_', 1, 1],
  [{ _id: { $in: [3, 4, 99] }, n: 3 }, {}, ALL, '_id_', 2, 1],
  [{ $and: [{ _id: 3 }, { n: 4 }] }, {}, ALL, '_id_', 1, 0],
  [{ _id: { $gt: 16 } }, {}, ALL, '_id_', 3, 3],
  [{}, { _id: -1 }, 2, '_id_', 2, 2],
  // equality, the most fields first
  [{ v: 1 }, {}, ALL, 'v', 5, 5],
  [{ v: 1, w: 1 }, {}, ALL, 'v_w', 5, 5],
  [{ $and: [{ v: 1 }, { w: 0 }] }, {}, ALL, 'v_w', 0, 0],
  [{ v: { $in: [1, 2] }, w: { $in: [0, 1] } }, {}, ALL, 'v_w', 10, 10],
  [{ v: { $in: [] } }, {}, ALL, 'v', 0, 0],
  [{ missing: null }, {}, ALL, null, 20, 20],
  // then the order, which ends the search early
  [{ v: 1 }, { n: -1 }, 2, 'v_n', 2, 2],
  [{ v: 1 }, { n: 1 }, 2, 'v_n', 2, 2],
  [{ v: 1, n: { $lt: 10 } }, { n: 1 }, 2, 'v_n', 2, 2],
  [{ v: 1 }, { v: 1, n: 1 }, 2, 'v_n', 2, 2],
  [{}, { v: -1, n: 1 }, 3, 'v_n', 3, 3],
  [{}, { v: 1, n: 1 }, 3, null, 20, 3],
  // then a range
  [{ v: { $gt: 1 } }, {}, ALL, 'v', 10, 10],
  [{ v: { $gte: 1, $lt: 2 } }, {}, ALL, 'v', 5, 5],
  [{ v: 1, n: { $gte: 5, $lte: 13 } }, {}, ALL, 'v_n', 3, 3],
  [{ name: /^name-1/ }, {}, ALL, 'name', 11, 11],
  [{ name: { $regex: '^name-1[0-4]' } }, {}, ALL, 'name', 11, 5],
  // a place: one degree is 0.0175 radians
  [{ at: { $geoWithin: { $centerSphere: [[0, 0], 0.02] } } }, {}, ALL, 'at', 3, 2],
  [{ at: { $nearSphere: { $geometry: { type: 'Point', coordinates: [2, 0] } } }, w: 0 }, {}, 1, 'at', 3, 1],
  // nothing an index helps with
  [{ n: 3 }, {}, ALL, null, 20, 1],
  [{ v: { $ne: 1 } }, {}, ALL, null, 20, 15],
  [{ name: /name-1/ }, {}, ALL, null, 20, 11],
  [{ $or: [{ v: 1 }, { v: 2 }] }, {}, ALL, null, 20, 10],
  [{}, {}, ALL, null, 20, 20],
])(
  '%j in order %j, at most %s: index %s, examines %i and finds %i',
  async (query, order, most, index, examined, found) => {
    const run = await setUp()
    const result = await run(query, most, order)
    expect({ ...result, documents: result.documents.length }).toEqual({ index, examined, documents: found })
  },
)

it('stops when it has enough', async () => {
  const run = await setUp()
  expect(await run({ w: 1 }, 2)).toMatchObject({ documents: [{ _id: 1 }, { _id: 3 }], examined: 4 })
  expect(await run({}, 0)).toMatchObject({ documents: [], examined: 0 })
})

// MongoDB manual, "$nearSphere": from nearest to farthest, unless `sort()` says otherwise.
it('finds the nearest first', async () => {
  const run = await setUp()
  const near = { at: { $nearSphere: { $geometry: { type: 'Point', coordinates: [1.8, 0] } } } }
  expect(await run(near, 2)).toMatchObject({ documents: [{ _id: 2 }, { _id: 1 }] })
  expect(await run(near, 2, { n: 1 })).toMatchObject({ documents: [{ _id: 0 }, { _id: 1 }] })
})
