import { beforeEach, describe, expect, it } from 'vitest'
import { DENIED, declare, ejson, name, phone, post, stored, world } from './clientDatabase.ts'

/**
 * What mini-programs may do in the database, request by request as @cloudbase/database 1.4.3 makes them. What is
 * expected: WeChat Cloud guide, "Database security rules" and "Permission control", the list of error codes, and
 * https://docs.cloudbase.net/database/security-rules, all read 2026-11.
 */

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
