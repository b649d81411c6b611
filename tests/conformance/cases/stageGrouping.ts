import type { ConformanceCase } from '../case.ts'
import { inAnyOrder } from '../expectation.ts'
import { pipes } from './shapes.ts'
import { MONGO_AGGREGATION, WX_STAGE } from './sources.ts'

const ITEMS = [
  { _id: 'a', category: 'x', price: 10 },
  { _id: 'b', category: 'x', price: 30 },
  { _id: 'c', category: 'y', price: 20 },
]
/** Two with a list, one with an empty one, one with null, one with a single value, one without. */
const LISTS = [
  { _id: 'two', tags: ['p', 'q'] },
  { _id: 'empty', tags: [] },
  { _id: 'null', tags: null },
  { _id: 'value', tags: 'p' },
  { _id: 'none' },
]

/** The example of MongoDB's and WeChat's pages for bucket: prices of articles. */
const PRICES = [5, 10, 50, 100, 150, 200].map((price, at) => ({ _id: `i${at}`, price }))

const unwinding: readonly ConformanceCase[] = [
  pipes(
    'database.stage.unwind',
    `${WX_STAGE}unwind.html`,
    LISTS,
    (p) => p.unwind('$tags').sort({ _id: 1, tags: 1 }),
    [
      { _id: 'two', tags: 'p' },
      { _id: 'two', tags: 'q' },
      { _id: 'value', tags: 'p' },
    ],
  ),
  pipes(
    'database.stage.unwind-keeps',
    `${WX_STAGE}unwind.html`,
    LISTS,
    (p) => p.unwind({ path: '$tags', preserveNullAndEmptyArrays: true }).sort({ _id: 1, tags: 1 }),
    [
      { _id: 'empty' },
      { _id: 'none' },
      { _id: 'null', tags: null },
      { _id: 'two', tags: 'p' },
      { _id: 'two', tags: 'q' },
      { _id: 'value', tags: 'p' },
    ],
  ),
  pipes(
    'database.stage.unwind-with-index',
    `${WX_STAGE}unwind.html`,
    LISTS,
    (p) => p.unwind({ path: '$tags', includeArrayIndex: 'at' }).sort({ _id: 1, tags: 1 }),
    [
      { _id: 'two', tags: 'p', at: 0 },
      { _id: 'two', tags: 'q', at: 1 },
      { _id: 'value', tags: 'p', at: null },
    ],
  ),
  pipes(
    'database.stage.unwind-then-group',
    `${WX_STAGE}unwind.html`,
    LISTS,
    (p, $) =>
      p
        .unwind('$tags')
        .group({ _id: '$tags', n: $.sum(1) })
        .sort({ _id: 1 }),
    [
      { _id: 'p', n: 2 },
      { _id: 'q', n: 1 },
    ],
  ),
]

const grouping: readonly ConformanceCase[] = [
  pipes(
    'database.stage.group',
    `${WX_STAGE}group.html`,
    ITEMS,
    (p, $) => p.group({ _id: '$category', sum: $.sum('$price') }),
    inAnyOrder({ _id: 'x', sum: 40 }, { _id: 'y', sum: 20 }),
  ),
  pipes(
    'database.stage.group-all',
    `${WX_STAGE}group.html`,
    ITEMS,
    (p, $) => p.group({ _id: null, n: $.sum(1) }),
    [{ _id: null, n: 3 }],
  ),
  pipes(
    'database.stage.group-by-object',
    `${WX_STAGE}group.html`,
    ITEMS,
    (p, $) => p.group({ _id: { c: '$category' }, n: $.sum(1) }),
    inAnyOrder({ _id: { c: 'x' }, n: 2 }, { _id: { c: 'y' }, n: 1 }),
  ),
  pipes(
    'database.stage.group-by-missing',
    `${MONGO_AGGREGATION}group/`,
    [{ _id: 'a' }, { _id: 'b', k: null }],
    (p, $) => p.group({ _id: '$k', n: $.sum(1) }),
    [{ _id: null, n: 2 }],
  ),
  pipes(
    'database.stage.group-of-nothing',
    `${MONGO_AGGREGATION}group/`,
    [],
    (p, $) => p.group({ _id: null, n: $.sum(1) }),
    [],
  ),
  pipes(
    'database.stage.sort-by-count',
    `${WX_STAGE}sortByCount.html`,
    ITEMS,
    (p) => p.sortByCount('$category'),
    [
      { _id: 'x', count: 2 },
      { _id: 'y', count: 1 },
    ],
  ),
  pipes(
    'database.stage.bucket',
    `${WX_STAGE}bucket.html`,
    PRICES,
    (p) => p.bucket({ groupBy: '$price', boundaries: [0, 50, 100], default: 'other' }),
    [
      { _id: 0, count: 2 },
      { _id: 50, count: 1 },
      { _id: 'other', count: 3 },
    ],
  ),
  pipes(
    'database.stage.bucket-with-output',
    `${WX_STAGE}bucket.html`,
    PRICES,
    (p, $) =>
      p.bucket({
        groupBy: '$price',
        boundaries: [0, 50, 500],
        output: { n: $.sum(1), most: $.max('$price') },
      }),
    [
      { _id: 0, n: 2, most: 10 },
      { _id: 50, n: 4, most: 200 },
    ],
  ),
  pipes(
    'database.stage.bucket-auto',
    `${WX_STAGE}bucketAuto.html`,
    PRICES,
    (p) => p.bucketAuto({ groupBy: '$price', buckets: 2 }),
    [
      { _id: { min: 5, max: 100 }, count: 3 },
      { _id: { min: 100, max: 200 }, count: 3 },
    ],
  ),
  pipes(
    'database.stage.bucket-auto-with-output',
    `${MONGO_AGGREGATION}bucketAuto/`,
    PRICES,
    (p, $) => p.bucketAuto({ groupBy: '$price', buckets: 3, output: { sum: $.sum('$price') } }),
    [
      { _id: { min: 5, max: 50 }, sum: 15 },
      { _id: { min: 50, max: 150 }, sum: 150 },
      { _id: { min: 150, max: 200 }, sum: 350 },
    ],
  ),
]

/** Stages that take lists apart and documents together. */
export const STAGE_GROUPING: readonly ConformanceCase[] = [...unwinding, ...grouping]
