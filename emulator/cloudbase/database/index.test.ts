import { describe, expect, it } from 'vitest'
import { openNotes } from './testing.ts'

describe('a database', () => {
  it('has the actions of the SDK', () => {
    const { service } = openNotes().database
    expect(service.name).toBe('database')
    expect(Object.keys(service.actions).sort()).toEqual([
      'abortTransaction',
      'addCollection',
      'aggregateDocuments',
      'calculateDocument',
      'commitTransaction',
      'getDocument',
      'insertDocument',
      'modifyAndReturnDoc',
      'modifyDocument',
      'removeDocument',
      'startTransaction',
    ])
  })

  it('takes a schema again and adds to it, but never changes an index', async () => {
    const { database } = openNotes()
    const a = { name: 'a', keys: [{ field: 'a', direction: 1 as const }] }
    const b = { name: 'b', keys: [{ field: 'b', direction: -1 as const }], unique: true }
    database.applySchema([{ name: 'notes', indexes: [a] }])
    database.applySchema([{ name: 'notes', indexes: [a, b] }, { name: 'more' }])
    database.applySchema([{ name: 'notes' }])
    expect(database.collections()).toEqual([
      { name: 'notes', documents: 0, indexes: [a, b] },
      { name: 'more', documents: 0, indexes: [] },
    ])
    expect(() => database.applySchema([{ name: 'notes', indexes: [{ ...a, unique: true }] }])).toThrow(
      "index 'a' of 'notes' exists with another definition",
    )
  })

  it('gives copies of committed documents', async () => {
    const notes = openNotes()
    await notes.insert([{ _id: 'a', in: { n: 1 } }])
    const t = await notes.begin()
    await notes.update('a', { $set: { 'in.n': 2 } }, t)
    const [copy] = notes.database.documents('notes')
    expect(copy).toEqual({ _id: 'a', in: { n: 1 } })
    Object.assign(copy ?? {}, { in: null })
    await notes.abort(t)
    expect(await notes.get('a')).toEqual({ _id: 'a', in: { n: 1 } })
    expect(notes.database.documents('nothing')).toEqual([])
  })

  it('ends open transactions and refuses work when it is closed', async () => {
    const notes = openNotes()
    await notes.insert([{ _id: 'a' }])
    const t = await notes.begin()
    await notes.update('a', { $set: { n: 1 } }, t)
    const waiting = expect(notes.remove('a')).rejects.toThrow('the database is closed')
    notes.database.close()
    await waiting
    await expect(notes.get('a')).rejects.toThrow('the database is closed')
    await expect(notes.begin()).rejects.toThrow('the database is closed')
  })
})
