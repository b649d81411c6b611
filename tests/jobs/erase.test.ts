import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { UserId } from '../../cloudfunctions/common/base/ids.ts'
import { requestDeletion } from '../../cloudfunctions/common/flows/account/deletion.ts'
import { signIn } from '../../cloudfunctions/common/flows/signIn.ts'
import { writeDeletion } from '../../cloudfunctions/common/store/accounts.ts'
import { useOnce } from '../../cloudfunctions/common/store/ephemeral.ts'
import { ERASURE } from '../../cloudfunctions/common/store/erasure.ts'
import { createSealing } from '../../cloudfunctions/common/store/sealing.ts'
import { readUsers } from '../../cloudfunctions/common/store/users.ts'
import { inProject } from '../../scripts/project/paths.ts'
import type { Gate } from '../interleaving.ts'
import { counting } from '../interleaving.ts'
import { secret } from '../storeWorld.ts'
import type { Delivery } from './jobsWorld.ts'
import {
  config,
  DAY,
  HOUR,
  LATE,
  MINUTE,
  openidOf,
  typesAndUsers,
  unionidOf,
  useJobsWorld,
} from './jobsWorld.ts'

/** How an account ends: when its time has come, with everything about it, and only then. */

const world = useJobsWorld()
const { clock, ports, documents, change, add, clear, run, toldBy, login, mergedAccounts, user } = world

const GRACE = 7 * DAY
const sealing = createSealing(secret)

const SchemaFile = v.object({ collections: v.array(v.object({ name: v.string() })) })
const { collections } = v.parse(
  SchemaFile,
  JSON.parse(readFileSync(inProject('cloudfunctions', 'schema.json'), 'utf8')),
)
const COLLECTIONS = collections.map(({ name }) => name)

const read = async (userId: UserId) => {
  const [found] = await readUsers(ports().db, [userId])
  if (found === undefined) throw new Error('no such user')
  return found
}
const wish = async (userId: UserId): Promise<void> => {
  const asked = { ...ports(), now: clock.now(), sealing }
  await requestDeletion(asked, config.retention, await read(userId), { app: 'shop' })
}
const takeBack = async (userId: UserId): Promise<void> => {
  await writeDeletion(ports().db, await read(userId), undefined)
}

/** Both passes, from the moment that the wish is due. */
const erase = async (): Promise<void> => {
  clock.advance(GRACE)
  await run()
  clock.advance(LATE)
  await run()
}

const everything = () => COLLECTIONS.map((name) => [name, documents(name)] as const)

describe('the erasure of an account', () => {
  it('has a rule for every collection', () => {
    expect(Object.keys(ERASURE).toSorted()).toEqual(COLLECTIONS.toSorted())
  })

  /** An account that came about by a merge, with all that can be known about a person. */
  const wellKnown = async () => {
    const { survivor, loser, merge } = await mergedAccounts('alice')
    await merge()
    for (const [_id, name] of [
      [survivor, 'one'],
      [loser, 'two'],
    ] as const) {
      const phone = { sealed: `sealed-${name}`, hash: `hash-${name}`, lastDigits: '5678', at: 1 }
      await change('users', { _id }, { phone, profile: { nickname: `nick-${name}` } })
      await useOnce(ports().db, 'guest', name, clock.now() + 400 * DAY, _id)
    }
    await change('users', { _id: survivor }, { administrator: true, barriers: [`mg-${'b'.repeat(32)}`] })
    // A conflict for the audit, and notifications that nobody takes.
    await login('alice', 'shop', 'carol')
    await run({ fails: () => true })
    return { survivor, loser }
  }

  it('leaves nothing but the ids of its users, and pseudonyms in the audit; nobody else is touched', async () => {
    const bob = (await login('bob', 'shop')).userId
    const { survivor, loser } = await wellKnown()
    const ofBob = documents('identities').filter(({ userId }) => userId === bob)
    await wish(survivor)
    clock.advance(GRACE - 1)
    await run({ fails: () => true })
    expect(user(survivor)['status']).toBe('active')
    clock.advance(1)
    await run()
    clock.advance(LATE)
    await run()

    const bare = { status: 'deleted', createdAt: expect.any(Number), version: expect.any(Number), unions: [] }
    expect([user(survivor), user(loser)]).toEqual([
      { _id: survivor, ...bare },
      { _id: loser, ...bare },
    ])
    const elsewhere = JSON.stringify(everything().filter(([name]) => name !== 'users'))
    for (const userId of [survivor, loser]) expect(elsewhere).not.toContain(userId)
    const anywhere = JSON.stringify(everything())
    const ids = [openidOf('alice', 'shop'), openidOf('alice', 'club'), unionidOf('alice')]
    for (const known of [...ids, 'sealed-', 'hash-', 'nick-', '5678']) expect(anywhere).not.toContain(known)

    const audit = JSON.stringify(documents('audit'))
    for (const userId of [survivor, loser]) expect(audit).toContain(sealing.pseudonym(userId))
    expect(world.lines('user.deleted')).toMatchObject([
      { actor: 'system', subjects: [sealing.pseudonym(survivor)] },
    ])
    expect(documents('identities')).toEqual(ofBob)
    expect(user(bob)).toMatchObject({ status: 'active' })
    expect(documents('jobs').map(({ kind }) => kind)).toEqual(['announce', 'sweep', 'rollUp', 'watch'])
  })

  it('is told once, and nothing about the user after it', async () => {
    const { survivor } = await wellKnown()
    await wish(survivor)
    const told: Delivery[] = []
    clock.advance(GRACE)
    await run({ told, fails: ({ event }) => event.type !== 'user.deleted' })
    for (const wait of [LATE, HOUR]) {
      clock.advance(wait)
      await run({ told })
    }
    expect(typesAndUsers(told)).toEqual([['user.deleted', survivor]])
    expect(told[0]?.event).toMatchObject({ id: expect.stringMatching(/^ev-/) })
  })

  it('takes what a slow call still wrote, when no call can be running any more', async () => {
    const { userId } = await login('alice', 'shop')
    const [, identity] = documents('identities')
    await wish(userId)
    clock.advance(GRACE)
    await run()
    await add('identities', [{ ...identity, _id: `wx-${'a'.repeat(32)}` }])
    await useOnce(ports().db, 'guest', 'late', clock.now() + 400 * DAY, userId)
    clock.advance(LATE - 1)
    await run()
    const kinds = () => documents('ephemeral').map(({ kind }) => kind)
    expect([documents('identities').length, kinds().toSorted()]).toEqual([1, ['erased', 'guest']])
    clock.advance(1)
    await run()
    // What hearsay must not bring back is remembered by a hash of the identity's id, without the user.
    expect([documents('identities'), kinds()]).toEqual([[], ['erased', 'erased']])
    expect(JSON.stringify(documents('ephemeral'))).not.toContain(userId)
    expect(world.waiting('erase')).toEqual([])
  })

  it('does not happen when the wish was taken back, and a later wish has its own time', async () => {
    const { userId } = await login('alice', 'shop')
    await wish(userId)
    clock.advance(DAY)
    await takeBack(userId)
    clock.advance(DAY)
    await wish(userId)
    clock.advance(GRACE - 2 * DAY)
    expect(await toldBy()).toHaveLength(1)
    expect(user(userId)).toMatchObject({ status: 'active' })
    expect(world.waiting('erase')).toHaveLength(1)
    await takeBack(userId)
    await erase()
    expect(user(userId)).toMatchObject({ status: 'active' })
    expect(documents('identities')).toHaveLength(2)
    expect(world.waiting('erase')).toEqual([])
  })

  it('happens in full or not at all when the wish is taken back meanwhile, at any request', async () => {
    const ends = new Set<string>()
    for (let at = 0, requests = 1; at < requests; at++) {
      await clear()
      const { userId } = await login('alice', 'shop')
      await run()
      await wish(userId)
      clock.advance(GRACE)
      const sent = counting()
      const gate: Gate = async (request) => {
        if (sent.sent() === at) await takeBack(userId)
        return sent(request)
      }
      await run({ gate })
      requests = sent.sent()
      clock.advance(LATE)
      await run()
      const { status } = user(userId)
      ends.add(String(status))
      expect(documents('identities')).toHaveLength(status === 'active' ? 2 : 0)
      expect(world.lines('user.deleted')).toHaveLength(status === 'active' ? 0 : 1)
    }
    expect([...ends]).toEqual(['active', 'deleted'])
  })

  it('waits until a split is settled, and takes only the one of the two that wished it', async () => {
    const { survivor, loser, merge } = await mergedAccounts('alice')
    await merge()
    await run()
    await wish(survivor)
    clock.advance(GRACE)
    await world.splitByHand(world.mergeOf(loser))
    await run()
    expect(user(survivor)).toMatchObject({ status: 'active', splitting: world.mergeOf(loser) })
    for (const wait of [MINUTE, MINUTE]) {
      clock.advance(wait)
      await run()
    }
    clock.advance(MINUTE)
    await run()
    clock.advance(LATE)
    await run()
    expect([user(survivor)['status'], user(loser)['status']]).toEqual(['deleted', 'active'])
    expect(documents('identities').map(({ openid, userId }) => [openid, userId])).toEqual([
      [openidOf('alice', 'club'), loser],
    ])
  })
})

describe('A44: a deleted user who returns', () => {
  it('is a new user, whatever is left of the old one at that moment', async () => {
    const before = (await login('alice', 'shop')).userId
    await wish(before)
    clock.advance(GRACE)
    const seen = new Set<string>()
    // As soon as the account is deleted, and after each request that erases the rest.
    const gate: Gate = async (request) => {
      const reply = await request()
      if (user(before)['status'] === 'deleted') seen.add((await login('alice', 'shop')).userId)
      return reply
    }
    await run({ gate })
    clock.advance(LATE)
    await run()
    const after = await login('alice', 'shop')
    expect([...seen]).toEqual([after.userId])
    expect(after.userId).not.toBe(before)
    expect((await login('alice', 'club')).userId).toBe(after.userId)
    expect(user(before)).toMatchObject({ status: 'deleted', unions: [] })
  })
})

describe('A32: evidence that was observed before a deletion and arrives after it', () => {
  it('makes a new user; the deleted one stays deleted', async () => {
    const { survivor, loser, merge } = await mergedAccounts('alice')
    await merge()
    await wish(survivor)
    const evidence = world.evidenceOf('alice', 'club')
    await erase()
    const { userId, isNew } = await signIn(ports(), config, evidence)
    expect(isNew).toBe(true)
    expect([survivor, loser]).not.toContain(userId)
    expect(documents('users').map(({ status }) => status)).toEqual(['deleted', 'deleted', 'active'])
  })
})
