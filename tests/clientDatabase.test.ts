import { EJSON } from 'bson'
import * as v from 'valibot'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readSchemaFile } from '../emulator/schemaFile.ts'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'

/**
 * What mini-programs may do in the database, request by request as @cloudbase/database 1.4.3 makes them. What is
 * expected: WeChat Cloud guide, "Database security rules" and "Permission control", the list of error codes, and
 * https://docs.cloudbase.net/database/security-rules, all read 2026-11.
 */

let world: TestWorld
let used = 0
/** A collection of its own for each test. */
let name = ''

beforeAll(async () => {
  world = await createWorld({
    people: ['alice', 'bob'],
    apps: [{ alias: 'shop' }, { alias: 'club' }],
    functions: 'no-functions',
    collections: [],
  })
})
afterAll(() => world.close())
beforeEach(() => {
  name = `notes${used++}`
})

const declare = (access: unknown, collection = name): void => {
  const given = access === undefined ? {} : { access }
  world.database.applySchema(readSchemaFile({ collections: [{ name: collection, ...given }] }))
}

const ReplySchema = v.union([
  v.object({ errCode: v.number(), errMsg: v.string() }),
  v.object({ data: v.record(v.string(), v.unknown()) }),
])

const ejson = (value: unknown): string => EJSON.stringify(value, { relaxed: false })

const post = (body: unknown, headers: Record<string, string>) =>
  fetch(`${world.url}/__cloud/database`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

/** The phone of somebody; what it is refused is thrown. */
const phone = (person: string, app = 'shop') => {
  const send = async (action: string, params: object) => {
    const body = { collectionName: name, ...params, action: `database.${action}` }
    const reply = v.parse(ReplySchema, await (await post(body, { 'x-person': person, 'x-app': app })).json())
    if ('errCode' in reply) throw Object.assign(new Error(reply.errMsg), reply)
    return reply.data
  }
  const list = (data: Record<string, unknown>) =>
    v.parse(v.array(v.string()), data['list']).map((text): unknown => EJSON.parse(text))
  const byId = (id: unknown) => ({ queryType: 'DOC', multi: false, query: ejson({ _id: id }) })
  return {
    send,
    openid: world.person(person).in(app).openid,
    add: (...documents: object[]) => send('insertDocument', { data: documents.map(ejson) }),
    where: async (query: object, more: object = {}) =>
      list(await send('getDocument', { queryType: 'WHERE', query: ejson(query), limit: 100, ...more })),
    all: async () => list(await send('getDocument', { queryType: 'WHERE', limit: 100 })),
    doc: async (id: unknown) => list(await send('getDocument', byId(id))),
    count: async (query: object) => (await send('calculateDocument', { query: ejson(query) }))['total'],
    update: async (query: object, change: object) =>
      (await send('modifyDocument', { query: ejson(query), multi: true, data: ejson(change) }))['updated'],
    updateDoc: async (id: unknown, change: object) =>
      (await send('modifyDocument', { ...byId(id), data: ejson(change), merge: true }))['updated'],
    setDoc: (id: unknown, document: object) =>
      send('modifyDocument', { ...byId(id), data: ejson(document), merge: false, upsert: true }),
    remove: async (query: object) =>
      (await send('removeDocument', { query: ejson(query), multi: true }))['deleted'],
    removeDoc: async (id: unknown) => (await send('removeDocument', byId(id)))['deleted'],
    aggregate: async (...stages: [string, unknown][]) =>
      send('aggregateDocuments', {
        stages: stages.map(([stageKey, value]) => ({ stageKey, stageValue: ejson(value) })),
      }),
  }
}

const stored = () => world.database.documents(name)
const DENIED = { errCode: -502003, errMsg: expect.stringContaining('-502003 database permission denied') }

describe('refused by default', () => {
  it.each([undefined, 'none', 'ADMINONLY', { rules: {} }])(
    'access %j: nothing is read or written',
    async (access) => {
      declare(access)
      const alice = phone('alice')
      for (const attempt of [
        () => alice.all(),
        () => alice.where({ _openid: '{openid}' }),
        () => alice.doc('x'),
        () => alice.count({}),
        () => alice.add({ a: 1 }),
        () => alice.update({ _openid: '{openid}' }, { $set: { a: 1 } }),
        () => alice.updateDoc('x', { $set: { a: 1 } }),
        () => alice.setDoc('x', { a: 1 }),
        () => alice.remove({ _openid: '{openid}' }),
        () => alice.removeDoc('x'),
      ]) {
        await expect(attempt()).rejects.toMatchObject(DENIED)
      }
      expect(stored()).toEqual([])
    },
  )

  it('names the call, as wx.cloud does', async () => {
    declare('none')
    const alice = phone('alice')
    await expect(alice.all()).rejects.toThrow(/^collection\.get:fail Error: errCode: -502003 /)
    await expect(alice.doc('x')).rejects.toThrow(/^document\.get:fail /)
    await expect(alice.setDoc('x', {})).rejects.toThrow(/^document\.set:fail /)
    await expect(alice.add({})).rejects.toThrow(/^collection\.add:fail /)
  })

  it('a collection that does not exist is missing, not closed: -502005', async () => {
    await expect(phone('alice').all()).rejects.toMatchObject({ errCode: -502005 })
  })

  it('an access that is none is a mistake in the schema', () => {
    expect(() => declare('everybody')).toThrow('access is one of')
    expect(() => declare({ rules: { read: 'doc.a ==' } })).toThrow('something is missing at character 9')
    expect(() => declare({ rules: { raed: true } })).toThrow()
  })
})

describe('所有用户可读，仅创建者可写', () => {
  beforeEach(() => declare('read-all-write-own'))

  it('everybody reads; the platform writes who added', async () => {
    const [alice, bob] = [phone('alice'), phone('bob')]
    await alice.add({ _id: 'a', n: 1 })
    expect(await bob.all()).toEqual([{ _id: 'a', n: 1, _openid: alice.openid }])
    expect(await bob.doc('a')).toHaveLength(1)
    expect(await bob.count({ n: 1 })).toBe(1)
  })

  it('changes and removals reach one’s own documents only, without an error', async () => {
    const [alice, bob] = [phone('alice'), phone('bob')]
    await alice.add({ _id: 'a', n: 1 })
    await bob.add({ _id: 'b', n: 1 })
    expect(await bob.updateDoc('a', { $set: { n: 2 } })).toBe(0)
    expect(await bob.update({ n: 1 }, { $set: { n: 3 } })).toBe(1)
    expect(await bob.update({ _openid: alice.openid }, { $set: { n: 4 } })).toBe(0)
    expect(await bob.removeDoc('a')).toBe(0)
    expect(await bob.remove({ n: 1 })).toBe(0)
    expect(stored().map(({ _id, n }) => [_id, n])).toEqual([
      ['a', 1],
      ['b', 3],
    ])
    expect(await bob.removeDoc('b')).toBe(1)
  })

  it('the same person is somebody else in another app', async () => {
    await phone('alice', 'shop').add({ _id: 'a' })
    expect(await phone('alice', 'club').removeDoc('a')).toBe(0)
  })

  it.each<[string, (alice: ReturnType<typeof phone>, openid: string) => Promise<unknown>]>([
    ['add', (alice, _openid) => alice.add({ _openid })],
    ['add of several', (alice, _openid) => alice.add({}, { _openid })],
    ['set', (alice, _openid) => alice.setDoc('a', { _openid })],
    ['update', (alice, _openid) => alice.updateDoc('a', { $set: { _openid } })],
    ['update below it', (alice) => alice.updateDoc('a', { $set: { '_openid.x': 1 } })],
    ['remove of the field', (alice) => alice.updateDoc('a', { $unset: { _openid: '' } })],
    ['rename from it', (alice) => alice.updateDoc('a', { $rename: { _openid: 'was' } })],
    ['rename to it', (alice) => alice.updateDoc('a', { $rename: { other: '_openid' } })],
  ])('nobody writes _openid himself: %s', async (_, write) => {
    const alice = phone('alice')
    await alice.add({ _id: 'a', other: phone('bob').openid })
    const before = stored()
    await expect(write(alice, phone('bob').openid)).rejects.toMatchObject({ errCode: -501007 })
    expect(stored()).toEqual(before)
  })

  it('set replaces one’s own, adds what is missing, and keeps the owner', async () => {
    const [alice, bob] = [phone('alice'), phone('bob')]
    expect(await alice.setDoc('a', { n: 1, old: true })).toEqual({ updated: 0, upsert_id: 'a' })
    expect(await alice.setDoc('a', { n: 2 })).toMatchObject({ updated: 1 })
    expect(stored()).toEqual([{ _id: 'a', n: 2, _openid: alice.openid }])
    await expect(bob.setDoc('a', { n: 3 })).rejects.toMatchObject(DENIED)
    expect(stored()).toEqual([{ _id: 'a', n: 2, _openid: alice.openid }])
  })
})

describe('仅创建者可读写', () => {
  beforeEach(() => declare('PRIVATE'))

  it('a query gets the owner added, silently', async () => {
    const [alice, bob] = [phone('alice'), phone('bob')]
    await alice.add({ _id: 'a', n: 1 })
    await bob.add({ _id: 'b', n: 1 })
    expect(await bob.where({ n: 1 })).toEqual([{ _id: 'b', n: 1, _openid: bob.openid }])
    expect(await bob.where({ _openid: alice.openid })).toEqual([])
    expect(await bob.where({ $or: [{ _id: 'a' }, { _id: 'b' }] })).toHaveLength(1)
    expect(await bob.doc('a')).toEqual([])
    expect(await bob.count({})).toBe(1)
  })

  it('a request by document id has nothing but an id', async () => {
    await phone('alice').add({ _id: 'a' })
    for (const query of [
      { _id: { $ne: '' } },
      { _id: 'a', _openid: { $ne: '' } },
      { $or: [{ _id: 'a' }] },
      {},
    ]) {
      const attempt = phone('bob').send('getDocument', { queryType: 'DOC', query: ejson(query) })
      await expect(attempt).rejects.toMatchObject({ errCode: -501007 })
    }
  })
})

describe('所有用户可读', () => {
  it('everybody reads and nobody writes', async () => {
    declare('ADMINWRITE')
    const alice = phone('alice')
    expect(await alice.all()).toEqual([])
    await expect(alice.add({})).rejects.toMatchObject(DENIED)
    await expect(alice.setDoc('a', {})).rejects.toMatchObject(DENIED)
    await expect(alice.update({ a: 1 }, { $set: { a: 2 } })).rejects.toMatchObject(DENIED)
    await expect(alice.remove({ a: 1 })).rejects.toMatchObject(DENIED)
  })
})

describe('limits of a mini-program', () => {
  // Cloud reference, "Collection.limit": 20 by default and at most in a mini-program.
  it('a query answers 20 documents, whatever it asks for', async () => {
    declare('read-all-write-own')
    const alice = phone('alice')
    await alice.add(...Array.from({ length: 25 }, (_, n) => ({ n })))
    expect(await alice.where({}, { limit: 100 })).toHaveLength(20)
    expect(await alice.where({}, { limit: 1000 })).toHaveLength(20)
    expect(await alice.where({}, { limit: 5 })).toHaveLength(5)
    expect(await alice.where({}, { offset: 20, order: ejson({ n: 1 }) })).toHaveLength(5)
    expect(await alice.count({})).toBe(25)
  })

  // The list of error codes: -602001, a result of more than 1 MB.
  it('a result of more than 1 MB is refused', async () => {
    declare('read-all-write-own')
    const alice = phone('alice')
    await alice.add({ _id: 'a', text: 'x'.repeat(600_000) }, { _id: 'b', text: 'x'.repeat(600_000) })
    expect(await alice.where({ _id: 'a' })).toHaveLength(1)
    await expect(alice.all()).rejects.toMatchObject({ errCode: -602001 })
    expect(await alice.where({}, { projection: ejson({ _id: 1 }) })).toHaveLength(2)
  })

  it('collections and transactions are for servers', async () => {
    declare('read-all-write-own')
    const alice = phone('alice')
    for (const action of [
      'addCollection',
      'startTransaction',
      'commitTransaction',
      'modifyAndReturnDoc',
      'constructor',
    ]) {
      await expect(alice.send(action, {})).rejects.toMatchObject({ errCode: -501007 })
    }
  })

  it('changes and removals want a condition, and a replacement an id', async () => {
    declare('read-all-write-own')
    const alice = phone('alice')
    await alice.add({ _id: 'a' })
    await expect(alice.send('removeDocument', { query: '', multi: true })).rejects.toMatchObject({
      errCode: -501007,
    })
    await expect(alice.send('modifyDocument', { data: ejson({ $set: { a: 1 } }) })).rejects.toMatchObject({
      errCode: -501007,
    })
    const replaceAny = {
      queryType: 'WHERE',
      query: ejson({}),
      data: ejson({ a: 1 }),
      merge: false,
      upsert: true,
    }
    await expect(alice.send('modifyDocument', replaceAny)).rejects.toMatchObject({ errCode: -501007 })
    expect(stored()).toHaveLength(1)
  })
})

describe('security rules', () => {
  const OWN = { rules: { read: 'doc._openid == auth.openid', write: 'doc._openid == auth.openid' } }

  it("where({ _openid: '{openid}' }) is what the guide's first rule wants", async () => {
    declare(OWN)
    const [alice, bob] = [phone('alice'), phone('bob')]
    await alice.add({ _id: 'a', category: 'mobile', price: 1 })
    await bob.add({ _id: 'b', category: 'mobile', price: 1 })
    expect(await alice.where({ _openid: '{openid}' })).toEqual([
      { _id: 'a', category: 'mobile', price: 1, _openid: alice.openid },
    ])
    await expect(alice.all()).rejects.toMatchObject(DENIED)
    await expect(alice.where({ category: 'mobile' })).rejects.toMatchObject(DENIED)
    await expect(alice.where({ _openid: bob.openid })).rejects.toMatchObject(DENIED)
    await expect(alice.count({})).rejects.toMatchObject(DENIED)
    const change = { $inc: { price: 1 } }
    expect(await alice.update({ _openid: '{openid}', category: 'mobile' }, change)).toBe(1)
    await expect(alice.update({ category: 'mobile' }, change)).rejects.toMatchObject(DENIED)
    await expect(alice.remove({ _id: 'b' })).rejects.toMatchObject(DENIED)
    expect(await alice.remove({ _id: 'a', _openid: '{openid}' })).toBe(1)
    expect(stored().map(({ _id, price }) => [_id, price])).toEqual([['b', 1]])
  })

  it("'{openid}' is no operand of a command", async () => {
    declare(OWN)
    await expect(phone('alice').where({ _openid: { $eq: '{openid}' } })).rejects.toMatchObject(DENIED)
  })

  it('a request by id is judged by the document', async () => {
    declare(OWN)
    const [alice, bob] = [phone('alice'), phone('bob')]
    await alice.add({ _id: 'a' })
    expect(await alice.doc('a')).toHaveLength(1)
    await expect(bob.doc('a')).rejects.toMatchObject(DENIED)
    await expect(bob.updateDoc('a', { $set: { n: 1 } })).rejects.toMatchObject(DENIED)
    await expect(bob.setDoc('a', { n: 1 })).rejects.toMatchObject(DENIED)
    await expect(bob.removeDoc('a')).rejects.toMatchObject(DENIED)
    // Whether there is such a document is not told either.
    await expect(bob.doc('absent')).rejects.toMatchObject(DENIED)
    expect(await alice.updateDoc('a', { $set: { n: 1 } })).toBe(1)
    expect(stored()).toEqual([{ _id: 'a', n: 1, _openid: alice.openid }])
    expect(await alice.removeDoc('a')).toBe(1)
  })

  it('an addition is judged by what is written, each document of it', async () => {
    declare({ rules: { create: "request.data.kind == 'note' && doc._openid == auth.openid" } })
    const alice = phone('alice')
    await alice.add({ kind: 'note' })
    await expect(alice.add({ kind: 'note' }, { kind: 'order' })).rejects.toMatchObject(DENIED)
    await expect(alice.add({})).rejects.toMatchObject(DENIED)
    await expect(alice.setDoc('x', { kind: 'order' })).rejects.toMatchObject(DENIED)
    expect(await alice.setDoc('x', { kind: 'note' })).toMatchObject({ upsert_id: 'x' })
    // No rule for reading is false.
    await expect(alice.where({ kind: 'note' })).rejects.toMatchObject(DENIED)
    expect(stored()).toHaveLength(2)
  })

  it('an update is judged by what it writes: "the price is not changed"', async () => {
    const own = 'doc._openid == auth.openid'
    declare({
      rules: {
        read: true,
        create: true,
        update: `${own} && (doc.price == request.data.price || request.data.price == undefined)`,
        delete: false,
      },
    })
    const alice = phone('alice')
    await alice.add({ _id: 'a', price: 5, name: 'x' })
    expect(await alice.updateDoc('a', { $set: { name: 'y' } })).toBe(1)
    for (const change of [
      { $set: { price: 1 } },
      { $inc: { price: -1 } },
      { $unset: { price: '' } },
      { $rename: { name: 'price' } },
      { $set: { 'price.x': 1 } },
    ]) {
      await expect(alice.updateDoc('a', change)).rejects.toMatchObject(DENIED)
      await expect(alice.update({ _openid: '{openid}' }, change)).rejects.toMatchObject(DENIED)
    }
    await expect(alice.setDoc('a', { price: 1 })).rejects.toMatchObject(DENIED)
    await expect(alice.removeDoc('a')).rejects.toMatchObject(DENIED)
    expect(await alice.all()).toMatchObject([{ price: 5, name: 'y' }])
  })

  it('get() reads the document that the query names, and counts', async () => {
    const rooms = `${name}-rooms`
    declare(undefined, rooms)
    declare({
      rules: { read: `auth.openid in get(\`database.${rooms}.\${doc.roomId}\`).members`, write: true },
    })
    const alice = phone('alice')
    declare({ rules: { create: true } }, rooms)
    await alice.send('insertDocument', {
      collectionName: rooms,
      data: [ejson({ _id: 'r1', members: [alice.openid] })],
    })
    declare(undefined, rooms)
    await alice.add({ _id: 'm1', roomId: 'r1' }, { _id: 'm2', roomId: 'r2' })
    expect(await alice.where({ roomId: 'r1' })).toMatchObject([{ _id: 'm1' }])
    expect(await alice.doc('m1')).toHaveLength(1)
    await expect(alice.where({ roomId: 'r2' })).rejects.toMatchObject(DENIED)
    await expect(alice.where({})).rejects.toMatchObject(DENIED)
    await expect(phone('bob').where({ roomId: 'r1' })).rejects.toMatchObject(DENIED)
  })

  it('get() reads at most 10 different documents for one request', async () => {
    const rooms = `${name}-rooms`
    const alice = phone('alice')
    const ids = Array.from({ length: 11 }, (_, n) => `r${n}`)
    declare({ rules: { create: true } }, rooms)
    declare({ rules: { read: `get('database.${rooms}.' + doc.roomId).open`, create: true } })
    await alice.send('insertDocument', {
      collectionName: rooms,
      data: ids.map((_id) => ejson({ _id, open: true })),
    })
    await alice.add(...ids.map((roomId) => ({ roomId })))
    const anyOf = (count: number) => ({ $or: ids.slice(0, count).map((roomId) => ({ roomId })) })
    expect(await alice.where(anyOf(10))).toHaveLength(10)
    await expect(alice.where(anyOf(11))).rejects.toMatchObject(DENIED)
  })

  it('a list of members is asked for one of them', async () => {
    declare({ rules: { read: 'auth.openid in doc.members', create: true } })
    const [alice, bob] = [phone('alice'), phone('bob')]
    await alice.add({ _id: 'a', members: [alice.openid, bob.openid] }, { _id: 'b', members: [alice.openid] })
    expect(await bob.where({ members: '{openid}' })).toMatchObject([{ _id: 'a' }])
    await expect(bob.where({ members: alice.openid })).rejects.toMatchObject(DENIED)
  })

  it('now is world time', async () => {
    declare({ rules: { read: 'doc.opensAt <= now', create: true } })
    const alice = phone('alice')
    const opensAt = world.clock.now() + 3_600_000
    await alice.add({ _id: 'a', opensAt })
    await expect(alice.doc('a')).rejects.toMatchObject(DENIED)
    world.clock.advance('1h')
    expect(await alice.doc('a')).toHaveLength(1)
  })
})

describe('aggregate()', () => {
  const total = { _id: null, n: { $sum: '$n' } }

  const list = async (answer: Promise<Record<string, unknown>>) =>
    v.parse(v.array(v.string()), (await answer)['list']).map((text): unknown => EJSON.parse(text))

  it('a basic permission narrows what goes in', async () => {
    declare('own')
    await phone('alice').add({ n: 1 }, { n: 2 })
    await phone('bob').add({ n: 40 })
    expect(await list(phone('alice').aggregate(['$group', total]))).toEqual([{ _id: null, n: 3 }])
    expect(await list(phone('bob').aggregate(['$match', { n: { $gt: 1 } }], ['$group', total]))).toEqual([
      { _id: null, n: 40 },
    ])
    expect(await list(phone('bob').aggregate(['$count', 'found']))).toEqual([{ found: 1 }])
  })

  // "Only the first match is compared with the rules."
  it('a rule is compared with the first match', async () => {
    declare({ rules: { read: 'doc._openid == auth.openid', create: true } })
    const alice = phone('alice')
    await alice.add({ n: 1 }, { n: 2 })
    await phone('bob').add({ n: 40 })
    expect(await list(alice.aggregate(['$match', { _openid: '{openid}' }], ['$group', total]))).toEqual([
      { _id: null, n: 3 },
    ])
    await expect(alice.aggregate(['$group', total])).rejects.toMatchObject(DENIED)
    await expect(
      alice.aggregate(['$match', { n: 40 }], ['$match', { _openid: alice.openid }]),
    ).rejects.toMatchObject(DENIED)
    await expect(
      alice.aggregate(['$addFields', { _openid: alice.openid }], ['$match', { _openid: alice.openid }]),
    ).rejects.toMatchObject(DENIED)
  })

  it.each<[string, unknown]>([
    ['$lookup', { from: 'users', localField: 'n', foreignField: 'n', as: 'found' }],
    ['$unionWith', 'users'],
    ['$facet', { a: [{ $lookup: { from: 'users', localField: 'n', foreignField: 'n', as: 'found' } }] }],
    ['$out', 'users'],
  ])('%s leads out of the collection and is refused', async (stage, value) => {
    declare('read-all-write-own')
    await expect(phone('alice').aggregate([stage, value])).rejects.toMatchObject(DENIED)
  })

  it('nearby places are those that one may read', async () => {
    declare('own')
    const at = { type: 'Point', coordinates: [113.3, 23.1] }
    world.database.applySchema(
      readSchemaFile({
        collections: [
          { name, access: 'own', indexes: [{ name: 'at', keys: [{ field: 'at', direction: 1 }] }] },
        ],
      }),
    )
    await phone('alice').add({ _id: 'a', at })
    await phone('bob').add({ _id: 'b', at })
    const near = { near: at, distanceField: 'metres', spherical: true, query: { _id: { $ne: 'x' } } }
    expect(await list(phone('bob').aggregate(['$geoNear', near]))).toMatchObject([{ _id: 'b' }])
  })
})

describe('the door', () => {
  const read = () => ({ action: 'database.getDocument', collectionName: name })

  it('who asks is said by the headers, never by the body', async () => {
    declare('own')
    const alice = phone('alice')
    await alice.add({ _id: 'a' })
    const forged = {
      ...read(),
      openid: alice.openid,
      _openid: alice.openid,
      'x-person': 'alice',
      transactionId: '1',
    }
    const reply = await post(forged, { 'x-person': 'bob', 'x-app': 'shop' })
    expect(await reply.json()).toEqual({ data: { list: [] } })
  })

  it.each<[string, Record<string, string>, string]>([
    ['nobody', {}, 'x-person'],
    ['an unknown person', { 'x-person': 'eve' }, 'eve'],
    ['an unknown app', { 'x-person': 'alice', 'x-app': 'none' }, 'none'],
  ])('%s is refused with the fix', async (_, headers, word) => {
    const reply = await post(read(), headers)
    expect(reply.status).toBe(400)
    expect(await reply.json()).toEqual({ errCode: -501007, errMsg: expect.stringContaining(word) })
  })

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"action":"database.getDocument"}',
    '{"action":"functions.invokeFunction"}',
  ])('a body %j is no request', async (body) => {
    const reply = await post(body, { 'x-person': 'alice' })
    expect(await reply.json()).toMatchObject({ errCode: -501007 })
  })

  it('another page and a form are refused, and nothing happens', async () => {
    declare('read-all-write-own')
    const add = { action: 'database.insertDocument', collectionName: name, data: [ejson({ _id: 'a' })] }
    for (const headers of [
      { origin: 'https://evil.example', 'x-person': 'alice' },
      { origin: 'null', 'x-person': 'alice' },
      { 'content-type': 'text/plain', 'x-person': 'alice' },
    ]) {
      expect((await post(add, headers)).status).toBe(403)
    }
    expect(stored()).toEqual([])
    expect((await post(add, { origin: world.url, 'x-person': 'alice' })).status).toBe(200)
    expect(stored()).toHaveLength(1)
  })
})
