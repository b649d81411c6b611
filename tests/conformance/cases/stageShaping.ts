import type { ConformanceCase } from '../case.ts'
import { pipes } from './shapes.ts'
import { MONGO_AGGREGATION, WX_STAGE } from './sources.ts'

const ITEMS = [
  { _id: 'a', category: 'x', price: 10 },
  { _id: 'b', category: 'x', price: 30 },
  { _id: 'c', category: 'y', price: 20 },
]
/** Stages that choose, order and shape documents. */
export const STAGE_SHAPING: readonly ConformanceCase[] = [
  pipes(
    'database.stage.match',
    `${WX_STAGE}match.html`,
    ITEMS,
    (p, _$, { _ }) => p.match({ category: 'x', price: _.gt(10) }),
    [ITEMS[1]],
  ),
  pipes(
    'database.stage.match-after-group',
    `${WX_STAGE}match.html`,
    ITEMS,
    (p, $, { _ }) => p.group({ _id: '$category', n: $.sum(1) }).match({ n: _.gt(1) }),
    [{ _id: 'x', n: 2 }],
  ),
  pipes(
    'database.stage.match-by-date',
    `${WX_STAGE}match.html`,
    [
      { _id: 'old', at: new Date(0) },
      { _id: 'new', at: new Date(9) },
    ],
    (p, _$, { _ }) => p.match({ at: _.gt(new Date(5)) }).project({ at: 0 }),
    [{ _id: 'new' }],
  ),
  pipes(
    'database.stage.match-or',
    `${WX_STAGE}match.html`,
    ITEMS,
    (p, _$, { _ }) =>
      p
        .match(_.or([{ _id: 'a' }, { category: 'y' }]))
        .sort({ _id: 1 })
        .project({ _id: 1 }),
    [{ _id: 'a' }, { _id: 'c' }],
  ),
  pipes(
    'database.stage.project-include',
    `${WX_STAGE}project.html`,
    [ITEMS[0] ?? {}],
    (p) => p.project({ price: 1 }),
    [{ _id: 'a', price: 10 }],
  ),
  pipes(
    'database.stage.project-exclude',
    `${WX_STAGE}project.html`,
    [ITEMS[0] ?? {}],
    (p) => p.project({ price: 0 }),
    [{ _id: 'a', category: 'x' }],
  ),
  pipes(
    'database.stage.project-new-field',
    `${WX_STAGE}project.html`,
    [ITEMS[0] ?? {}],
    (p) => p.project({ _id: 0, cost: '$price' }),
    [{ cost: 10 }],
  ),
  pipes(
    'database.stage.project-missing-is-left-out',
    `${MONGO_AGGREGATION}project/`,
    [ITEMS[0] ?? {}],
    (p) => p.project({ absent: 1, other: '$absent' }),
    [{ _id: 'a' }],
  ),
  pipes(
    'database.stage.project-nested',
    `${WX_STAGE}project.html`,
    [{ _id: 'a', s: { x: 1, y: 2 } }],
    (p) => p.project({ 's.x': 1 }),
    [{ _id: 'a', s: { x: 1 } }],
  ),
  pipes(
    'database.stage.project-list',
    `${MONGO_AGGREGATION}project/#project-new-array-fields`,
    [{ _id: 'a', x: 1 }],
    (p) => p.project({ _id: 0, pair: ['$x', '$absent'] }),
    [{ pair: [1, null] }],
  ),
  pipes(
    'database.stage.add-fields',
    `${WX_STAGE}addFields.html`,
    [ITEMS[0] ?? {}],
    (p, $) => p.addFields({ double: $.multiply(['$price', 2]) }),
    [{ _id: 'a', category: 'x', price: 10, double: 20 }],
  ),
  pipes(
    'database.stage.add-fields-nested',
    `${WX_STAGE}addFields.html`,
    [{ _id: 'a', s: { x: 1 } }],
    (p) => p.addFields({ 's.y': 2 }),
    [{ _id: 'a', s: { x: 1, y: 2 } }],
  ),
  pipes(
    'database.stage.add-fields-replaces',
    `${MONGO_AGGREGATION}addFields/#overwriting-an-existing-field`,
    [ITEMS[0] ?? {}],
    (p) => p.addFields({ price: 'free' }),
    [{ _id: 'a', category: 'x', price: 'free' }],
  ),
  pipes(
    'database.stage.replace-root-by-field',
    `${WX_STAGE}replaceRoot.html`,
    [{ _id: 'a', inner: { x: 1 } }],
    (p) => p.replaceRoot({ newRoot: '$inner' }),
    [{ x: 1 }],
  ),
  pipes(
    'database.stage.replace-root-by-object',
    `${WX_STAGE}replaceRoot.html`,
    [{ _id: 'a', first: 'A', last: 'B' }],
    (p, $) => p.replaceRoot({ newRoot: { full: $.concat(['$first', ' ', '$last']) } }),
    [{ full: 'A B' }],
  ),
  pipes(
    'database.stage.limit',
    `${WX_STAGE}limit.html`,
    ITEMS,
    (p) => p.sort({ _id: 1 }).limit(1).project({ _id: 1 }),
    [{ _id: 'a' }],
  ),
  pipes(
    'database.stage.skip',
    `${WX_STAGE}skip.html`,
    ITEMS,
    (p) => p.sort({ _id: 1 }).skip(2).project({ _id: 1 }),
    [{ _id: 'c' }],
  ),
  pipes(
    'database.stage.sort',
    `${WX_STAGE}sort.html`,
    ITEMS,
    (p) => p.sort({ price: -1 }).project({ _id: 1 }),
    [{ _id: 'b' }, { _id: 'c' }, { _id: 'a' }],
  ),
  pipes(
    'database.stage.sort-two-fields',
    `${WX_STAGE}sort.html`,
    ITEMS,
    (p) => p.sort({ category: -1, price: -1 }).project({ _id: 1 }),
    [{ _id: 'c' }, { _id: 'b' }, { _id: 'a' }],
  ),
  pipes('database.stage.count', `${WX_STAGE}count.html`, ITEMS, (p) => p.count('total'), [{ total: 3 }]),
  pipes(
    'database.stage.count-of-nothing',
    `${MONGO_AGGREGATION}count/#behavior`,
    ITEMS,
    (p) => p.match({ category: 'z' }).count('total'),
    [],
  ),
  {
    id: 'database.stage.sample',
    source: `${WX_STAGE}sample.html`,
    run: async ({ things }) => {
      await things.add({ data: ITEMS })
      const { list } = await things.aggregate().sample({ size: 2 }).end()
      return { length: list.length, known: list.every(({ _id }) => ITEMS.some((item) => item._id === _id)) }
    },
    expect: { length: 2, known: true },
  },
  pipes('database.stage.nothing', `${WX_STAGE}end.html`, [], (p) => p.match({}), []),
  {
    id: 'database.stage.reply',
    source: `${WX_STAGE}end.html`,
    run: ({ things }) => things.aggregate().match({}).end(),
    expect: { list: [], errMsg: 'collection.aggregate:ok' },
  },
]
