import { expect, it } from 'vitest'
import { openCatalog } from './catalog.ts'
import { find } from './find.ts'
import { postingsOf } from './indexes.ts'
import { memoryOnly } from './persistence.ts'
import { createTransactions } from './transactions.ts'
import { insert, remove, update } from './write.ts'

it('forgets a version, its index entries and a removed document when no snapshot needs them', async () => {
  const catalog = openCatalog(memoryOnly, { createCollections: true, onMissingCollection: () => {} })
  const collection = catalog.require('notes')
  catalog.ensure({ name: 'notes', indexes: [{ name: 'v', keys: [{ field: 'v', direction: 1 }] }] })
  const { run, begin, commit } = createTransactions(memoryOnly)
  const versions = () => [...collection.slots.values()].map((slot) => slot.versions.length)
  const entries = () =>
    collection.indexes.flatMap((index) =>
      [...postingsOf(collection, index).ascending(() => 0)].map((one) => one.entry),
    )
  expect(entries()).toEqual([])

  await run(undefined, (within) => insert(within, collection, { _id: 'a', v: 1 }))
  await run(undefined, (within) => insert(within, collection, { _id: 'b', v: 9 }))
  const reader = begin()
  await run(reader, (within) => find(within, collection, {}))
  await run(undefined, (within) => update(within, collection, { _id: 'a' }, { $set: { v: 2 } }, false))
  await run(undefined, (within) => update(within, collection, { _id: 'a' }, { $set: { v: 3 } }, false))
  await run(undefined, (within) => remove(within, collection, { _id: 'b' }, false))
  expect(versions()).toEqual([3, 2])
  expect(entries()).toEqual([[1], [2], [3], [9]])

  commit(reader)
  expect(versions()).toEqual([1])
  expect(entries()).toEqual([[3]])
})
