import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../cloudfunctions/common/base/config.ts'
import { Secret } from '../cloudfunctions/common/base/secret.ts'
import { claimGuest } from '../cloudfunctions/common/flows/account/claimGuest.ts'
import { revoke } from '../cloudfunctions/common/flows/account/revocation.ts'
import { unlink } from '../cloudfunctions/common/flows/account/unlink.ts'
import { callerProof } from '../cloudfunctions/common/routes/caller.ts'
import { openDatabase, pause, secureRandom } from '../cloudfunctions/common/runtime/cloud.ts'
import { jobId } from '../cloudfunctions/common/store/jobs.ts'
import { createSealing } from '../cloudfunctions/common/store/sealing.ts'
import { config as input } from '../cloudfunctions/oneid.config.ts'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { LOCAL_SECRET } from '../scripts/project/localSecrets.ts'
import { inProject } from '../scripts/project/paths.ts'
import { createOneIdWorld, login as loginIn, loginWithout, requestsOf } from './oneIdWorld.ts'

/** How people leave: one app, with all their data, or for good; and what WeChat says about it. */

const DAY_MS = 86_400_000
const GUEST = '7d4b2f0e-58c1-4a9d-8e63-1f2a3b4c5d6e'

let world: TestWorld

beforeEach(async () => {
  world = await createOneIdWorld({ people: ['alice', 'bob', 'carol'] })
  Object.assign(process.env, world.environment())
})
afterEach(() => world.close())

const phone = (person: string, app = 'shop') => world.person(person).in(app)
const login = async (person: string, app = 'shop') => (await loginIn(world, person, app)).userId
const account = (person: string, data: object, app = 'shop') => phone(person, app).call('account', data)
const documents = (collection: string) => world.database.documents(collection)
const requests = () => requestsOf(world)

const ListSchema = v.object({ identities: v.array(v.object({ id: v.string(), app: v.string() })) })

const identitiesOf = async (person: string, app = 'shop') =>
  v.parse(ListSchema, await account(person, { action: 'identities' }, app)).identities

const idOf = async (person: string, app: string) =>
  (await identitiesOf(person, app)).find((identity) => identity.app === app)?.id ?? ''

/** What the flows get from the handler, for those that no client reaches or that another configuration shows. */
const config = readConfig({ ...input, notify: ['notes', 'orders'] })
const ports = () => ({
  db: openDatabase(),
  random: secureRandom,
  pause,
  clock: () => world.clock.now(),
  now: world.clock.now(),
  sealing: createSealing(new Secret(LOCAL_SECRET)),
})
const callOf = (person: string, app = 'shop') => {
  const { openid, appid } = phone(person, app)
  const raw = { SOURCE: 'wx_client', OPENID: openid, APPID: appid }
  return { ports: ports(), config, proof: callerProof(raw, config, world.clock.now()) }
}

/** An account that came about by a merge: both halves have a number, and somebody else has an account too. */
const mergedAlice = async () => {
  const early = (await loginWithout(world, 'alice', 'shop')).userId
  const code = await phone('alice').phoneCode()
  await account('alice', { action: 'phone', code })
  world.clock.advance('1m')
  const late = await login('alice', 'club')
  await account('alice', { action: 'phone', code: await phone('alice', 'club').phoneCode() }, 'club')
  expect(await login('alice', 'shop')).toBe(early)
  await login('bob')
  await account('bob', { action: 'profile', nickname: 'Bob' })
  await account('bob', { action: 'phone', code: await phone('bob').phoneCode() })
  return { early, late }
}

describe('unlink', () => {
  it('takes one app from the account; with its only union, and the next login is a new account', async () => {
    const before = (await loginWithout(world, 'alice', 'shop')).userId
    // Bound by an administrator's hand: two identities, and the union is proved by one of them.
    await login('alice', 'club')
    expect(await login('alice', 'shop')).toBe(before)
    await openDatabase()
      .collection('identities')
      .where({ appid: phone('alice').appid })
      .update({ data: { unions: openDatabase().command.set([]) } })

    const id = await idOf('alice', 'club')
    expect(await account('alice', { action: 'unlink', id })).toEqual({ ok: true })
    expect((await identitiesOf('alice')).map(({ app }) => app)).toEqual(['shop'])
    expect(documents('identities').map(({ kind, userId }) => [kind, userId])).toEqual([['identity', before]])
    expect(documents('audit').at(-1)).toMatchObject({ what: 'account.unlink', app: 'shop' })
    expect(await loginIn(world, 'alice', 'club')).toMatchObject({ isNew: true })
  })

  it('leaves a union that another identity has proved: by it the openid comes back', async () => {
    const userId = await login('alice')
    await login('alice', 'club')
    const id = await idOf('alice', 'club')
    expect(await account('alice', { action: 'unlink', id }, 'club')).toEqual({ ok: true })
    expect(requests()).toEqual([
      'aggregateDocuments',
      'getDocument',
      'startTransaction',
      ...['getDocument', 'getDocument', 'modifyDocument'],
      ...['insertDocument', 'modifyDocument', 'insertDocument'],
      'commitTransaction',
      'removeDocument',
    ])
    expect(await account('alice', { action: 'me' }, 'club')).toMatchObject({ code: 'NOT_SIGNED_IN' })
    expect(await login('alice', 'club')).toBe(userId)
  })

  it('LAST_IDENTITY, IDENTITY_NOT_FOUND: nothing is written', async () => {
    await login('alice')
    await login('bob')
    const before = [documents('users'), documents('identities'), documents('audit')]
    const own = await account('alice', { action: 'unlink', id: await idOf('alice', 'shop') })
    expect(own).toMatchObject({ code: 'LAST_IDENTITY' })
    const foreign = await account('alice', { action: 'unlink', id: await idOf('bob', 'shop') })
    expect(foreign).toMatchObject({ code: 'IDENTITY_NOT_FOUND', field: 'id' })
    expect([documents('users'), documents('identities'), documents('audit')]).toEqual(before)
  })

  it('two at once never take the last identity: what one has read, the other may have changed', async () => {
    await login('alice', 'shop')
    await login('alice', 'club')
    const [shop, club] = [await idOf('alice', 'shop'), await idOf('alice', 'club')]
    const call = callOf('alice')
    let others = 0
    const db = new Proxy(call.ports.db, {
      get(inner, key) {
        const value: unknown = Reflect.get(inner, key)
        if (typeof value !== 'function') return value
        return key === 'startTransaction' && others++ === 0
          ? async () => {
              await unlink(callOf('alice'), club)
              return inner.startTransaction()
            }
          : value.bind(inner)
      },
    })
    const late = unlink({ ...call, ports: { ...call.ports, db } }, shop)
    await expect(late).rejects.toMatchObject({ code: 'LAST_IDENTITY' })
    expect((await identitiesOf('alice')).map(({ app }) => app)).toEqual(['shop'])
  })

  it('eight at once never take the last identity', async () => {
    await login('alice', 'shop')
    await login('alice', 'club')
    const ids = [await idOf('alice', 'shop'), await idOf('alice', 'club')]
    const calls = ids.flatMap((id) => Array.from({ length: 4 }, () => unlink(callOf('alice'), id)))
    const ends = await Promise.allSettled(calls)
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(documents('identities').filter(({ kind }) => kind === 'identity')).toHaveLength(1)
  })

  it('cut off before the keys are removed: whoever meets them removes them', async () => {
    const userId = await login('alice')
    await login('alice', 'club')
    const id = await idOf('alice', 'club')
    await fetch(`${world.url}/__world/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ faults: [{ at: 'database.removeDocument', effect: 'busy', times: 1 }] }),
    })
    expect(await account('alice', { action: 'unlink', id })).toMatchObject({ code: 'DATABASE_UNAVAILABLE' })
    expect((await identitiesOf('alice')).map(({ app }) => app)).toEqual(['shop'])
    expect(await account('alice', { action: 'me' }, 'club')).toMatchObject({ code: 'NOT_SIGNED_IN' })
    expect(await login('alice', 'club')).toBe(userId)
  })

  it('works in the moment after a merge in which the caller is still with the tombstone', async () => {
    const { early, late } = await mergedAlice()
    const ofClub = openDatabase()
      .collection('identities')
      .where({ appid: phone('alice', 'club').appid })
    await ofClub.update({ data: { userId: late } })
    expect((await identitiesOf('alice', 'club')).map(({ app }) => app)).toEqual(['shop', 'club'])
    const id = await idOf('alice', 'club')
    expect(await account('alice', { action: 'unlink', id }, 'club')).toEqual({ ok: true })
    expect((await identitiesOf('alice')).map(({ app }) => app)).toEqual(['shop'])
    expect(await account('alice', { action: 'me' })).toMatchObject({ userId: early })
  })
})

describe('export', () => {
  const ExportSchema = v.object({
    data: v.record(v.string(), v.array(v.looseObject({ _id: v.string() }))),
  })

  it('is everything that is held about the person, collection by collection, and nobody else’s', async () => {
    const { early, late } = await mergedAlice()
    await account('alice', { action: 'claimGuest', guestId: GUEST })
    await account('alice', { action: 'delete' })
    const { data } = v.parse(ExportSchema, await account('alice', { action: 'export' }))
    // The caller, two generations of tombstones, and seven questions.
    expect(requests()).toEqual(['aggregateDocuments', ...Array.from({ length: 8 }, () => 'getDocument')])

    const schema: unknown = JSON.parse(readFileSync(inProject('cloudfunctions', 'schema.json'), 'utf8'))
    const { collections } = v.parse(
      v.object({ collections: v.array(v.object({ name: v.string() })) }),
      schema,
    )
    expect(Object.keys(data).toSorted()).toEqual(collections.map(({ name }) => name).toSorted())

    const { pseudonym } = ports().sealing
    const names = [early, late, pseudonym(early), pseudonym(late)]
    for (const { name } of collections) {
      const about = documents(name).filter((row) => names.some((one) => JSON.stringify(row).includes(one)))
      expect(about).not.toEqual([])
      expect(data[name]?.map(({ _id }) => _id).toSorted()).toEqual(about.map(({ _id }) => _id).toSorted())
    }
    const shown = JSON.stringify(data)
    expect(shown).toContain(phone('alice').openid)
    expect(shown).toContain(phone('alice', 'club').openid)
    expect(shown).not.toContain(phone('bob').openid)
  })

  it('opens the phone numbers, and holds no seal', async () => {
    await mergedAlice()
    const { data } = v.parse(ExportSchema, await account('alice', { action: 'export' }))
    const opened = { number: '+8613800000001', lastDigits: '0001', at: expect.any(Number) }
    expect(data['users']?.map((user) => user['phone'])).toEqual([opened, opened])
    for (const user of documents('users')) {
      const { sealed, hash } = Object(user['phone'])
      expect(JSON.stringify(data)).not.toContain(sealed)
      expect(JSON.stringify(data)).not.toContain(hash)
    }
  })

  it('does not name who else a conflict was about', async () => {
    await login('alice')
    const other = await login('bob')
    const conflict = { reason: 'BARRIER', union: 'un-1', other, at: 1 }
    await openDatabase()
      .collection('identities')
      .where({ appid: phone('alice').appid, openid: phone('alice').openid })
      .update({ data: { conflict } })
    const { data } = v.parse(ExportSchema, await account('alice', { action: 'export' }))
    expect(JSON.stringify(data)).toContain('BARRIER')
    expect(JSON.stringify(data)).not.toContain(other)
  })
})

describe('delete', () => {
  it('writes a wish that is due after the days of grace, and its job; asking twice changes nothing', async () => {
    const userId = await login('alice')
    const reply = v.parse(
      v.looseObject({ deletionDue: v.number() }),
      await account('alice', { action: 'delete' }),
    )
    expect(requests()).toEqual(['aggregateDocuments', 'insertDocument', 'modifyDocument', 'insertDocument'])
    const [user] = documents('users')
    const { requestedAt, due } = Object(user?.['deletion'])
    expect(due - requestedAt).toBe(7 * DAY_MS)
    expect(reply.deletionDue).toBe(due)
    expect(user).toMatchObject({ status: 'active', version: 2 })
    expect(documents('jobs').filter(({ kind }) => kind === 'erase')).toEqual([
      {
        _id: jobId('erase', userId, String(requestedAt)),
        kind: 'erase',
        due,
        users: [userId],
        userId,
        pass: 'first',
        state: 'waiting',
        leaseUntil: 0,
        attempts: 0,
      },
    ])
    const before = [documents('users'), documents('jobs'), documents('audit')]
    world.clock.advance('1h')
    expect(await account('alice', { action: 'delete' })).toEqual(reply)
    expect(requests()).toEqual(['aggregateDocuments'])
    expect([documents('users'), documents('jobs'), documents('audit')]).toEqual(before)
    expect(await account('alice', { action: 'me' })).toEqual(reply)
  })

  it('can be taken back, once; DELETION_NOT_PENDING otherwise', async () => {
    await login('alice')
    const cancel = () => account('alice', { action: 'cancelDeletion' })
    expect(await cancel()).toMatchObject({ code: 'DELETION_NOT_PENDING' })
    await account('alice', { action: 'delete' })
    expect(await cancel()).not.toHaveProperty('deletionDue')
    expect(requests()).toEqual(['aggregateDocuments', 'modifyDocument', 'insertDocument'])
    expect(documents('users')[0]).toMatchObject({ version: 3 })
    expect(documents('users')[0]).not.toHaveProperty('deletion')
    expect(await cancel()).toMatchObject({ code: 'DELETION_NOT_PENDING' })
    const audit = documents('audit').map(({ what }) => what)
    expect(audit).toEqual(['account.delete', 'account.cancelDeletion'])
  })
})

describe('claimGuest, with functions that are told', () => {
  const notifications = () => documents('jobs').filter(({ kind }) => kind === 'notify')
  const remove = (collection: string) =>
    openDatabase()
      .collection(collection)
      .where({ _id: openDatabase().command.exists(true) })
      .remove()

  it('tells each function once, also when the first call was cut off after the claim', async () => {
    const userId = await login('alice')
    await claimGuest(callOf('alice'), GUEST)
    expect(notifications().map((job) => [job['function'], Object(job['event'])['userId']])).toEqual([
      ['notes', userId],
      ['orders', userId],
    ])
    const [told] = notifications()
    expect(told).toMatchObject({ event: { type: 'guest.claimed', guestId: GUEST }, users: [userId] })

    await remove('jobs')
    await claimGuest(callOf('alice'), GUEST)
    expect(notifications()).toEqual([])

    // As a crash after the claim would have left it.
    await remove('audit')
    await claimGuest(callOf('alice'), GUEST)
    expect(notifications().map(({ _id }) => _id)).toContain(told?.['_id'])
  })

  it('is the survivor’s after a merge of who claimed it', async () => {
    await loginWithout(world, 'alice', 'shop')
    world.clock.advance('1m')
    await login('alice', 'club')
    await claimGuest(callOf('alice', 'club'), GUEST)
    await login('alice', 'shop')
    expect(await claimGuest(callOf('alice', 'shop'), GUEST)).toEqual({ ok: true })
    await login('bob')
    await expect(claimGuest(callOf('bob'), GUEST)).rejects.toMatchObject({ code: 'GUEST_CLAIMED' })
  })
})

describe('A43: what WeChat says about a person’s consent', () => {
  const say = (person: string, event: string, revokeInfo = '') => {
    const { appid, openid } = callOf(person).proof.evidence
    return revoke(ports(), config, { appid, openid, event, revokeInfo })
  }
  const REVOKE = 'user_authorization_revoke'
  const CANCEL = 'user_authorization_cancellation'

  const filledIn = async () => {
    await login('alice')
    await account('alice', { action: 'profile', nickname: 'A', avatar: 'cloud://a.png' })
    await account('alice', { action: 'phone', code: await phone('alice').phoneCode() })
  }
  const fields = () => {
    const { profile, phone: number } = Object(documents('users')[0])
    return [...Object.keys(profile), ...(number === undefined ? [] : ['phone'])]
  }

  // RevokeInfo: 6 nickname and avatar, 8 phone, 19 nickname, 20 avatar, 13 location (page of the event, 2026-11).
  it.each([
    ['8', ['nickname', 'avatar']],
    ['6', ['phone']],
    ['19', ['avatar', 'phone']],
    ['20', ['nickname', 'phone']],
    ['8,20', ['nickname']],
    ['13', ['nickname', 'avatar', 'phone']],
    ['', ['nickname', 'avatar', 'phone']],
  ])('revoking "%s" leaves %j; again it changes nothing', async (revokeInfo, left) => {
    await filledIn()
    await say('alice', REVOKE, revokeInfo)
    expect(fields().toSorted()).toEqual(left.toSorted())
    const before = [documents('users'), documents('audit'), documents('jobs')]
    await say('alice', REVOKE, revokeInfo)
    expect([documents('users'), documents('audit'), documents('jobs')]).toEqual(before)
  })

  it('a closed account is asked to be deleted, once', async () => {
    await login('alice')
    await say('alice', CANCEL)
    const before = [documents('users'), documents('audit'), documents('jobs')]
    expect(await account('alice', { action: 'me' })).toHaveProperty('deletionDue')
    expect(documents('audit')).toMatchObject([{ what: 'account.delete', actor: 'system', app: 'shop' }])
    world.clock.advance('1h')
    await say('alice', CANCEL)
    expect([documents('users'), documents('audit'), documents('jobs')]).toEqual(before)
  })

  it('other events, and people who are not known, change nothing', async () => {
    await filledIn()
    const before = [documents('users'), documents('audit'), documents('jobs')]
    await say('alice', 'user_info_modified', '6')
    await say('bob', REVOKE, '8')
    await say('bob', CANCEL)
    expect([documents('users'), documents('audit'), documents('jobs')]).toEqual(before)
  })
})
