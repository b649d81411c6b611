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
    ],
  })
  const collection = catalog.require('notes')
  const transactions = createTransactions(memoryOnly)
  for (let n = 0; n < 20; n += 1) {
    await transactions.run(undefined, (within) =>
      insert(within, collection, { _id: n, v: n % 4, w: n % 2, n }),
    )
  }
  return (query: Fields, most?: number) =>
    transactions.run(undefined, (within) => find(within, collection, query, most))
}

it.each([
  [{ _id: 3 }, '_id_', 1, 1],
  [{ _id: { $in: [3, 4, 99] }, n: 3 }, '_id_', 2, 1],
  [{ v: 1 }, 'v', 5, 5],
  [{ v: 1, w: 1 }, 'v_w', 5, 5],
  [{ $and: [{ v: 1 }, { w: 0 }] }, 'v_w', 0, 0],
  [{ n: 3 }, undefined, 20, 1],
  [{ v: { $gt: 1 } }, undefined, 20, 10],
  [{}, undefined, 20, 20],
])('%j uses index %s, examines %i and finds %i', async (query, index, examined, found) => {
  const run = await setUp()
  const result = await run(query)
  expect({ ...result, documents: result.documents.length }).toEqual({ index, examined, documents: found })
})

it('stops when it has enough', async () => {
  const run = await setUp()
  expect(await run({ w: 1 }, 2)).toMatchObject({ documents: [{ _id: 1 }, { _id: 3 }], examined: 4 })
})
