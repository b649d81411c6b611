import { describe, expect, it } from 'vitest'
import { ejson, openNotes } from './testing.ts'

/** The text of the only document, so that the order of fields shows. */
async function shown(document: object, projection: unknown, query: unknown = {}): Promise<unknown> {
  const notes = openNotes()
  await notes.insert([{ _id: 1, ...document }])
  const body = { queryType: 'WHERE', query: ejson(query), projection: ejson(projection) }
  const { list } = await notes.data('getDocument', body)
  return Array.isArray(list) ? list[0] : undefined
}

// mongodb.com/docs/v4.4/tutorial/project-fields-from-query-results and /reference/operator/projection.
describe('a projection', () => {
  const document = { b: 1, a: { y: 2, x: 1 }, l: [{ k: 1, m: 5 }, 7, { k: 2, m: 6 }] }
  it.each([
    // mingo 7.2.6 gives the fields in the order of the projection, and _id last.
    [{ a: 1, b: 1 }, '{"_id":1,"b":1,"a":{"y":2,"x":1}}'],
    [{ _id: 0, b: 1 }, '{"b":1}'],
    [{ 'a.x': 1 }, '{"_id":1,"a":{"x":1}}'],
    [{ a: { x: 1 } }, '{"_id":1,"a":{"x":1}}'],
    [{ 'a.x': 0, l: 0 }, '{"_id":1,"b":1,"a":{"y":2}}'],
    [{ _id: 0 }, '{"b":1,"a":{"y":2,"x":1},"l":[{"k":1,"m":5},7,{"k":2,"m":6}]}'],
    [{ _id: 1 }, '{"_id":1}'],
    [{ 'l.k': 1 }, '{"_id":1,"l":[{"k":1},{"k":2}]}'],
    [{ 'l.k': 0, a: 0, b: 0 }, '{"_id":1,"l":[{"m":5},7,{"m":6}]}'],
    [{ 'b.z': 1 }, '{"_id":1}'],
    [{ l: { $slice: 1 } }, '{"_id":1,"b":1,"a":{"y":2,"x":1},"l":[{"k":1,"m":5}]}'],
    [{ b: 1, l: { $slice: -1 } }, '{"_id":1,"b":1,"l":[{"k":2,"m":6}]}'],
    [{ _id: 0, a: 0, b: 0, l: { $slice: [1, 1] } }, '{"l":[7]}'],
    [{ l: { $elemMatch: { k: 2 } } }, '{"_id":1,"l":[{"k":2,"m":6}]}'],
    [{ b: 1, l: { $elemMatch: { k: 9 } } }, '{"_id":1,"b":1}'],
    [{ sum: { $add: ['$b', '$a.y'] }, b: 1 }, '{"_id":1,"b":1,"sum":3}'],
  ])('%j shows %s', async (projection, text) => {
    expect(await shown(document, projection)).toBe(text)
  })

  // mongodb.com/docs/v4.4/reference/operator/projection/positional.
  it('$ shows the element that the query found', async () => {
    expect(await shown({ grades: [70, 87, 90] }, { 'grades.$': 1 }, { grades: { $gte: 85 } })).toBe(
      '{"_id":1,"grades":[87]}',
    )
    expect(await shown(document, { 'l.$': 1 }, { 'l.k': 2 })).toBe('{"_id":1,"l":[{"k":2,"m":6}]}')
    await expect(shown(document, { 'l.$': 1 }, { b: 1 })).rejects.toThrow("positional operator '.$'")
  })

  it.each([
    [{ a: 1, b: 0 }, 'Cannot do exclusion on field b in inclusion projection'],
    [{ a: 1, 'a.x': 1 }, 'Path collision at a.x'],
    [{ l: { $slice: [1, 0] } }, '$slice limit must be positive'],
    [{ score: { $meta: 'textScore' } }, 'text score'],
  ])('%j is refused', async (projection, message) => {
    await expect(shown(document, projection)).rejects.toThrow(message)
  })
})

// mongodb.com/docs/v4.4/reference/bson-type-comparison-order and /reference/method/cursor.sort.
it('sorts by type first, and by the least or greatest element of an array', async () => {
  const notes = openNotes()
  const values = [true, 'a', 5, null, new Date(0), [3, 9], {}, [], 'B', /r/]
  await notes.insert([...values.map((v, _id) => ({ _id, v })), { _id: 10 }])
  const order = async (direction: 1 | -1) =>
    (await notes.find({}, { order: ejson({ v: direction, _id: 1 }) })).map(
      (document) => Object.values(Object(document))[0],
    )
  expect(await order(1)).toEqual([7, 3, 10, 5, 2, 8, 1, 6, 0, 4, 9])
  expect(await order(-1)).toEqual([9, 4, 0, 6, 1, 8, 5, 2, 3, 10, 7])
})
