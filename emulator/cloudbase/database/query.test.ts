import { describe, expect, it } from 'vitest'
import { openNotes } from './testing.ts'
import type { Fields } from './values.ts'

async function idsOf(documents: Fields[], query: Fields): Promise<unknown[]> {
  const notes = openNotes()
  await notes.insert(documents.map((fields, n) => ({ _id: n, ...fields })))
  const found: unknown[] = []
  for (const document of await notes.find(query)) {
    found.push(
      typeof document === 'object' && document !== null && '_id' in document ? document._id : undefined,
    )
  }
  return found
}

describe('a query', () => {
  // MongoDB manual, "$elemMatch (query)": "matches documents that contain an array field with at least one element
  // that matches all the specified query criteria"; a scalar has no fields.
  it('$elemMatch on fields matches documents in an array, never scalars', async () => {
    const documents = [
      { l: ['x', 'y'] },
      { l: [{ value: 'x' }] },
      { l: [{ other: 1 }, { value: 'y', n: 2 }] },
      { l: { value: 'x' } },
    ]
    expect(await idsOf(documents, { l: { $elemMatch: { value: { $exists: true } } } })).toEqual([1, 2])
    expect(await idsOf(documents, { l: { $elemMatch: { value: { $ne: 'q' } } } })).toEqual([1, 2])
    expect(await idsOf(documents, { l: { $elemMatch: { value: 'y', n: { $gte: 2 } } } })).toEqual([2])
    expect(await idsOf(documents, { l: { $elemMatch: { $or: [{ value: 'x' }, { value: 'y' }] } } })).toEqual([
      1, 2,
    ])
  })

  it('$elemMatch on the element itself still matches scalars', async () => {
    expect(await idsOf([{ l: [1, 5] }, { l: [2, 9] }], { l: { $elemMatch: { $gt: 2, $lt: 8 } } })).toEqual([
      0,
    ])
  })

  it('$elemMatch reaches arrays in the elements of another array', async () => {
    const documents = [{ l: [{ m: [{ v: 1 }] }, { m: [{ v: 2 }] }] }, { l: [{ m: [{ v: 3 }] }] }]
    expect(await idsOf(documents, { 'l.m': { $elemMatch: { v: 2 } } })).toEqual([0])
  })

  // MongoDB manual, "$all": "Use $all with $elemMatch".
  it('$all of $elemMatch treats scalars alike', async () => {
    const documents = [{ l: ['x'] }, { l: [{ a: 1 }, { b: 2 }] }]
    const all = [{ $elemMatch: { a: { $exists: true } } }, { $elemMatch: { a: { $exists: false } } }]
    expect(await idsOf(documents, { l: { $all: all } })).toEqual([1])
  })

  // MongoDB manual, "Comparison/Sort Order", "Non-existent Fields": as if they were null.
  it.each(['$lte', '$gte'])('%s null finds missing fields', async (operator) => {
    expect(await idsOf([{ v: null }, {}, { v: 0 }, { v: 'x' }], { v: { [operator]: null } })).toEqual([0, 1])
  })

  it('a regular expression with the flag g does not remember the last match', async () => {
    const notes = openNotes()
    await notes.insert([
      { _id: 1, v: 'ab' },
      { _id: 2, v: 'ab' },
      { _id: 3, v: 'AB' },
    ])
    for (const query of [
      '{"v":{"$regularExpression":{"pattern":"b","options":"gi"}}}',
      '{"v":{"$regex":"b","$options":"gi"}}',
    ]) {
      expect(await notes.data('calculateDocument', { query })).toEqual({ total: 3 })
    }
  })
})

it.each([
  [{ v: { $in: 1 } }, '[FailedOperation] $in needs an array'],
  [{ $or: [] }, '[FailedOperation] $or must be a nonempty array'],
  [{ $and: [1] }, '[FailedOperation] $or/$and/$nor entries need to be full objects'],
  [{ v: { $not: 1 } }, '[FailedOperation] $not needs a regex or a document'],
  [{ v: { $elemMatch: 1 } }, '[FailedOperation] $elemMatch needs an Object'],
  [{ v: { $size: -1 } }, '[FailedOperation] $size must be a non-negative whole number'],
  [{ v: { $mod: [2] } }, '[FailedOperation] malformed mod, needs to be an array of two numbers'],
  [{ v: { $mod: [0, 1] } }, '[FailedOperation] divisor cannot be 0'],
  [{ v: { $type: 'nonsense' } }, '[FailedOperation] Unknown type name alias: nonsense'],
  [{ v: { $gt: /x/ } }, "[FailedOperation] Can't have RegEx as arg to predicate over field 'v'."],
  [{ v: { $ne: /x/ } }, "[FailedOperation] Can't have regex as arg to $ne."],
  [{ v: { $not: {} } }, '[FailedOperation] $not cannot be empty'],
  [{ v: { $options: 'i' } }, '[FailedOperation] $options needs a $regex'],
  [{ v: { $all: [{ $elemMatch: { a: 1 } }, 1] } }, '[FailedOperation] $all/$elemMatch has to be consistent'],
  [{ $text: { $search: 'x' } }, '[FailedOperation] text index required for $text query'],
])('refuses %j', async (query, message) => {
  const notes = openNotes()
  await notes.insert([{ v: 1 }])
  await expect(notes.find(query)).rejects.toMatchObject({ code: 'DATABASE_REQUEST_FAILED', message })
})

// CloudBase documentation, "Error codes": DATABASE_INVALID_OPERRATOR.
it.each([
  [{ v: { $nonsense: 1 } }, '[FailedOperation] unknown operator: $nonsense'],
  [{ v: { $gt: 1, b: 1 } }, '[FailedOperation] unknown operator: b'],
  [{ $nonsense: 1 }, '[FailedOperation] unknown top level operator: $nonsense'],
])('does not know an operator of %j', async (query, message) => {
  const notes = openNotes()
  await notes.insert([{ v: 1 }])
  await expect(notes.find(query)).rejects.toMatchObject({ code: 'DATABASE_INVALID_OPERRATOR', message })
})
