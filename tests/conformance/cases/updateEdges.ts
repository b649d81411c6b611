import type { ConformanceCase } from '../case.ts'
import type { Fields } from '../sdk.ts'
import { changes } from './shapes.ts'
import { DATABASE, MONGO, MONGO_UPDATE, WX } from './sources.ts'

/** Names of the fields in the order in which the database keeps them. */
const order = (
  id: string,
  source: string,
  before: Fields,
  run: (
    write: (data: Fields) => Promise<unknown>,
    set: (data: Fields) => Promise<unknown>,
  ) => Promise<unknown>,
  expect: readonly string[],
): ConformanceCase => ({
  id,
  source,
  run: async ({ things }) => {
    await things.add({ data: before })
    const document = things.doc('a')
    await run(
      (data) => document.update({ data }),
      (data) => document.set({ data }),
    )
    return Object.keys((await document.get()).data)
  },
  expect,
})

const FIELD_ORDER = `${MONGO}core/document/#field-order`

/** Corners of updates, and the order of fields. */
export const UPDATE_EDGES: readonly ConformanceCase[] = [
  changes(
    'database.update-edge.undefined-is-left-out',
    `${DATABASE}serializer/common.js flatten`,
    { n: 1, m: 1 },
    () => ({ n: undefined, m: 2 }),
    { n: 1, m: 2 },
  ),
  changes(
    'database.update-edge.place-in-a-missing-field-makes-an-object',
    `${MONGO_UPDATE}set/#behavior`,
    {},
    () => ({ 'list.0': 'x' }),
    { list: { 0: 'x' } },
  ),
  changes(
    'database.update-edge.remove-leaves-the-parent',
    `${MONGO_UPDATE}unset/`,
    { a: { b: 1 } },
    (_) => ({ 'a.b': _.remove() }),
    { a: {} },
  ),
  changes(
    'database.update-edge.empty-object-by-set',
    `${MONGO_UPDATE}set/`,
    { a: { b: 1 } },
    (_) => ({ a: _.set({}) }),
    { a: {} },
  ),
  changes(
    'database.update-edge.inc-by-a-half-makes-a-half',
    `${MONGO_UPDATE}inc/`,
    { n: 1 },
    (_) => ({ n: _.inc(0.5) }),
    { n: 1.5 },
  ),
  changes(
    'database.update-edge.inc-below-a-missing-object',
    `${MONGO_UPDATE}inc/`,
    {},
    (_) => ({ 'a.b': _.inc(1) }),
    { a: { b: 1 } },
  ),
  changes(
    'database.update-edge.inc-an-element',
    `${MONGO_UPDATE}inc/`,
    { n: [1, 2] },
    (_) => ({ 'n.1': _.inc(5) }),
    { n: [1, 7] },
  ),
  changes(
    'database.update-edge.inc-in-an-element',
    `${MONGO_UPDATE}inc/`,
    { list: [{ n: 1 }] },
    (_) => ({ 'list.0.n': _.inc(5) }),
    { list: [{ n: 6 }] },
  ),
  changes(
    'database.update-edge.push-below-a-missing-object',
    `${MONGO_UPDATE}push/#behavior`,
    {},
    (_) => ({ 'a.b': _.push(['x']) }),
    { a: { b: ['x'] } },
  ),
  changes(
    'database.update-edge.push-a-list-as-one',
    `${MONGO_UPDATE}push/#behavior`,
    { n: [] },
    (_) => ({ n: _.push([[1, 2]]) }),
    { n: [[1, 2]] },
  ),
  changes(
    'database.update-edge.push-null',
    `${MONGO_UPDATE}push/`,
    { n: [1] },
    (_) => ({ n: _.push([null]) }),
    { n: [1, null] },
  ),
  changes(
    'database.update-edge.add-to-set-with-keys-in-another-order',
    `${MONGO_UPDATE}addToSet/#duplicate-items`,
    { list: [{ a: 1, b: 2 }] },
    (_) => ({ list: _.addToSet({ b: 2, a: 1 }) }),
    {
      list: [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
    },
  ),
  changes(
    'database.update-edge.add-to-set-leaves-old-duplicates',
    `${MONGO_UPDATE}addToSet/#behavior`,
    { n: [1, 1] },
    (_) => ({ n: _.addToSet(2) }),
    { n: [1, 1, 2] },
  ),
  changes(
    'database.update-edge.add-a-list-to-a-set-as-one',
    `${MONGO_UPDATE}addToSet/#value-to-add-is-an-array`,
    { n: ['a'] },
    (_) => ({ n: _.addToSet(['a']) }),
    { n: ['a', ['a']] },
  ),
  changes(
    'database.update-edge.pull-null',
    `${MONGO_UPDATE}pull/`,
    { n: [1, null, 2] },
    (_) => ({ n: _.pull(null) }),
    { n: [1, 2] },
  ),
  changes(
    'database.update-edge.pull-from-a-path-in-elements',
    `${MONGO_UPDATE}pull/`,
    { a: { list: [{ x: { y: 1 } }, { x: { y: 2 } }] } },
    (_) => ({ 'a.list': _.pull({ 'x.y': 1 }) }),
    { a: { list: [{ x: { y: 2 } }] } },
  ),
  changes(
    'database.update-edge.pull-dates',
    `${MONGO_UPDATE}pull/`,
    { n: [new Date(1), new Date(9)] },
    (_) => ({ n: _.pull(_.lt(new Date(5))) }),
    { n: [new Date(9)] },
  ),
  changes('database.update-edge.mul-by-zero', `${MONGO_UPDATE}mul/`, { n: 7 }, (_) => ({ n: _.mul(0) }), {
    n: 0,
  }),
  changes(
    'database.update-edge.min-below-null',
    `${MONGO_UPDATE}min/: BSON comparison order`,
    { n: 5 },
    (_) => ({ n: _.min(null) }),
    { n: null },
  ),
  changes(
    'database.update-edge.rename-an-object',
    `${MONGO_UPDATE}rename/`,
    { old: { x: 1 } },
    (_) => ({ old: _.rename('deep.new') }),
    { deep: { new: { x: 1 } } },
  ),
  order(
    'database.field-order.id-comes-first',
    FIELD_ORDER,
    { n: 1, _id: 'a', b: 2, a: 3 },
    async () => undefined,
    ['_id', 'n', 'b', 'a'],
  ),
  order(
    'database.field-order.update-keeps-places',
    FIELD_ORDER,
    { _id: 'a', z: 1, y: 2 },
    (update) => update({ y: 3, z: 4 }),
    ['_id', 'z', 'y'],
  ),
  order(
    'database.field-order.new-fields-come-last',
    FIELD_ORDER,
    { _id: 'a', z: 1 },
    (update) => update({ b: 1 }),
    ['_id', 'z', 'b'],
  ),
  order(
    'database.field-order.set-takes-the-new-order',
    `${WX}document/Document.set.html`,
    { _id: 'a', z: 1, y: 2 },
    (_update, set) => set({ y: 1, z: 2 }),
    ['_id', 'y', 'z'],
  ),
  {
    id: 'database.field-order.projection-keeps-places',
    source: `${MONGO}tutorial/project-fields-from-query-results/`,
    run: async ({ things }) => {
      await things.add({ data: { _id: 'a', x: 1, y: 2, z: 3 } })
      return Object.keys((await things.field({ z: true, x: true }).get()).data[0] ?? {})
    },
    expect: ['_id', 'x', 'z'],
  },
  {
    id: 'database.field-order.project-puts-computed-fields-last',
    source: `${MONGO}reference/operator/aggregation/project/`,
    run: async ({ things }) => {
      await things.add({ data: { _id: 'a', x: 1, y: 2 } })
      const { list } = await things.aggregate().project({ sum: '$x', y: 1, x: 1 }).end()
      return Object.keys(list[0] ?? {})
    },
    expect: ['_id', 'x', 'y', 'sum'],
  },
  {
    id: 'database.field-order.group-as-written',
    source: `${MONGO}reference/operator/aggregation/group/`,
    run: async ({ things, $ }) => {
      await things.add({ data: { x: 1 } })
      const { list } = await things
        .aggregate()
        .group({ _id: null, z: $.sum('$x'), a: $.max('$x') })
        .end()
      return Object.keys(list[0] ?? {})
    },
    expect: ['_id', 'z', 'a'],
  },
]
