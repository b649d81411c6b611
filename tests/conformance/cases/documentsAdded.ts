import type { ConformanceCase } from '../case.ts'
import { anyText, refused } from '../expectation.ts'
import { DATABASE, MONGO, WX, WX_GUIDE } from './sources.ts'

/** What is added, and how it comes back. */
export const DOCUMENTS_ADDED: readonly ConformanceCase[] = [
  {
    id: 'database.add.own-id',
    source: `${WX}collection/Collection.add.html`,
    run: ({ things }) => things.add({ data: { _id: 'a', n: 1 } }),
    expect: { _id: 'a', errMsg: 'collection.add:ok' },
  },
  {
    id: 'database.add.generated-id',
    source: `${WX}collection/Collection.add.html`,
    run: ({ things }) => things.add({ data: { n: 1 } }),
    expect: { _id: anyText, errMsg: 'collection.add:ok' },
  },
  {
    id: 'database.add.generated-id-finds-the-document',
    source: `${WX}document/Document.get.html`,
    run: async ({ things }) => {
      const { _id } = await things.add({ data: { n: 1 } })
      const { data } = await things.doc(_id).get()
      return { same: data['_id'] === _id, n: data['n'] }
    },
    expect: { same: true, n: 1 },
  },
  {
    id: 'database.add.several',
    source: `${DATABASE}collection.js: an array is one request and answers ids`,
    run: ({ things }) => things.add({ data: [{ _id: 'a' }, { _id: 'b' }] }),
    expect: { _ids: ['a', 'b'], errMsg: 'collection.add:ok' },
  },
  {
    id: 'database.add.number-id',
    source: `${WX}collection/Collection.doc.html: string | number`,
    run: async ({ things }) => {
      await things.add({ data: { _id: 7, n: 1 } })
      return [(await things.doc(7).get()).data, (await things.where({ _id: '7' }).count()).total]
    },
    expect: [{ _id: 7, n: 1 }, 0],
  },
  {
    id: 'database.add.no-openid-from-a-function',
    source:
      'https://developers.weixin.qq.com/miniprogram/dev/wxcloudservice/wxcloud/guide/database/init.html',
    run: async ({ things }) => {
      await things.add({ data: { _id: 'a' } })
      return (await things.doc('a').get()).data
    },
    expect: { _id: 'a' },
  },
  {
    id: 'database.add.empty-document',
    source: `${MONGO}reference/method/db.collection.insertOne/: a document of no fields gets an _id`,
    run: async ({ things }) => {
      const { _id } = await things.add({ data: {} })
      return { id: typeof _id, fields: Object.keys((await things.doc(_id).get()).data) }
    },
    expect: { id: 'string', fields: ['_id'] },
  },
  {
    id: 'database.add.undefined-is-left-out',
    source: `${DATABASE}utils/utils.js filterUndefined`,
    run: async ({ things }) => {
      await things.add({ data: { _id: 'a', kept: null, gone: undefined, in: { gone: undefined, kept: 1 } } })
      return (await things.doc('a').get()).data
    },
    expect: { _id: 'a', kept: null, in: { kept: 1 } },
  },
  {
    id: 'database.add.types-survive',
    source: `${WX_GUIDE}database/data-types.html`,
    run: async ({ things }) => {
      const data = {
        text: 'é 字',
        whole: 3,
        half: 0.5,
        large: 2 ** 53 - 1,
        yes: true,
        none: null,
        list: [1, ['x'], {}],
      }
      await things.add({ data: { _id: 'a', ...data } })
      return (await things.doc('a').get()).data
    },
    expect: {
      _id: 'a',
      text: 'é 字',
      whole: 3,
      half: 0.5,
      large: 9007199254740991,
      yes: true,
      none: null,
      list: [1, ['x'], {}],
    },
  },
  {
    id: 'database.add.several-stops-at-a-duplicate',
    source: `${MONGO}reference/method/db.collection.insertMany/: ordered inserts stop at the first error`,
    run: async ({ things, failure }) => {
      await things.add({ data: { _id: 'b' } })
      const failed = await failure(things.add({ data: [{ _id: 'a' }, { _id: 'b' }, { _id: 'c' }] }))
      const { data } = await things.get()
      return { failed, left: data.map(({ _id }) => String(_id)).sort() }
    },
    expect: {
      failed: refused(
        -502001,
        /^collection\.add:fail -502001 database request fail\. .*E11000 duplicate key/,
      ),
      left: ['a', 'b'],
    },
  },
]
