import { EJSON } from 'bson'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { readSchemaFile } from '../emulator/schemaFile.ts'
import { DENIED, declare, ejson, name, phone, stored, world } from './clientDatabase.ts'

/**
 * Security rules, and what aggregations may read, request by request as @cloudbase/database 1.4.3 makes them. What is
 * expected: WeChat Cloud guide, "Database security rules" and "Permission control", the list of error codes, and
 * https://docs.cloudbase.net/database/security-rules, all read 2026-11.
 */

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
