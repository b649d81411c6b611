import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import cloud from 'wx-server-sdk'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'
import { BOOKS, type Command, db } from './databaseLanguage.ts'

/**
 * The query and update language through the unmodified wx-server-sdk 4.0.2. Expected values are those of
 * the SDK's documentation (docs.cloudbase.net/api-reference/server/node-sdk/database, developers.weixin.qq.com/
 * miniprogram/dev/wxcloud/reference-sdk-api/database, read 2026-11) or follow from the MongoDB manual 4.4.
 */

let world: TestWorld

beforeAll(async () => {
  world = await createWorld({
    people: ['alice'],
    apps: [{ alias: 'shop' }],
    functions: 'no-functions',
    collections: [{ name: 'books' }, { name: 'changed' }],
  })
  Object.assign(process.env, world.environment())
  cloud.init({ env: 'local' })
  await db().collection('books').add({ data: BOOKS })
})
afterAll(() => world.close())

const idsOf = (list: readonly unknown[]) => list.map((document) => Object(document)['_id'])

describe('db.command in where()', () => {
  it.each<[string, (_: Command) => object, string[]]>([
    ['eq', (_) => ({ price: _.eq(50) }), ['b2']],
    ['eq of a document', (_) => ({ pages: _.eq({ cn: 50, en: 60 }) }), ['b4']],
    ['neq', (_) => ({ category: _.neq('Novel') }), ['b3', 'b4']],
    ['gt and lte', (_) => ({ price: _.gt(20).and(_.lte(50)) }), ['b2', 'b4']],
    ['lt or gte', (_) => ({ price: _.lt(30).or(_.gte(80)) }), ['b1', 'b3']],
    ['in', (_) => ({ title: _.in(['A', 'D', 'X']) }), ['b1', 'b4']],
    ['nin', (_) => ({ title: _.nin(['A', 'D']) }), ['b2', 'b3']],
    ['and', (_) => _.and([{ category: 'Novel' }, { price: _.gt(30) }]), ['b2']],
    ['or', (_) => _.or([{ title: 'A' }, { 'pages.cn': _.gt(400) }]), ['b1', 'b3']],
    ['nor', (_) => _.nor([{ category: 'Novel' }, { price: 30 }]), ['b3']],
    ['not', (_) => ({ price: _.not(_.gt(40)) }), ['b1', 'b4']],
    ['exists', (_) => ({ sold: _.exists(false) }), ['b3']],
    ['null', (_) => ({ sold: _.eq(null) }), ['b3', 'b4']],
    ['mod', (_) => ({ price: _.mod(20, 10) }), ['b2', 'b4']],
    ['all', (_) => ({ tags: _.all(['x', 'y']) }), ['b1']],
    ['elemMatch', (_) => ({ tags: _.elemMatch({ $gt: 'y' }) }), ['b3']],
    ['size', (_) => ({ tags: _.size(0) }), ['b4']],
    ['an element', () => ({ tags: 'y' }), ['b1', 'b2']],
    ['a nested field', () => ({ pages: { cn: 300 } }), ['b2']],
    ['a pattern', () => ({ title: /^[ab]$/i }), ['b1', 'b2']],
    ['db.RegExp', () => ({ category: db().RegExp({ regexp: '^sci', options: 'i' }) }), ['b3', 'b4']],
    ['expr', (_) => _.expr(_.aggregate.gt(['$pages.cn', '$pages.en'])), ['b3']],
    [
      'jsonSchema',
      (_) => _.jsonSchema({ required: ['sold'], properties: { sold: { bsonType: 'int' } } }),
      ['b1', 'b2'],
    ],
  ])('%s', async (_, query, ids) => {
    const { data } = await db().collection('books').where(query(db().command)).get()
    expect(idsOf(data)).toEqual(ids)
  })

  it('orders, and shows fields by projection operators', async () => {
    const { command } = db()
    const { data } = await db()
      .collection('books')
      .where({ tags: 'x' })
      .orderBy('price', 'desc')
      .field({ _id: false, title: true, tags: command.project.slice(1) })
      .get()
    expect(data).toEqual([
      { title: 'C', tags: ['x'] },
      { title: 'A', tags: ['x'] },
    ])
  })

  it('refuses an unknown operator with the documented code', async () => {
    const query = db()
      .collection('books')
      .where({ price: { $nonsense: 1 } })
      .get()
    await expect(query).rejects.toMatchObject({
      errCode: -502002,
      errMsg: expect.stringContaining('unknown operator: $nonsense'),
    })
  })
})

describe('db.command in update()', () => {
  it.each<[string, object, (_: Command) => object, object]>([
    ['set', { a: { b: 1 } }, (_) => ({ a: _.set({ c: 2 }) }), { a: { c: 2 } }],
    ['a nested field', { a: { b: 1 } }, () => ({ a: { c: 2 } }), { a: { b: 1, c: 2 } }],
    ['remove', { a: 1, b: 1 }, (_) => ({ a: _.remove() }), { b: 1 }],
    ['inc', { n: 1 }, (_) => ({ n: _.inc(5) }), { n: 6 }],
    ['mul', { n: 3 }, (_) => ({ n: _.mul(10) }), { n: 30 }],
    ['min', { n: 50 }, (_) => ({ n: _.min(10) }), { n: 10 }],
    ['max', { n: 50 }, (_) => ({ n: _.max(10) }), { n: 50 }],
    ['rename', { a: 1 }, (_) => ({ a: _.rename('b') }), { b: 1 }],
    ['bit', { n: 13 }, (_) => ({ n: _.bit({ and: 10 }) }), { n: 8 }],
    ['push', { l: [1] }, (_) => ({ l: _.push([2, 3]) }), { l: [1, 2, 3] }],
    [
      'push with each, position, sort, slice',
      { l: [5, 1] },
      (_) => ({ l: _.push({ each: [4, 2], position: 0, sort: 1, slice: 3 }) }),
      { l: [1, 2, 4] },
    ],
    ['pop', { l: [1, 2] }, (_) => ({ l: _.pop() }), { l: [1] }],
    ['shift', { l: [1, 2] }, (_) => ({ l: _.shift() }), { l: [2] }],
    ['unshift', { l: [1] }, (_) => ({ l: _.unshift([8, 9]) }), { l: [8, 9, 1] }],
    ['addToSet', { l: [1] }, (_) => ({ l: _.addToSet({ $each: [1, 2] }) }), { l: [1, 2] }],
    ['pull', { l: [1, 5, 9] }, (_) => ({ l: _.pull(_.gt(4)) }), { l: [1] }],
    ['pull of documents', { l: [{ n: 1 }, { n: 2 }] }, (_) => ({ l: _.pull({ n: 1 }) }), { l: [{ n: 2 }] }],
    ['pullAll', { l: [1, 2, 1] }, (_) => ({ l: _.pullAll([1]) }), { l: [2] }],
  ])('%s', async (name, before, change, after) => {
    const changed = db().collection('changed')
    await changed.add({ data: { _id: name, ...before } })
    await changed.doc(name).update({ data: change(db().command) })
    expect(await changed.doc(name).get()).toMatchObject({ data: { _id: name, ...after } })
    const [stored] = world.database.documents('changed').filter(({ _id }) => _id === name)
    expect(stored).toEqual({ _id: name, ...after })
  })
})
