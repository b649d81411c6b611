import type { ConformanceCase, Tools } from '../case.ts'
import type { Aggregation, Expressions, Fields } from '../sdk.ts'
import { MONGO_AGGREGATION, WX_STAGE } from './sources.ts'

const SOURCE = `${WX_STAGE}lookup.html`

/** Orders and books: the example of the reference, shortened. */
const ORDERS = [
  { _id: 4, book: 'novel 1', price: 30, quantity: 2 },
  { _id: 5, book: 'science 1', price: 20, quantity: 1 },
  { _id: 6 },
]
const BOOKS = [
  { _id: 'book1', author: 'author 1', stock: 1, title: 'novel 1' },
  { _id: 'book3', author: 'author 3', stock: 5, title: 'science 1' },
  { _id: 'book6', author: 'author 6', stock: 9 },
]

const joins = (
  id: string,
  source: string,
  orders: readonly Fields[],
  books: readonly Fields[],
  build: (pipeline: Aggregation, from: string, $: Expressions, tools: Tools) => Aggregation,
  expect: unknown,
): ConformanceCase => ({
  id,
  source,
  run: async (tools) => {
    const other = await tools.another()
    await tools.things.add({ data: orders })
    await other.collection.add({ data: books })
    return (await build(tools.things.aggregate().sort({ _id: 1 }), other.name, tools.$, tools).end()).list
  },
  expect,
})

const [first, second, third] = ORDERS

/** Joins: by equal fields, by a pipeline, and what missing fields match. */
export const LOOKUP: readonly ConformanceCase[] = [
  joins(
    'database.lookup.equal-fields',
    SOURCE,
    ORDERS,
    BOOKS,
    (p, from) => p.lookup({ from, localField: 'book', foreignField: 'title', as: 'list' }),
    [
      { ...first, list: [BOOKS[0]] },
      { ...second, list: [BOOKS[1]] },
      { ...third, list: [BOOKS[2]] },
    ],
  ),
  joins(
    'database.lookup.list-of-keys',
    SOURCE,
    [{ _id: 1, books: ['novel 1', 'science 1'] }],
    BOOKS.slice(0, 2),
    (p, from) =>
      p
        .lookup({ from, localField: 'books', foreignField: 'title', as: 'list' })
        .unwind('$list')
        .sort({ 'list._id': 1 })
        .project({ _id: 0, id: '$list._id' }),
    [{ id: 'book1' }, { id: 'book3' }],
  ),
  joins(
    'database.lookup.list-on-the-other-side',
    `${MONGO_AGGREGATION}lookup/#use--lookup-with-an-array`,
    [{ _id: 1, k: 'x' }],
    [{ _id: 'b', keys: ['x', 'y'] }],
    (p, from) => p.lookup({ from, localField: 'k', foreignField: 'keys', as: 'list' }),
    [{ _id: 1, k: 'x', list: [{ _id: 'b', keys: ['x', 'y'] }] }],
  ),
  joins(
    'database.lookup.nothing-found',
    SOURCE,
    [{ _id: 1, k: 'x' }],
    [{ _id: 'b', k: 'y' }],
    (p, from) => p.lookup({ from, localField: 'k', foreignField: 'k', as: 'list' }),
    [{ _id: 1, k: 'x', list: [] }],
  ),
  joins(
    'database.lookup.replaces-the-field',
    SOURCE,
    [{ _id: 1, k: 'x' }],
    [{ _id: 'b', k: 'x' }],
    (p, from) => p.lookup({ from, localField: 'k', foreignField: 'k', as: 'k' }),
    [{ _id: 1, k: [{ _id: 'b', k: 'x' }] }],
  ),
  joins(
    'database.lookup.missing-key-finds-no-value',
    SOURCE,
    [{ _id: 1 }],
    [{ _id: 'b', k: 1 }],
    (p, from) => p.lookup({ from, localField: 'absent', foreignField: 'k', as: 'list' }),
    [{ _id: 1, list: [] }],
  ),
  joins(
    'database.lookup.merged-into-the-root',
    SOURCE,
    [{ _id: 4, book: 'novel 1' }],
    BOOKS.slice(0, 1),
    (p, from, $) =>
      p
        .lookup({ from, localField: 'book', foreignField: 'title', as: 'list' })
        .replaceRoot({ newRoot: $.mergeObjects([$.arrayElemAt(['$list', 0]), '$$ROOT']) })
        .project({ list: 0 }),
    [{ _id: 4, author: 'author 1', stock: 1, title: 'novel 1', book: 'novel 1' }],
  ),
  joins(
    'database.lookup.pipeline-with-variables',
    SOURCE,
    ORDERS.slice(0, 2),
    BOOKS,
    (p, from, $, { _ }) =>
      p.lookup({
        from,
        let: { order_book: '$book', order_quantity: '$quantity' },
        pipeline: $.pipeline()
          .match(_.expr($.and([$.eq(['$title', '$$order_book']), $.gte(['$stock', '$$order_quantity'])])))
          .project({ _id: 0, title: 1, stock: 1 })
          .done(),
        as: 'list',
      }),
    [
      { ...first, list: [] },
      { ...second, list: [{ title: 'science 1', stock: 5 }] },
    ],
  ),
  joins(
    'database.lookup.pipeline-without-variables',
    `${MONGO_AGGREGATION}lookup/#perform-an-uncorrelated-subquery-with--lookup`,
    [{ _id: 1 }],
    BOOKS,
    (p, from, $, { _ }) =>
      p.lookup({
        from,
        pipeline: $.pipeline()
          .match({ stock: _.gt(4) })
          .sort({ _id: -1 })
          .project({ _id: 1 })
          .done(),
        as: 'list',
      }),
    [{ _id: 1, list: [{ _id: 'book6' }, { _id: 'book3' }] }],
  ),
  joins(
    'database.lookup.pipeline-with-group',
    SOURCE,
    [{ _id: 1 }],
    BOOKS,
    (p, from, $) =>
      p.lookup({
        from,
        pipeline: $.pipeline()
          .group({ _id: null, stock: $.sum('$stock') })
          .done(),
        as: 'list',
      }),
    [{ _id: 1, list: [{ _id: null, stock: 15 }] }],
  ),
  joins(
    'database.lookup.pipeline-empty-takes-all',
    SOURCE,
    [{ _id: 1 }],
    [{ _id: 'b' }],
    (p, from) => p.lookup({ from, pipeline: [], as: 'list' }),
    [{ _id: 1, list: [{ _id: 'b' }] }],
  ),
  joins(
    'database.lookup.variables-of-the-reference-only',
    `${MONGO_AGGREGATION}lookup/: in $match they are read by $expr`,
    [{ _id: 1, k: 'x' }],
    [{ _id: 'b', k: 'x' }],
    (p, from, $) =>
      p.lookup({ from, let: { key: '$k' }, pipeline: $.pipeline().match({ k: '$$key' }).done(), as: 'list' }),
    [{ _id: 1, k: 'x', list: [] }],
  ),
]
