import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import cloud from 'wx-server-sdk'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'

/**
 * The unmodified wx-server-sdk 4.0.2 against the local database, as far as login goes. Expected shapes are those of the
 * SDK's documentation (Cloud reference, 2026-11); error numbers and texts those seen in public reports of real
 * environments.
 */

let world: TestWorld
const db = () => cloud.database()
/** Inside a transaction the collections are used as outside; the SDK's own types say `any`. */
type Transaction = Pick<ReturnType<typeof db>, 'collection'>
let used = 0
/** A collection of its own for each test. */
let name = ''

beforeAll(async () => {
  world = await createWorld({
    people: ['alice'],
    apps: [{ alias: 'shop' }],
    functions: 'no-functions',
    collections: [],
  })
  Object.assign(process.env, world.environment())
  cloud.init({ env: 'local' })
})
beforeEach(async () => {
  name = `things${used++}`
  await db().createCollection(name)
})
afterAll(() => world.close())

const things = () => db().collection(name)

describe('documents', () => {
  it('are added, one or several in one request, and found', async () => {
    expect(await things().add({ data: { _id: 'a', n: 1 } })).toEqual({
      _id: 'a',
      errMsg: 'collection.add:ok',
    })
    expect(
      await things().add({
        data: [
          { _id: 'b', n: 2 },
          { _id: 'c', n: 3 },
        ],
      }),
    ).toMatchObject({ _ids: ['b', 'c'] })
    const { command } = db()
    expect(
      await things()
        .where({ _id: command.in(['a', 'c', 'x']) })
        .limit(3)
        .get(),
    ).toEqual({
      data: [
        { _id: 'a', n: 1 },
        { _id: 'c', n: 3 },
      ],
      errMsg: 'collection.get:ok',
    })
  })

  it('keep their types over the wire', async () => {
    const at = new Date(Date.UTC(2026, 10, 20))
    const data = { at, half: 0.5, big: 2 ** 40, none: null, list: [1, 'x', { deep: true }] }
    await things().add({ data: { _id: 'a', ...data } })
    expect(await things().doc('a').get()).toMatchObject({ data: { _id: 'a', ...data } })
  })

  it('follow the world clock where the server sets the date', async () => {
    world.clock.freeze()
    await things().add({ data: { _id: 'a', at: db().serverDate() } })
    expect(await things().doc('a').get()).toMatchObject({ data: { at: new Date(world.clock.now()) } })
    world.clock.run()
  })

  it('stop at the first duplicate of an insert of several, and keep what came before', async () => {
    await things().add({ data: { _id: 'b' } })
    const insert = things().add({ data: [{ _id: 'a' }, { _id: 'b' }, { _id: 'c' }] })
    // -502001 with MongoDB's E11000, as a deployment with 4.0.2 answers (documentation names DATABASE_DUPLICATE_WRITE).
    await expect(insert).rejects.toMatchObject({
      errCode: -502001,
      errMsg: expect.stringMatching(
        /^collection\.add:fail -502001 database request fail\. .*E11000 duplicate key error/,
      ),
    })
    expect(world.database.documents(name).map(({ _id }) => _id)).toEqual(['b', 'a'])
  })

  it('change only where the condition holds, and say how many did', async () => {
    await things().add({ data: { _id: 'a', list: [1], n: 1 } })
    const { command } = db()
    const push = (size: number) =>
      things()
        .where({ _id: 'a', list: command.size(size) })
        .update({ data: { list: command.push([2]), n: command.inc(1) } })
    expect(await push(1)).toEqual({ stats: { updated: 1 }, errMsg: 'collection.update:ok' })
    expect(await push(1)).toMatchObject({ stats: { updated: 0 } })
    expect(await things().doc('a').get()).toMatchObject({ data: { list: [1, 2], n: 2 } })
  })

  it('of a missing collection: -502005 with the name', async () => {
    await expect(db().collection('absent').limit(1).get()).rejects.toMatchObject({
      errCode: -502005,
      errMsg: expect.stringContaining('[ResourceNotFound] Db or Table not exist: absent.'),
    })
  })
})

describe('transactions', () => {
  it('publish everything at once', async () => {
    await things().add({ data: { _id: 'a', n: 1 } })
    await db().runTransaction(async (transaction: Transaction) => {
      await transaction
        .collection(name)
        .doc('a')
        .update({ data: { n: 2 } })
      await transaction.collection(name).add({ data: { _id: 'b', n: 2 } })
      // A reader outside sees nothing of it yet.
      expect(await things().doc('a').get()).toMatchObject({ data: { n: 1 } })
      expect(await things().where({ _id: 'b' }).get()).toMatchObject({ data: [] })
    })
    expect(world.database.documents(name).map(({ n }) => n)).toEqual([2, 2])
  })

  it('A49: really are transactions: a rollback takes back every write', async () => {
    await things().add({ data: { _id: 'a', n: 1 } })
    const failed = db().runTransaction(async (transaction: Transaction) => {
      await transaction
        .collection(name)
        .doc('a')
        .update({ data: { n: 2 } })
      await transaction.collection(name).add({ data: { _id: 'b' } })
      throw new Error('changed my mind')
    })
    await expect(failed).rejects.toThrow('changed my mind')
    expect(world.database.documents(name)).toEqual([{ _id: 'a', n: 1 }])
  })

  it('A48: the second of two writers loses with the platform’s words, and the SDK does not retry it', async () => {
    await things().add({ data: { _id: 'a', n: 1 } })
    const first = await db().startTransaction()
    const second = await db().startTransaction()
    await first
      .collection(name)
      .doc('a')
      .update({ data: { n: 2 } })
    // wx-server-sdk 4.0.2 loses the code of a conflict inside a transaction: -501001, so callers must retry by the text.
    await expect(
      second
        .collection(name)
        .doc('a')
        .update({ data: { n: 3 } }),
    ).rejects.toMatchObject({
      errCode: -501001,
      errMsg: expect.stringContaining('[ResourceUnavailable.TransactionConflict] Transaction is conflict'),
    })
    await first.commit()
    expect(world.database.documents(name)).toEqual([{ _id: 'a', n: 2 }])
  })
})
