import { ObjectId } from 'bson'
import { expect, it } from 'vitest'
import { sortDocuments } from './sort.ts'
import type { Fields } from './values.ts'

const sorted = (documents: Fields[], order: Fields) => sortDocuments(documents, order).map(({ id }) => id)

// MongoDB manual, "Comparison/Sort Order".
it('orders the types', () => {
  const values = [
    { id: 'regex', v: /a/ },
    { id: 'date', v: new Date(0) },
    { id: 'boolean', v: false },
    { id: 'object id', v: ObjectId.createFromHexString('0'.repeat(24)) },
    { id: 'object', v: { a: 1 } },
    { id: 'string', v: '' },
    { id: 'number', v: 5 },
    { id: 'missing' },
    { id: 'null', v: null },
    { id: 'empty array', v: [] },
  ]
  const types = 'empty array,missing,null,number,string,object,object id,boolean,date,regex'.split(',')
  expect(sorted(values, { v: 1 })).toEqual(types)
  // Null and missing are equal: they stay as they were.
  expect(sorted(values, { v: -1 })).toEqual(
    'regex,date,boolean,object id,object,string,number,missing,null,empty array'.split(','),
  )
})

// MongoDB manual, "cursor.sort()", "Sort by Array": the lowest element when ascending, the highest when descending.
it('orders arrays by their least or greatest element', () => {
  const documents = [
    { id: 1, v: [5, 1] },
    { id: 2, v: 3 },
    { id: 3, v: [2, 9] },
    { id: 4, l: [{ v: 7 }, { v: 0 }] },
  ]
  expect(sorted(documents, { v: 1 })).toEqual([4, 1, 3, 2])
  expect(sorted(documents, { v: -1 })).toEqual([3, 1, 2, 4])
  expect(sorted(documents, { 'l.v': -1 })).toEqual([4, 1, 2, 3])
})

it('orders by several fields', () => {
  const documents = [
    { id: 1, a: 1, b: 1 },
    { id: 2, a: 2, b: 1 },
    { id: 3, a: 1, b: 2 },
  ]
  expect(sorted(documents, { a: 1, b: -1 })).toEqual([3, 1, 2])
  expect(sorted(documents, {})).toEqual([1, 2, 3])
})

// MongoDB manual, "cursor.sort()", "Limitations".
it('refuses two arrays in one document', () => {
  expect(() => sorted([{ a: [1], b: [2] }], { a: 1, b: 1 })).toThrow(
    'cannot sort with keys that are parallel arrays',
  )
})
