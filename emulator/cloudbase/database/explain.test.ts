import { expect, it } from 'vitest'
import { openNotes } from './testing.ts'

const filled = async () => {
  const notes = openNotes()
  const at = (day: number) => new Date(Date.UTC(2026, 10, day))
  notes.database.applySchema([
    { name: 'notes', indexes: [{ name: 'at', keys: [{ field: 'at', direction: 1 }] }] },
  ])
  await notes.insert([1, 2, 3, 4].map((day) => ({ _id: day, at: at(day), odd: day % 2 === 1 })))
  return notes
}

it('tells the index and what was looked at', async () => {
  const { database } = await filled()
  const since = { at: { $gte: { $date: '2026-11-03T00:00:00.000Z' } } }
  expect(await database.explain({ collection: 'notes', query: since })).toEqual({
    index: 'at',
    examined: 2,
    returned: 2,
    ms: expect.any(Number),
  })
  expect(await database.explain({ collection: 'notes', query: { odd: true } })).toMatchObject({
    index: null,
    examined: 4,
    returned: 2,
  })
  expect(await database.explain({ collection: 'notes', order: { at: -1 }, limit: 1 })).toMatchObject({
    index: 'at',
    examined: 1,
    returned: 1,
  })
})

it('refuses a collection that is missing, and does not create it', async () => {
  const { database } = openNotes({ createCollections: true })
  await expect(database.explain({ collection: 'absent' })).rejects.toMatchObject({
    code: 'DATABASE_COLLECTION_NOT_EXIST',
  })
  expect(database.collections().map(({ name }) => name)).toEqual(['notes'])
})

it('every action that looks for documents notes it in the record of its request', async () => {
  const { database } = await filled()
  const noted: unknown[] = []
  const ask = (action: string, body: object) =>
    database.service.actions[action]?.(
      { collectionName: 'notes', query: '{"_id":1}', ...body },
      { parts: {}, source: '', call: undefined, note: (note) => void noted.push({ action, ...note }) },
    )
  await ask('getDocument', {})
  await ask('getDocument', { query: '{"odd":true}' })
  await ask('calculateDocument', {})
  await ask('modifyDocument', { data: '{"$set":{"n":1}}' })
  await ask('modifyDocument', { data: '{"n":1}', merge: false })
  await ask('modifyAndReturnDoc', { data: '{"$set":{"n":1}}' })
  await ask('removeDocument', {})
  const one = { collection: 'notes', index: '_id_', examined: 1 }
  expect(noted).toEqual([
    { action: 'getDocument', ...one },
    { action: 'getDocument', collection: 'notes', index: null, examined: 4 },
    { action: 'calculateDocument', ...one },
    { action: 'modifyDocument', ...one },
    { action: 'modifyDocument', ...one },
    { action: 'modifyAndReturnDoc', ...one },
    { action: 'removeDocument', ...one },
  ])
})
