import { describe, expect, it } from 'vitest'
import { ejson, openNotes } from './testing.ts'

const index = (name: string, fields: string[], unique = false) => ({
  name,
  keys: fields.map((field) => ({ field, direction: 1 as const })),
  unique,
})

const withIndex = (fields: string[]) => {
  const notes = openNotes()
  notes.database.applySchema([{ name: 'notes', indexes: [index('i', fields, true)] }])
  return notes
}

const duplicate = (key: string) => ({
  code: 'DATABASE_REQUEST_FAILED',
  message: expect.stringContaining(
    `E11000 duplicate key error collection: tnt-emulator1.notes index: i dup key: { ${key} }`,
  ),
})

describe('a unique index', () => {
  it('refuses a second document with the same value', async () => {
    const notes = withIndex(['v'])
    await notes.insert([
      { _id: 'a', v: 1 },
      { _id: 'b', v: '1' },
    ])
    await expect(notes.insert([{ _id: 'c', v: 1 }])).rejects.toMatchObject(duplicate(': 1'))
    await expect(notes.update('b', { $set: { v: 1 } })).rejects.toMatchObject(duplicate(': 1'))
    await notes.remove('a')
    await notes.update('b', { $set: { v: 1 } })
    expect(notes.database.documents('notes')).toEqual([{ _id: 'b', v: 1 }])
  })

  // MongoDB manual, "Unique Indexes": a missing field is indexed as null.
  it('counts a missing field as null', async () => {
    const notes = withIndex(['v'])
    await notes.insert([{ _id: 'a' }])
    await expect(notes.insert([{ _id: 'b' }])).rejects.toMatchObject(duplicate(': null'))
    await expect(notes.insert([{ _id: 'b', v: null }])).rejects.toMatchObject(duplicate(': null'))
  })

  it('of several fields compares all of them', async () => {
    const notes = withIndex(['a', 'b.c'])
    await notes.insert([
      { _id: 1, a: 'x', b: { c: 'y' } },
      { _id: 2, a: 'x', b: { c: 'z' } },
    ])
    await expect(notes.insert([{ _id: 3, a: 'x', b: { c: 'y' } }])).rejects.toMatchObject(
      duplicate(': "x", : "y"'),
    )
  })

  // MongoDB manual, "Multikey Indexes": unique across documents, not within one.
  it('has an entry for each element of an array', async () => {
    const notes = withIndex(['tags'])
    await notes.insert([{ _id: 'a', tags: ['x', 'x', 'y'] }])
    await expect(notes.insert([{ _id: 'b', tags: ['z', 'y'] }])).rejects.toMatchObject(duplicate(': "y"'))
    await notes.insert([{ _id: 'b', tags: [] }, { _id: 'c' }])
  })

  // MongoDB manual, "Multikey Indexes", "Compound Multikey Indexes".
  it('refuses two arrays in one document but takes fields below the same one', async () => {
    const parallel = withIndex(['a', 'b'])
    await expect(parallel.insert([{ _id: 1, a: [1], b: [2] }])).rejects.toMatchObject({
      message: expect.stringContaining('cannot index parallel arrays'),
    })
    const same = withIndex(['l.a', 'l.b'])
    await same.insert([
      {
        _id: 1,
        l: [
          { a: 1, b: 1 },
          { a: 2, b: 2 },
        ],
      },
    ])
    await same.insert([{ _id: 2, l: [{ a: 1, b: 2 }] }])
    await expect(same.insert([{ _id: 3, l: { a: 2, b: 2 } }])).rejects.toMatchObject(duplicate(': 2, : 2'))
  })

  it('sees the values in flight of other transactions', async () => {
    const notes = withIndex(['v'])
    const [first, second] = [await notes.begin(), await notes.begin()]
    await notes.insert([{ _id: 'a', v: 1 }], first)
    await expect(notes.insert([{ _id: 'b', v: 1 }], second)).rejects.toMatchObject({
      code: 'DATABASE_TRANSACTION_CONFLICT',
    })
    const waiting = expect(notes.insert([{ _id: 'c', v: 1 }])).rejects.toMatchObject(duplicate(': 1'))
    await notes.commit(first)
    await waiting
  })

  it('conflicts with a value that was committed after the snapshot', async () => {
    const notes = withIndex(['v'])
    const t = await notes.begin()
    await notes.find({}, { transactionId: t })
    await notes.insert([{ _id: 'a', v: 1 }])
    await expect(notes.insert([{ _id: 'b', v: 1 }], t)).rejects.toMatchObject({
      code: 'DATABASE_TRANSACTION_CONFLICT',
    })
  })

  it('frees a value when its transaction is aborted', async () => {
    const notes = withIndex(['v'])
    const t = await notes.begin()
    await notes.insert([{ _id: 'a', v: 1 }], t)
    await notes.update('a', { $set: { v: 2 } }, t)
    await notes.abort(t)
    expect(
      await notes.insert([
        { _id: 'b', v: 1 },
        { _id: 'c', v: 2 },
      ]),
    ).toEqual(['b', 'c'])
  })

  it('is not built over duplicates', async () => {
    const notes = openNotes()
    await notes.insert([
      { _id: 'a', v: 1 },
      { _id: 'b', v: 1 },
    ])
    const schema = [{ name: 'notes', indexes: [index('i', ['v'], true)] }]
    expect(() => notes.database.applySchema(schema)).toThrow('E11000')
    expect(notes.database.collections()).toEqual([{ name: 'notes', documents: 2, indexes: [] }])
  })
})

describe('a query by an index answers what a scan answers', () => {
  const documents = [
    { _id: 'a', v: 'x', w: 1, l: [{ n: 1 }, { n: [2, 3] }] },
    { _id: 'b', v: ['x', 'y'], w: 2 },
    { _id: 'c', v: 'y', w: 1, l: { n: 2 } },
    { _id: 'd', v: null, w: 1 },
    { _id: 'e', w: new Date(5) },
    { _id: 'f', v: new Date(5) },
    { _id: '7', v: 7 },
    { _id: 7, v: true, l: [] },
  ]
  const queries = [
    { v: 'x' },
    { v: { $eq: 'y' } },
    { v: { $in: ['x', 7] } },
    { v: { $in: ['x', null] } },
    { v: null },
    { v: true },
    { v: new Date(5) },
    { v: ['x', 'y'] },
    { v: 'x', w: 1 },
    { $and: [{ v: 'y' }, { w: { $gte: 1 } }] },
    { v: { $eq: 'x', $ne: 'y' } },
    { 'l.n': 2 },
    { 'l.n': 1, v: 'x' },
    { _id: 7 },
    { _id: { $in: ['a', 7, 'nobody'] } },
    { _id: 'a', v: 'y' },
    { _id: { $in: ['a', 'b'] }, $or: [{ v: 'y' }, { w: 1 }] },
    { _id: { $eq: 'a', $in: ['b'] } },
  ]
  it.each(queries.map((query) => [ejson(query), query] as const))('%s', async (_, query) => {
    const [plain, indexed] = [openNotes(), openNotes()]
    indexed.database.applySchema([
      { name: 'notes', indexes: [index('v', ['v']), index('vw', ['v', 'w']), index('ln', ['l.n'])] },
    ])
    const sorted = { order: ejson({ _id: 1 }) }
    for (const notes of [plain, indexed]) {
      await notes.insert(documents)
    }
    const wrapped = { $and: [{ $or: [query] }] }
    expect(await indexed.find(query, sorted)).toEqual(await plain.find(wrapped, sorted))
    const t = await indexed.begin()
    expect(await indexed.find(query, { ...sorted, transactionId: t })).toEqual(
      await plain.find(wrapped, sorted),
    )
    await indexed.updateWhere({}, { $set: { v: 'gone' } })
    expect(await indexed.find(query, { ...sorted, transactionId: t })).toEqual(
      await plain.find(wrapped, sorted),
    )
  })
})
