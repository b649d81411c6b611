import type { ConformanceCase } from '../case.ts'
import { refused } from '../expectation.ts'
import { DATABASE, MONGO, WRAPPER, WX, WX_API } from './sources.ts'

/** get, set, update, remove and count, and what they answer. */
export const DOCUMENTS: readonly ConformanceCase[] = [
  {
    id: 'database.get.reply',
    source: `${WX}collection/Collection.get.html`,
    run: async ({ things }) => {
      await things.add({ data: { _id: 'a' } })
      return things.get()
    },
    expect: { data: [{ _id: 'a' }], errMsg: 'collection.get:ok' },
  },
  {
    id: 'database.get.nothing-found-is-no-error',
    source: `${WX}collection/Collection.get.html`,
    run: ({ things }) => things.where({ n: 1 }).get(),
    expect: { data: [], errMsg: 'collection.get:ok' },
  },
  {
    id: 'database.get.document-reply',
    source: `${WX}document/Document.get.html`,
    run: async ({ things }) => {
      await things.add({ data: { _id: 'a', n: 1 } })
      return things.doc('a').get()
    },
    expect: { data: { _id: 'a', n: 1 }, errMsg: 'document.get:ok' },
  },
  {
    id: 'database.get.document-missing',
    source: `${WRAPPER}: DocumentReference.get throws where the reply is empty`,
    run: ({ things }) => things.doc('absent').get(),
    expect: refused(-1, /^document\.get:fail document with _id absent does not exist$/),
  },
  {
    id: 'database.get.document-missing-without-throwing',
    source: `${WX_API}Cloud.database.html: throwOnNotFound`,
    run: ({ cloud, name }) => cloud.database({ throwOnNotFound: false }).collection(name).doc('absent').get(),
    expect: { data: null, errMsg: 'document.get:ok' },
  },
  {
    id: 'database.set.creates',
    source: `${WX}document/Document.set.html`,
    run: async ({ things }) => {
      const reply = await things.doc('a').set({ data: { n: 1 } })
      return [reply, (await things.doc('a').get()).data]
    },
    expect: [
      { _id: 'a', errMsg: 'document.set:ok', stats: { updated: 0, created: 1 } },
      { _id: 'a', n: 1 },
    ],
  },
  {
    id: 'database.set.replaces',
    source: `${WX}document/Document.set.html`,
    run: async ({ things }) => {
      await things.add({ data: { _id: 'a', old: true, n: 1 } })
      const reply = await things.doc('a').set({ data: { n: 2 } })
      return [reply, (await things.doc('a').get()).data]
    },
    expect: [
      { _id: 'a', errMsg: 'document.set:ok', stats: { updated: 1, created: 0 } },
      { _id: 'a', n: 2 },
    ],
  },
  {
    id: 'database.update.document-reply',
    source: `${WX}document/Document.update.html`,
    run: async ({ things }) => {
      await things.add({ data: { _id: 'a', n: 1, kept: true } })
      const reply = await things.doc('a').update({ data: { n: 2 } })
      return [reply, (await things.doc('a').get()).data]
    },
    expect: [
      { stats: { updated: 1 }, errMsg: 'document.update:ok' },
      { _id: 'a', n: 2, kept: true },
    ],
  },
  {
    id: 'database.update.document-missing-is-no-error',
    source: `${WX}document/Document.update.html: stats.updated`,
    run: ({ things }) => things.doc('absent').update({ data: { n: 1 } }),
    expect: { stats: { updated: 0 }, errMsg: 'document.update:ok' },
  },
  {
    id: 'database.update.nothing-changes',
    source: `${MONGO}reference/command/update/#output: nModified counts documents that were changed`,
    run: async ({ things }) => {
      await things.add({ data: { _id: 'a', n: 1 } })
      return (await things.doc('a').update({ data: { n: 1 } })).stats
    },
    expect: { updated: 0 },
    refutes: ['emulator/cloudbase/database: stats.updated counts modified documents, not matched ones'],
  },
  {
    id: 'database.update.where-reply',
    source: `${WX}collection/Collection.update.html`,
    run: async ({ things }) => {
      await things.add({
        data: [
          { _id: 'a', n: 1 },
          { _id: 'b', n: 1 },
          { _id: 'c', n: 2 },
        ],
      })
      return things.where({ n: 1 }).update({ data: { m: 1 } })
    },
    expect: { stats: { updated: 2 }, errMsg: 'collection.update:ok' },
  },
  {
    id: 'database.update.where-one-only',
    source: `${WRAPPER}: Query.update with multi: false`,
    run: async ({ things }) => {
      await things.add({
        data: [
          { _id: 'a', n: 1 },
          { _id: 'b', n: 1 },
        ],
      })
      const { stats } = await things.where({ n: 1 }).update({ data: { m: 1 }, multi: false })
      return [stats, (await things.where({ m: 1 }).count()).total]
    },
    expect: [{ updated: 1 }, 1],
  },
  {
    id: 'database.update.where-nothing-found',
    source: `${WX}collection/Collection.update.html`,
    run: ({ things }) => things.where({ n: 1 }).update({ data: { m: 1 } }),
    expect: { stats: { updated: 0 }, errMsg: 'collection.update:ok' },
  },
  {
    id: 'database.remove.document-reply',
    source: `${WX}document/Document.remove.html`,
    run: async ({ things }) => {
      await things.add({ data: { _id: 'a' } })
      return [await things.doc('a').remove(), await things.doc('a').remove()]
    },
    expect: [
      { stats: { removed: 1 }, errMsg: 'document.remove:ok' },
      { stats: { removed: 0 }, errMsg: 'document.remove:ok' },
    ],
  },
  {
    id: 'database.remove.where-reply',
    source: `${WX}collection/Collection.remove.html`,
    run: async ({ things }) => {
      await things.add({
        data: [
          { _id: 'a', n: 1 },
          { _id: 'b', n: 1 },
          { _id: 'c', n: 2 },
        ],
      })
      const reply = await things.where({ n: 1 }).remove()
      return [reply, (await things.get()).data]
    },
    expect: [{ stats: { removed: 2 }, errMsg: 'collection.remove:ok' }, [{ _id: 'c', n: 2 }]],
  },
  {
    id: 'database.remove.where-one-only',
    source: `${WRAPPER}: Query.remove with multi: false`,
    run: async ({ things }) => {
      await things.add({ data: [{ n: 1 }, { n: 1 }] })
      const { stats } = await things.where({ n: 1 }).remove({ multi: false })
      return [stats, (await things.count()).total]
    },
    expect: [{ removed: 1 }, 1],
  },
  {
    id: 'database.count.reply',
    source: `${WX}collection/Collection.count.html`,
    run: async ({ things }) => {
      await things.add({ data: [{ n: 1 }, { n: 1 }, { n: 2 }] })
      return [await things.count(), await things.where({ n: 1 }).count()]
    },
    expect: [
      { total: 3, errMsg: 'collection.count:ok' },
      { total: 2, errMsg: 'collection.count:ok' },
    ],
  },
  {
    id: 'database.count.passes-over-limit-and-skip',
    source: `${DATABASE}query.js: calculateDocument carries neither`,
    run: async ({ things }) => {
      await things.add({ data: [{ n: 1 }, { n: 1 }, { n: 1 }] })
      return (await things.where({ n: 1 }).skip(1).limit(1).count()).total
    },
    expect: 3,
  },
]
