import { describe, expect, it } from 'vitest'
import { applyUpdate } from './update.ts'
import type { Fields } from './values.ts'

const updated = (fields: Fields, change: Record<string, Fields>, query: Fields = {}) => {
  const { _id, ...rest } = applyUpdate({ _id: 'd', ...fields }, change, query)
  return rest
}

const writeError = (message: string) => ({
  code: 'DATABASE_REQUEST_FAILED',
  message: `[FailedOperation] multiple write errors: [{write errors: [{${message}}]}, {<nil>}]`,
})

describe('an update', () => {
  it.each([
    ['$set', { a: { b: 1 } }, { $set: { 'a.c': [2], d: null } }, { a: { b: 1, c: [2] }, d: null }],
    ['$set of an element', { l: [1, 2] }, { $set: { 'l.1': 9, 'l.4': 5 } }, { l: [1, 9, null, null, 5] }],
    [
      '$unset',
      { a: { b: 1, c: 2 }, l: [1, 2] },
      { $unset: { 'a.b': '', x: '', 'l.0': '' } },
      { a: { c: 2 }, l: [null, 2] },
    ],
    [
      '$inc and $mul',
      { n: 2, m: 3 },
      { $inc: { n: 3, k: 1 }, $mul: { m: 2, z: 5 } },
      { n: 5, m: 6, k: 1, z: 0 },
    ],
    ['$min and $max', { n: 2, m: 3 }, { $min: { n: 1 }, $max: { m: 2, k: 7 } }, { n: 1, m: 3, k: 7 }],
    ['$rename', { a: 1, b: { c: 2 } }, { $rename: { a: 'b.d' } }, { b: { c: 2, d: 1 } }],
    ['$bit', { n: 6 }, { $bit: { n: { and: 3 } } }, { n: 2 }],
    ['$push', { l: [1] }, { $push: { l: 2, m: 3 } }, { l: [1, 2], m: [3] }],
    ['$push of an array', { l: [1] }, { $push: { l: [2, 3] } }, { l: [1, [2, 3]] }],
    [
      '$push $each $position',
      { l: [1, 2] },
      { $push: { l: { $each: [8, 9], $position: 0 } } },
      { l: [8, 9, 1, 2] },
    ],
    ['$pop', { l: [1, 2, 3], m: [1, 2] }, { $pop: { l: 1, m: -1, x: 1 } }, { l: [1, 2], m: [2] }],
    ['$pull by condition', { l: [1, 5, 9] }, { $pull: { l: { $gte: 5 } } }, { l: [1] }],
    ['$pull by value', { l: [1, [2], 'x'] }, { $pull: { l: [2] } }, { l: [1, 'x'] }],
    ['$pullAll', { l: [1, 2, 1, 3] }, { $pullAll: { l: [1, 3] } }, { l: [2] }],
    ['$addToSet', { l: [1] }, { $addToSet: { l: { $each: [1, 2, 2] } } }, { l: [1, 2] }],
    ['the same _id', { n: 1 }, { $set: { _id: 'd', n: 2 } }, { n: 2 }],
  ])('with %s', (_, before, change, after) => {
    expect(updated(before, change)).toEqual(after)
  })

  it('leaves the document it was made of as it was', () => {
    const document = { _id: 'd', a: { l: [1] } }
    applyUpdate(document, { $push: { 'a.l': 2 }, $set: { 'a.n': 1 } }, {})
    expect(document).toEqual({ _id: 'd', a: { l: [1] } })
  })
})

describe('positional operators', () => {
  const list = {
    l: [
      { k: 'x', n: 1 },
      { k: 'y', n: 1 },
    ],
  }

  // MongoDB manual, "$ (update)".
  it('$ is the element that the query found', () => {
    expect(updated(list, { $inc: { 'l.$.n': 1 } }, { 'l.k': 'y' })).toEqual({
      l: [
        { k: 'x', n: 1 },
        { k: 'y', n: 2 },
      ],
    })
    expect(updated({ l: [4, 5] }, { $set: { 'l.$': 9 } }, { $and: [{ l: { $gt: 4 } }] })).toEqual({
      l: [4, 9],
    })
    expect(updated(list, { $unset: { 'l.$.n': '' } }, { l: { $elemMatch: { k: 'x', n: 1 } } })).toEqual({
      l: [{ k: 'x' }, { k: 'y', n: 1 }],
    })
  })

  it('$[] is every element', () => {
    expect(updated(list, { $set: { 'l.$[].n': 0 } })).toEqual({
      l: [
        { k: 'x', n: 0 },
        { k: 'y', n: 0 },
      ],
    })
  })

  it('are refused where they stand for nothing', () => {
    const missed = writeError('The positional operator did not find the match needed from the query.')
    expect(() => updated(list, { $set: { 'l.$.n': 0 } }, { _id: 'd' })).toThrow(
      expect.objectContaining(missed),
    )
    expect(() => updated({}, { $set: { 'l.$[].n': 0 } })).toThrow("The path 'l' must exist in the document")
    expect(() => updated(list, { $set: { 'l.$[e].n': 0 } })).toThrow(
      "No array filter found for identifier '$[e]'",
    )
  })
})

describe('what MongoDB answers with a write error', () => {
  // The first text is quoted in public reports of CloudBase users; the others are those of MongoDB 4.x.
  it.each([
    [{ nul: null }, { $set: { 'nul.x': 1 } }, "Cannot create field 'x' in element {nul: null}"],
    [{ s: 'text' }, { $set: { 's.x.y': 1 } }, 'Cannot create field \'x\' in element {s: "text"}'],
    [{ n: 0 }, { $inc: { 'n.x': 1 } }, "Cannot create field 'x' in element {n: 0}"],
    [{ l: [{ a: 1 }] }, { $push: { 'l.a': 1 } }, 'Cannot create field \'a\' in element {l: [{"a":1}]}'],
    [
      { s: 'text' },
      { $inc: { s: 1 } },
      'Cannot apply $inc to a value of non-numeric type. {_id: "d"} has the field \'s\' of non-numeric type string',
    ],
    [
      { a: { n: null } },
      { $mul: { 'a.n': 2 } },
      'Cannot apply $mul to a value of non-numeric type. {_id: "d"} has the field \'n\' of non-numeric type null',
    ],
    [{}, { $inc: { n: 'x' } }, 'Cannot increment with non-numeric argument: {n: "x"}'],
    [
      { s: 'text' },
      { $push: { s: 1 } },
      'The field \'s\' must be an array but is of type string in document {_id: "d"}',
    ],
    [
      { o: {} },
      { $addToSet: { o: 1 } },
      "Cannot apply $addToSet to non-array field. Field named 'o' has non-array type object",
    ],
    [{ n: 1 }, { $pull: { n: 1 } }, 'Cannot apply $pull to a non-array value'],
    [{ b: true }, { $pop: { b: 1 } }, "Path 'b' contains an element of non-array type 'bool'"],
    [
      { n: 1.5 },
      { $bit: { n: { or: 1 } } },
      'Cannot apply $bit to a value of non-integral type. {_id: "d"} has the field n of non-integer type double',
    ],
    [
      {},
      { $set: { _id: 'e' } },
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    ],
    [
      { n: 1 },
      { $rename: { n: '_id' } },
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    ],
    [{ n: 1 }, { $rename: { n: 'n' } }, 'The source and target field for $rename must differ: n: "n"'],
    [
      { l: [{ n: 1 }] },
      { $rename: { 'l.0.n': 'm' } },
      "The source or destination field of $rename cannot be in an array: 'l.0.n'",
    ],
    [
      {},
      { $set: { 'a..b': 1 } },
      "The update path 'a..b' contains an empty field name, which is not allowed.",
    ],
    [
      {},
      { $set: { a: { $b: 1 } } },
      "The dollar ($) prefixed field '$b' in 'a.$b' is not valid for storage.",
    ],
    [{}, { $set: { n: 1 }, $push: { n: 1 } }, "Updating the path 'n' would create a conflict at 'n'"],
  ])('%j %j', (before, change, message) => {
    expect(() => updated(before, change)).toThrow(expect.objectContaining(writeError(message)))
  })

  it('an operator it does not know', () => {
    expect(() => updated({}, { $nonsense: { a: 1 } })).toThrow('Unknown modifier: $nonsense')
  })
})

describe('an update as a whole', () => {
  // mongodb.com/docs/v4.4/reference/operator/update/set: fields are processed in lexicographic order.
  it('adds fields in the order of their names', () => {
    expect(Object.keys(updated({ z: 0 }, { $set: { c: 1, a: 1 }, $inc: { b: 1 } }))).toEqual([
      'z',
      'a',
      'b',
      'c',
    ])
  })

  it('is the document itself if it changes nothing', () => {
    const document = { _id: 'd', a: { b: [1] }, n: 0 }
    const change = { $set: { 'a.b': [1] }, $inc: { n: 0 }, $max: { 'a.b.0': 1 }, $pull: { 'a.c': 1 } }
    expect(() => applyUpdate(document, change, {})).toThrow(
      "Updating the path 'a.b.0' would create a conflict at 'a.b'",
    )
    expect(applyUpdate(document, { $set: { 'a.b': [1] }, $inc: { n: 0 }, $unset: { x: '' } }, {})).toBe(
      document,
    )
  })

  it('shares with the old document what it does not change', () => {
    const document = { _id: 'd', big: { l: [1] }, small: { n: 1 } }
    const after = applyUpdate(document, { $inc: { 'small.n': 1 } }, {})
    expect(after).toEqual({ _id: 'd', big: { l: [1] }, small: { n: 2 } })
    expect(after['big']).toBe(document.big)
  })

  it('compares types in $min and $max as MongoDB orders them', () => {
    // mongodb.com/docs/v4.4/reference/operator/update/max: "using the BSON comparison order".
    expect(updated({ a: 5, b: 'x', c: null }, { $max: { a: 'x', b: 5, c: 0 } })).toEqual({
      a: 'x',
      b: 'x',
      c: 0,
    })
  })

  it.each([
    [{ l: [1] }, { $pop: { l: 2 } }, '$pop expects 1 or -1, found: 2'],
    [
      { n: 1 },
      { $bit: { n: { not: 1 } } },
      "The $bit modifier only supports 'and', 'or', and 'xor', not 'not'",
    ],
    [{ n: 1 }, { $bit: { n: { and: 1.5 } } }, "a 'double' is not supported here"],
    [
      { l: [] },
      { $push: { l: { $each: 1 } } },
      'The argument to $each in $push must be an array but it was of type int',
    ],
    [{ l: [] }, { $set: { 'l.99999999': 1 } }, "can't backfill more than 1500000 elements of an array"],
    [{ a: {} }, { $set: { a: 1, 'a.b': 2 } }, "Updating the path 'a.b' would create a conflict at 'a'"],
    [
      { a: 1 },
      { $rename: { a: 'b' }, $set: { b: 1 } },
      "Updating the path 'b' would create a conflict at 'b'",
    ],
  ])('%j %j is refused', (before, change, message) => {
    expect(() => updated(before, change)).toThrow(message)
  })

  // mongodb.com/docs/v4.4/reference/operator/update/bit.
  it('$bit works on more than 32 bits', () => {
    expect(updated({ n: 2 ** 40 + 1 }, { $bit: { n: { and: 2 ** 40 } } })).toEqual({ n: 2 ** 40 })
    expect(updated({ n: 13 }, { $bit: { n: { xor: 5 } } })).toEqual({ n: 8 })
  })
})

describe('operators on arrays', () => {
  // MongoDB manual, "$push": the modifiers apply to an array that the update creates, too.
  it('$push sorts and slices a new array', () => {
    const push = { $push: { l: { $each: [3, 1, 2], $sort: 1, $slice: -2 } } }
    expect(updated({}, push)).toEqual({ l: [2, 3] })
  })

  // MongoDB manual, "$sort (update)": a sort document may name several fields.
  it('$push sorts by several fields', () => {
    const $each = [
      { a: 1, b: 1 },
      { a: 0, b: 1 },
      { a: 1, b: 2 },
    ]
    expect(updated({}, { $push: { l: { $each, $sort: { a: 1, b: -1 } } } })).toEqual({
      l: [
        { a: 0, b: 1 },
        { a: 1, b: 2 },
        { a: 1, b: 1 },
      ],
    })
  })

  // MongoDB manual, "$addToSet": it "only ensures that there are no duplicate items added to the set and does not
  // affect existing duplicate elements".
  it('$addToSet leaves duplicates that are there', () => {
    expect(updated({ l: [1, 1] }, { $addToSet: { l: 2 } })).toEqual({ l: [1, 1, 2] })
    expect(updated({}, { $addToSet: { l: { $each: [2, 2] } } })).toEqual({ l: [2] })
  })

  // MongoDB manual, "$pull", "Remove Items from an Array of Documents".
  it('$pull with a document removes documents, never scalars', () => {
    expect(updated({ l: [1, { a: 1 }, { a: 1, b: 2 }, { a: 2 }] }, { $pull: { l: { a: 1 } } })).toEqual({
      l: [1, { a: 2 }],
    })
  })
})
