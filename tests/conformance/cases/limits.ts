import type { ConformanceCase } from '../case.ts'
import { oneOf, refused } from '../expectation.ts'
import { DATABASE, MONGO, WX } from './sources.ts'

const many = (count: number): readonly { readonly n: number }[] =>
  Array.from({ length: count }, (_, n) => ({ n }))

/** How much one request takes and gives. */
export const LIMITS: readonly ConformanceCase[] = [
  {
    id: 'database.limits.default-of-a-query',
    source: `${WX}collection/Collection.limit.html and ${DATABASE}query.js`,
    run: async ({ things }) => {
      await things.add({ data: many(101) })
      return (await things.get()).data.length
    },
    expect: 100,
  },
  {
    id: 'database.limits.most-of-a-query',
    source: `${WX}collection/Collection.limit.html and ${DATABASE}query.js`,
    run: async ({ things }) => {
      await things.add({ data: many(1001) })
      return [(await things.limit(5000).get()).data.length, (await things.limit(120).get()).data.length]
    },
    expect: [1000, 120],
  },
  {
    id: 'database.limits.default-of-an-aggregation',
    source: 'https://developers.weixin.qq.com/community/develop/article/doc/000624c67c8b48611dba2b12058c13',
    run: async ({ things }) => {
      await things.add({ data: many(101) })
      return (await things.aggregate().match({}).end()).list.length
    },
    expect: 20,
  },
  {
    id: 'database.limits.aggregation-with-a-limit',
    source: 'https://developers.weixin.qq.com/community/develop/article/doc/000624c67c8b48611dba2b12058c13',
    run: async ({ things }) => {
      await things.add({ data: many(101) })
      return (await things.aggregate().match({}).limit(1000).end()).list.length
    },
    expect: 101,
  },
  {
    id: 'database.limits.aggregation-in-the-middle',
    source:
      'https://developers.weixin.qq.com/community/develop/doc/0006ee7caecd8020df7b559b451800: what is answered is limited, not what is read',
    run: async ({ things, $ }) => {
      await things.add({ data: many(101) })
      return (
        await things
          .aggregate()
          .group({ _id: null, n: $.sum(1) })
          .end()
      ).list
    },
    expect: [{ _id: null, n: 101 }],
  },
  {
    id: 'database.limits.update-of-many',
    source: `${WX}collection/Collection.update.html`,
    run: async ({ things }) => {
      await things.add({ data: many(150) })
      return (await things.where({ m: null }).update({ data: { m: 1 } })).stats
    },
    expect: { updated: 150 },
  },
  {
    id: 'database.limits.text-of-half-a-megabyte',
    source: `${MONGO}reference/limits/#bson-document-size`,
    run: async ({ things }) => {
      await things.add({ data: { _id: 'a', text: 'x'.repeat(500_000) } })
      return String((await things.doc('a').get()).data['text']).length
    },
    expect: 500_000,
  },
  {
    id: 'database.limits.nesting',
    source: `${MONGO}reference/limits/#nested-depth-for-bson-documents: 100 levels`,
    run: async ({ things, failure }) => {
      const nested = (levels: number): unknown => (levels === 0 ? 1 : { x: nested(levels - 1) })
      await things.add({ data: { _id: 'a', x: nested(90) } })
      return failure(things.add({ data: { _id: 'b', x: nested(300) } }))
    },
    expect: refused(oneOf(-501007, -502001), /^collection\.add:fail/),
  },
]
