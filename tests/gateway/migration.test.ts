import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { UserIdSchema } from '../../cloudfunctions/common/base/ids.ts'
import { migrationState, startMigration } from '../../cloudfunctions/common/flows/import/longWork.ts'
import { merge } from '../../cloudfunctions/common/flows/merge.ts'
import { mergeOrder } from '../../cloudfunctions/common/identity/merging.ts'
import { knownUser, readUsers } from '../../cloudfunctions/common/store/users.ts'
import { secret } from '../storeWorld.ts'
import { cutEverywhere, otherEnds } from './cutting.ts'
import { PEOPLE, useFollowersWorld } from './followersWorld.ts'
import type { AppName } from './officialAccounts.ts'
import { config } from './officialAccounts.ts'

// Page changeopenid of the official account, 2026-11: 63178 before the migration is confirmed and after 15 days, -1
// until it is complete.

const world = useFollowersWorld()
const { run, identity, union, user, signIn, signInWithout, asked } = world

const CHANGE = '/cgi-bin/changeopenid'
const HALF_AN_HOUR = 1_800_000

const call = () => ({ ports: world.ports(), config, secret, now: world.now(), by: 'operator' })

/** The accounts that the migration is about: `plain` and `heir` are bound to no open platform. */
type Accounts = { readonly from: AppName; readonly to: AppName }
const BOUND: Accounts = { from: 'news', to: 'daily' }
const UNBOUND: Accounts = { from: 'plain', to: 'heir' }

const start = (accounts: Accounts) => startMigration(call(), accounts)
const state = (accounts: Accounts) => migrationState(call(), accounts)

/** Follows, and is known by that. */
const comes = async (person: string, app: AppName): Promise<string> => {
  world.follow(person, app)
  await world.tell(person, 'subscribe', app)
  await run()
  return String(identity(app, person)?.['userId'])
}
const step = async (name: 'confirm' | 'complete', { from, to }: Accounts): Promise<void> => {
  const reply = await fetch(`${world.world().url}/__world/migrations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ from, to, step: name }),
  })
  if (!reply.ok) throw new Error(await reply.text())
}
const migrated = async (accounts: Accounts): Promise<void> => {
  await start(accounts)
  await run()
}

describe('not yet', () => {
  it('confirmed (63178), not yet complete (-1): it looks again every half hour, and then it goes on', async () => {
    await comes('alice', 'news')
    world.forgetAsked()
    await start(BOUND)
    await run()
    expect(await state(BOUND)).toMatchObject({ state: 'waiting', done: 0, due: world.now() + HALF_AN_HOUR })
    world.advance(HALF_AN_HOUR - 1)
    await run()
    expect(asked(CHANGE)).toHaveLength(1)
    await step('confirm', BOUND)
    world.advance(1)
    await run()
    expect(asked(CHANGE)).toHaveLength(2)
    expect(await state(BOUND)).toMatchObject({ state: 'waiting', due: world.now() + HALF_AN_HOUR })
    // Waiting is no failure, however long it takes.
    for (let time = 0; time < 20; time++) {
      world.advance('30m')
      await run()
    }
    expect(world.job('migration')).toMatchObject({ state: 'waiting', attempts: 0 })
    await step('complete', BOUND)
    world.advance('30m')
    await run()
    expect(await state(BOUND)).toMatchObject({ state: 'finished', total: 1, done: 1, attached: 1 })
  })

  it('WeChat has given out enough for a day (45009): it goes on at midnight in Beijing', async () => {
    await comes('alice', 'news')
    world.world().clock.set(Date.parse('2027-05-01T10:00:00.000Z'))
    await world.faults({ at: 'wechat.api', effect: 'errcode', path: CHANGE, errcode: 45009, times: 1 })
    await migrated(BOUND)
    expect(await state(BOUND)).toMatchObject({ due: Date.parse('2027-05-01T16:00:00.000Z') })
  })
})

describe('complete', () => {
  it('a follower whose unionid is known has the new openid, and keeps the old one', async () => {
    const userId = await comes('alice', 'news')
    await step('complete', BOUND)
    await migrated(BOUND)
    expect(identity('daily', 'alice')).toMatchObject({
      userId,
      route: 'import',
      unions: [{ platform: 'main', epoch: 0 }],
    })
    expect(identity('news', 'alice')).toMatchObject({ userId })
    expect(world.documents('users')).toHaveLength(1)
    expect(world.lines('import.migration')).toMatchObject([{ app: 'daily' }])
  })

  it('one without a unionid joins the user of the old identity', async () => {
    const userId = await comes('alice', 'plain')
    await step('complete', UNBOUND)
    await migrated(UNBOUND)
    expect(identity('heir', 'alice')).toMatchObject({ userId, route: 'import', unions: [] })
    expect(await signIn('alice', 'heir', 'oauth-official-account')).toBe(userId)
    expect(await state(UNBOUND)).toMatchObject({ state: 'finished', attached: 1, conflicts: 0 })
  })

  it('who has signed in by the old account has the new openid, as far as WeChat moves them', async () => {
    const userId = await signIn('bob', 'plain', 'oauth-official-account')
    world.follow('bob', 'plain')
    await step('complete', UNBOUND)
    await migrated(UNBOUND)
    expect(identity('heir', 'bob')).toMatchObject({ userId })
  })

  it('of whom WeChat knows nothing in the old account is skipped', async () => {
    await signIn('carol', 'news')
    await step('complete', BOUND)
    await migrated(BOUND)
    expect(identity('daily', 'carol')).toBeUndefined()
    expect(await state(BOUND)).toMatchObject({ state: 'finished', done: 1, skipped: 1, attached: 0 })
  })

  it('who has signed in to the new account already, and is the same user, is known', async () => {
    const userId = await comes('alice', 'news')
    await step('complete', BOUND)
    expect(await signIn('alice', 'daily', 'oauth-official-account')).toBe(userId)
    await migrated(BOUND)
    expect(identity('daily', 'alice')).toMatchObject({ route: 'oauth-official-account' })
    expect(await state(BOUND)).toMatchObject({ known: 1, conflicts: 0 })
  })

  it('who has signed in to the new account already, and is somebody else by now, is a conflict', async () => {
    const old = await comes('alice', 'plain')
    await step('complete', UNBOUND)
    const other = await signIn('alice', 'heir', 'oauth-official-account')
    expect(other).not.toBe(old)
    await migrated(UNBOUND)
    expect(identity('heir', 'alice')).toMatchObject({ userId: other })
    expect(identity('plain', 'alice')).toMatchObject({ userId: old })
    expect(await state(UNBOUND)).toMatchObject({ state: 'finished', conflicts: 1, attached: 0 })
  })

  it('two accounts that have merged by the unionid meanwhile are one', async () => {
    const old = await signInWithout('alice', 'news')
    world.follow('alice', 'news')
    await step('complete', BOUND)
    world.advance('1m')
    await signIn('alice', 'daily', 'oauth-official-account')
    await migrated(BOUND)
    // The old identity has proved nothing: that the new openid is somebody else's is for an administrator.
    expect(await state(BOUND)).toMatchObject({ conflicts: 1 })
    expect(await signIn('alice', 'news')).toBe(old)
    await world.minutes(3)
    expect(identity('daily', 'alice')).toMatchObject({ userId: old })
  })

  it('a merge that has not reached the identities: whose they are is asked by the alias', async () => {
    const old = await comes('alice', 'plain')
    world.advance('1m')
    await step('complete', UNBOUND)
    const young = await signIn('alice', 'heir', 'oauth-official-account')
    const ids = [old, young].map((id) => v.parse(UserIdSchema, id))
    const { db } = world.ports()
    const [mine, its] = (await readUsers(db, ids)).map(knownUser)
    if (mine?.status !== 'active' || its?.status !== 'active') throw new Error('no two accounts')
    const plan = { ...mergeOrder(mine, its), by: 'administrator', reason: 'one person' } as const
    await merge(db, { ...plan, at: world.now(), undoUntil: world.now() + 1 })
    // As a call in flight may leave it: the key still points at the tombstone.
    await db
      .collection('identities')
      .where({ openid: identity('heir', 'alice')?.['openid'] })
      .update({ data: { userId: young } })
    await migrated(UNBOUND)
    expect(await state(UNBOUND)).toMatchObject({ known: 1, conflicts: 0 })
    await world.minutes(3)
    expect(identity('heir', 'alice')).toMatchObject({ userId: old })
  })

  it('a deleted account is skipped, and nothing of it comes back', async () => {
    const userId = await comes('alice', 'plain')
    await step('complete', UNBOUND)
    const users = world.ports().db.collection('users')
    await users.where({ _id: userId }).update({ data: { status: 'deleted' } })
    await migrated(UNBOUND)
    expect(identity('heir', 'alice')).toBeUndefined()
    expect(await state(UNBOUND)).toMatchObject({ state: 'finished', done: 1, skipped: 1 })
  })

  it('again: all are known', async () => {
    await comes('alice', 'plain')
    await comes('bob', 'plain')
    await step('complete', UNBOUND)
    await migrated(UNBOUND)
    world.advance('1h')
    expect(await start(UNBOUND)).toMatchObject({ state: 'waiting', done: 0 })
    await run()
    expect(await state(UNBOUND)).toMatchObject({ state: 'finished', known: 2, attached: 0 })
  })

  it('too late (15 days): it waits, and does nothing', async () => {
    await comes('alice', 'plain')
    await step('complete', UNBOUND)
    world.advance('16d')
    await migrated(UNBOUND)
    expect(await state(UNBOUND)).toMatchObject({ state: 'waiting', done: 0 })
    expect(identity('heir', 'alice')).toBeUndefined()
  })
})

describe('refused', () => {
  it.each([
    ['an account to itself', { from: 'news', to: 'news' } as const, 'INPUT_INVALID'],
    ['of a mini-program', { from: 'shop', to: 'news' } as const, 'APP_KIND_WRONG'],
    ['to a website', { from: 'news', to: 'site' } as const, 'APP_KIND_WRONG'],
  ])('%s', async (_, accounts, code) => {
    await expect(async () => start(accounts)).rejects.toMatchObject({ code })
    await expect(state(BOUND)).rejects.toMatchObject({ code: 'WORK_NOT_FOUND' })
  })
})

describe('killed at any request', () => {
  it.each<[string, Accounts]>([
    ['without unionids', UNBOUND],
    ['with unionids', BOUND],
  ])(
    'everybody has the new openid once, and the old identities are as they were: %s',
    async (_, accounts) => {
      let users: string[] = []
      const ends = await cutEverywhere(
        async () => {
          await world.clear()
          users = []
          for (const person of PEOPLE.slice(0, 2)) {
            users.push(await signIn(person, accounts.from, 'oauth-official-account'))
            world.follow(person, accounts.from)
          }
          await step('complete', accounts)
          // What else there is to do is done before.
          await run()
          await start(accounts)
        },
        (gate) => run({ gate }),
        async () => {
          world.advance('3m')
          await run()
          const moved = PEOPLE.slice(0, 2).map((person, at) => [
            identity(accounts.to, person)?.['userId'] === users[at],
            identity(accounts.from, person)?.['userId'] === users[at],
            identity(accounts.from, person)?.['route'],
          ])
          const { state: end, done } = await state(accounts)
          return { moved, end, done, unions: PEOPLE.filter((person) => union(person) !== undefined).length }
        },
      )
      expect(ends.whole).toMatchObject({
        moved: Array.from({ length: 2 }, () => [true, true, 'oauth-official-account']),
        end: 'finished',
        done: 2,
      })
      expect(otherEnds(ends)).toEqual([])
      expect(user(users[0] ?? '')).toMatchObject({ status: 'active' })
    },
    60_000,
  )
})
