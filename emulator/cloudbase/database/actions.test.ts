import { describe, expect, it } from 'vitest'
import { openNotes } from './testing.ts'

// E11000 as quoted in public reports of wx-server-sdk users; only the tenant's name is ours.
const DUPLICATE = (index: string, key: string) =>
  '[FailedOperation.Insert] multiple write errors: [{write errors: [{E11000 duplicate key error collection: ' +
  `tnt-emulator1.notes index: ${index} dup key: { ${key} }}]}, {<nil>}]`

describe('insertDocument', () => {
  it('keeps given ids and generates 32 hexadecimal digits', async () => {
    const notes = openNotes()
    expect(await notes.insert([{ _id: 'a' }, { _id: 7 }])).toEqual(['a', 7])
    expect(await notes.insert([{ n: 1 }])).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)])
    expect(await notes.get(7)).toEqual({ _id: 7 })
  })

  it('answers an ObjectId as its hexadecimal digits', async () => {
    const notes = openNotes()
    const data = ['{"_id":{"$oid":"65f0000000000000000000aa"},"ref":{"$oid":"65f0000000000000000000bb"}}']
    expect(await notes.data('insertDocument', { data })).toEqual({
      insertedIds: ['65f0000000000000000000aa'],
    })
    expect(await notes.find({})).toEqual([
      { _id: '65f0000000000000000000aa', ref: '65f0000000000000000000bb' },
    ])
  })

  it('stops at the first duplicate and leaves the earlier ones, as an ordered insert of MongoDB', async () => {
    const notes = openNotes()
    await notes.insert([{ _id: 'b' }])
    await expect(notes.insert([{ _id: 'a' }, { _id: 'b', late: true }, { _id: 'c' }])).rejects.toMatchObject({
      code: 'DATABASE_REQUEST_FAILED',
      message: DUPLICATE('_id_', ': "b"'),
    })
    expect(notes.database.documents('notes')).toEqual([{ _id: 'b' }, { _id: 'a' }])
  })

  it('refuses a field whose name begins with a dollar', async () => {
    const notes = openNotes()
    await expect(notes.insert([{ _id: 'a', in: { $x: 1 } }])).rejects.toMatchObject({
      code: 'DATABASE_REQUEST_FAILED',
      message: expect.stringContaining(
        "The dollar ($) prefixed field '$x' in 'in.$x' is not valid for storage.",
      ),
    })
    expect(notes.database.documents('notes')).toEqual([])
  })
})

describe('getDocument', () => {
  const filled = async () => {
    const notes = openNotes()
    await notes.insert([
      { _id: 'a', n: 3, in: { x: 1, y: 2 } },
      { _id: 'b', n: 1, in: { x: 5, y: 6 } },
      { _id: 'c', n: 2 },
    ])
    return notes
  }

  it('orders, skips and limits', async () => {
    const notes = await filled()
    expect(await notes.find({}, { order: '{"n":{"$numberInt":"1"}}', offset: 1, limit: 1 })).toMatchObject([
      { _id: 'c' },
    ])
    expect(await notes.find({}, { order: '{"n":{"$numberInt":"-1"}}' })).toMatchObject([
      { n: 3 },
      { n: 2 },
      { n: 1 },
    ])
    expect(await notes.find({}, { offset: 1, limit: 1 })).toMatchObject([{ _id: 'b' }])
  })

  it('shows what the projection names and leaves the stored document whole', async () => {
    const notes = await filled()
    expect(await notes.find({ _id: 'a' }, { projection: '{"in.x":{"$numberInt":"1"}}' })).toEqual([
      { _id: 'a', in: { x: 1 } },
    ])
    expect(
      await notes.find({ _id: 'a' }, { projection: '{"in.x":{"$numberInt":"0"},"_id":{"$numberInt":"0"}}' }),
    ).toEqual([{ n: 3, in: { y: 2 } }])
    expect(await notes.get('a')).toEqual({ _id: 'a', n: 3, in: { x: 1, y: 2 } })
  })

  it('answers 100 documents without a limit and at most 1000', async () => {
    const notes = openNotes()
    await notes.insert(Array.from({ length: 1100 }, (_, n) => ({ _id: n })))
    const list = async (body: object) =>
      (await notes.data('getDocument', { queryType: 'WHERE', ...body }))['list']
    expect(await list({})).toHaveLength(100)
    expect(await list({ query: '', limit: 5000 })).toHaveLength(1000)
    expect(await notes.data('calculateDocument', { queryType: 'WHERE' })).toEqual({ total: 1100 })
  })

  it('answers an empty list for a document that is not there', async () => {
    expect(await openNotes().get('nobody')).toBeUndefined()
  })
})

describe('modifyDocument', () => {
  it('counts the documents it really changed', async () => {
    const notes = openNotes()
    await notes.insert([
      { _id: 'a', n: 1 },
      { _id: 'b', n: 2 },
      { _id: 'c', n: 2 },
    ])
    expect(await notes.updateWhere({}, { $set: { n: 2 } })).toMatchObject({ updated: 1 })
    expect(await notes.updateWhere({ n: 2 }, { $inc: { n: 1 } }, false)).toMatchObject({ updated: 1 })
    expect(notes.database.documents('notes')).toEqual([
      { _id: 'a', n: 3 },
      { _id: 'b', n: 2 },
      { _id: 'c', n: 2 },
    ])
  })

  it('keeps what was written before a document that cannot be, as MongoDB does outside of transactions', async () => {
    const notes = openNotes()
    await notes.insert([
      { _id: 'a', n: 1 },
      { _id: 'b', n: 'x' },
      { _id: 'c', n: 1 },
    ])
    await expect(notes.updateWhere({}, { $inc: { n: 1 } })).rejects.toMatchObject({
      message: expect.stringContaining('Cannot apply $inc to a value of non-numeric type'),
    })
    expect(notes.database.documents('notes').map(({ n }) => n)).toEqual([2, 'x', 1])
  })

  it('replaces with doc.set, counting 1 even for the same content, and inserts what is missing', async () => {
    const notes = openNotes()
    expect(await notes.set('a', { n: 1 })).toEqual({ updated: 0, upsert_id: 'a' })
    expect(await notes.set('a', { n: 1 })).toEqual({ updated: 1, upsert_id: null })
    expect(await notes.set('a', { m: 2 })).toEqual({ updated: 1, upsert_id: null })
    expect(await notes.get('a')).toEqual({ _id: 'a', m: 2 })
  })

  it('does not let a replacement change the id', async () => {
    const notes = openNotes()
    await notes.insert([{ _id: 'a' }])
    await expect(notes.set('a', { _id: 'b' })).rejects.toMatchObject({
      message: expect.stringContaining(
        'the (immutable) field \'_id\' was found to have been altered to _id: "b"',
      ),
    })
  })
})

describe('modifyAndReturnDoc', () => {
  it('answers the changed document, or null', async () => {
    const notes = openNotes()
    await notes.insert([{ _id: 'a', n: 1 }])
    const body = { queryType: 'WHERE', data: '{"$inc":{"n":{"$numberInt":"1"}}}' }
    expect(await notes.data('modifyAndReturnDoc', { ...body, query: '{"_id":"a"}' })).toEqual({
      updated: 1,
      doc: '{"_id":"a","n":2}',
    })
    expect(await notes.data('modifyAndReturnDoc', { ...body, query: '{"_id":"b"}' })).toEqual({
      updated: 0,
      doc: null,
    })
  })
})

describe('removeDocument', () => {
  it('removes one document or all that match', async () => {
    const notes = openNotes()
    await notes.insert([
      { _id: 'a', n: 1 },
      { _id: 'b', n: 1 },
      { _id: 'c', n: 2 },
      { _id: 'd', n: 1 },
    ])
    expect(await notes.remove('a')).toEqual({ deleted: 1 })
    expect(await notes.remove('a')).toEqual({ deleted: 0 })
    const where = { queryType: 'WHERE', multi: true, query: '{"n":{"$numberInt":"1"}}' }
    expect(await notes.data('removeDocument', where)).toEqual({ deleted: 2 })
    expect(notes.database.documents('notes')).toEqual([{ _id: 'c', n: 2 }])
  })
})

describe('collections', () => {
  const MISSING = {
    code: 'DATABASE_COLLECTION_NOT_EXIST',
    // Quoted in public reports of CloudBase users.
    message:
      '[ResourceNotFound] Db or Table not exist: ghosts. Please check your request, but if the problem persists, contact us.',
  }

  it('refuses a missing one and reports its name once', async () => {
    const reported: string[] = []
    const notes = openNotes({ onMissingCollection: (name) => reported.push(name) })
    const add = () => notes.call('insertDocument', { collectionName: 'ghosts', data: ['{}'] })
    await expect(add()).rejects.toMatchObject(MISSING)
    await expect(add()).rejects.toMatchObject(MISSING)
    expect(reported).toEqual(['ghosts'])
  })

  it('creates them when asked to', async () => {
    const notes = openNotes({ createCollections: true })
    await notes.call('insertDocument', { collectionName: 'ghosts', data: ['{"_id":"a"}'] })
    expect(notes.database.documents('ghosts')).toEqual([{ _id: 'a' }])
  })

  it('adds one by name, once', async () => {
    const notes = openNotes()
    expect(await notes.call('addCollection', { collectionName: 'ghosts' })).toEqual({})
    await expect(notes.call('addCollection', { collectionName: 'ghosts' })).rejects.toMatchObject({
      code: 'DATABASE_COLLECTION_ALREADY_EXIST',
    })
    await expect(notes.call('addCollection', { collectionName: 'a$b' })).rejects.toMatchObject({
      code: 'INVALID_PARAM',
    })
  })
})
