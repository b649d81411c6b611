import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { UserIdSchema } from '../../cloudfunctions/common/base/ids.ts'
import { merge } from '../../cloudfunctions/common/flows/merge.ts'
import { mergeOrder } from '../../cloudfunctions/common/identity/merging.ts'
import { knownUser, readUsers } from '../../cloudfunctions/common/store/users.ts'
import type { Told } from './followersWorld.ts'
import { openidIn, useFollowersWorld } from './followersWorld.ts'

// Page "receiving events" and developer standards of official accounts, 2026-11: there is no unionid in an event, and
// what was known by following is removed when it ends.

const world = useFollowersWorld()
const { run, minutes, tell, follow, unfollow, identity, union, user, signIn, signInWithout, asked } = world

/** Follows, and what WeChat tells of it is worked on. */
const comes = async (person: string, app: 'news' | 'plain' = 'news'): Promise<string> => {
  follow(person, app)
  await tell(person, 'subscribe', app)
  await run()
  return String(identity(app, person)?.['userId'])
}
const goes = async (person: string, app: 'news' | 'plain' = 'news', told?: Told[]): Promise<void> => {
  unfollow(person, app)
  await tell(person, 'unsubscribe', app)
  await run(told === undefined ? {} : { told })
}
const pathsAsked = () => asked().map(({ path }) => path)
const typesOf = (told: readonly Told[]) => told.map(({ type }) => type)

/** An administrator says that two accounts are one. */
const mergeByHand = async (one: string, other: string): Promise<void> => {
  const { db } = world.ports()
  const ids = [one, other].map((id) => v.parse(UserIdSchema, id))
  const [mine, its] = (await readUsers(db, ids)).map(knownUser)
  if (mine?.status !== 'active' || its?.status !== 'active') throw new Error('no two accounts')
  const plan = { ...mergeOrder(mine, its), by: 'administrator', reason: 'one person' } as const
  if ((await merge(db, { ...plan, at: world.now(), undoUntil: world.now() + 1 })) === 'again')
    throw new Error('again')
}

describe('somebody begins to follow', () => {
  it('and has an account by a mini-program: the identity joins it', async () => {
    const userId = await signIn('alice', 'shop')
    world.advance('1m')
    expect(await comes('alice')).toBe(userId)
    expect(identity('news', 'alice')).toMatchObject({ route: 'follower', unions: [{ platform: 'main' }] })
    expect(world.documents('users')).toHaveLength(1)
    expect(pathsAsked()).toEqual(['/cgi-bin/stable_token', '/cgi-bin/user/info'])
  })

  it('and has none: one is made, and another app finds it by the unionid', async () => {
    const userId = await comes('alice')
    expect(user(userId)).toMatchObject({ status: 'active' })
    expect(union('alice')).toMatchObject({ userId, route: 'follower' })
    expect(await signIn('alice', 'shop')).toBe(userId)
  })

  it('an account that is bound to no open platform: an account without a unionid', async () => {
    const userId = await comes('alice', 'plain')
    expect(identity('plain', 'alice')).toMatchObject({ userId, unions: [] })
    expect(world.documents('identities')).toHaveLength(1)
    expect(await signIn('alice', 'shop')).not.toBe(userId)
  })

  it('or scans a code and follows already: the same', async () => {
    follow('alice')
    await tell('alice', 'SCAN')
    await run()
    expect(identity('news', 'alice')).toMatchObject({ route: 'follower' })
  })

  it('and that is announced once', async () => {
    follow('alice')
    const told: Told[] = []
    await tell('alice', 'subscribe')
    await tell('alice', 'subscribe')
    await run({ told })
    await minutes(2, { told })
    expect(typesOf(told)).toEqual(['identity.attached'])
    expect(world.documents('users')).toHaveLength(1)
  })

  it('and has an older account whose unionid was never shown: they become one when it is', async () => {
    const older = await signInWithout('bob', 'shop')
    world.advance('1m')
    expect(await comes('bob')).not.toBe(older)
    expect(await signIn('bob', 'shop')).toBe(older)
    await minutes(3)
    expect(identity('news', 'bob')).toMatchObject({ userId: older, route: 'follower' })
  })
})

describe('somebody who follows signs in by OAuth', () => {
  it('the identity belongs to the route of the sign-in from then on, and stays when they unfollow', async () => {
    const userId = await comes('alice')
    expect(await signIn('alice', 'news', 'oauth-official-account')).toBe(userId)
    expect(identity('news', 'alice')).toMatchObject({ route: 'oauth-official-account' })
    await world.beginSession('alice', 'news')
    await goes('alice')
    await minutes(3)
    expect(identity('news', 'alice')).toMatchObject({ userId, route: 'oauth-official-account' })
    expect(user(userId)).toMatchObject({ status: 'active' })
    expect(world.documents('sessions')).toHaveLength(1)
    expect(world.lines('follower.forgotten')).toEqual([])
  })

  it('without a unionid (snsapi_base) too', async () => {
    await comes('alice')
    await signInWithout('alice', 'news', 'oauth-official-account')
    await goes('alice')
    expect(identity('news', 'alice')).toMatchObject({ route: 'oauth-official-account' })
    expect(union('alice')).toBeDefined()
  })

  it('and follows again later: the identity stays the one of the sign-in', async () => {
    await comes('alice')
    await signIn('alice', 'news', 'oauth-official-account')
    await goes('alice')
    world.advance('1d')
    await comes('alice')
    expect(identity('news', 'alice')).toMatchObject({ route: 'oauth-official-account' })
  })
})

describe('somebody who has never signed in follows no more', () => {
  it('the identity goes; the union stays, because a mini-program has proved it', async () => {
    const userId = await signIn('alice', 'shop')
    await comes('alice')
    await world.beginSession('alice', 'shop')
    const told: Told[] = []
    await goes('alice', 'news', told)
    expect(identity('news', 'alice')).toBeUndefined()
    expect(union('alice')).toMatchObject({ userId })
    expect(user(userId)).toMatchObject({ status: 'active', unions: [{ platform: 'main' }] })
    expect(world.lines('follower.forgotten')).toMatchObject([{ actor: 'system', app: 'news' }])
    expect(world.documents('sessions')).toHaveLength(1)
    expect(typesOf(told)).not.toContain('user.deleted')
    expect(await signIn('alice', 'shop')).toBe(userId)
  })

  it('the union goes too, if nothing else has proved it', async () => {
    const userId = await signInWithout('alice', 'shop')
    world.advance('1m')
    const other = await comes('alice')
    await mergeByHand(userId, other)
    await minutes(3)
    expect(identity('news', 'alice')).toMatchObject({ userId })
    await goes('alice')
    expect(identity('news', 'alice')).toBeUndefined()
    expect(union('alice')).toBeUndefined()
    expect(user(userId)).toMatchObject({ status: 'active', unions: [] })
    expect(identity('shop', 'alice')).toMatchObject({ userId })
  })

  it('an account that consists of nothing else is deleted at once, and its sessions end', async () => {
    const userId = await comes('alice')
    await world.beginSession('alice', 'news')
    const told: Told[] = []
    await goes('alice', 'news', told)
    await minutes(3, { told })
    expect(world.documents('identities')).toEqual([])
    expect(user(userId)).toMatchObject({ _id: userId, status: 'deleted', unions: [] })
    expect(world.documents('sessions')).toEqual([])
    expect(told).toContainEqual(expect.objectContaining({ type: 'user.deleted', userId }))
    expect(typesOf(told).filter((type) => type === 'user.deleted')).toHaveLength(1)
    // What told of them goes with them.
    expect(world.jobs('push')).toEqual([])
    expect(JSON.stringify(world.documents('audit'))).not.toContain(openidIn('news', 'alice'))
  })

  it('two accounts that they followed: one goes, the other stays', async () => {
    const userId = await comes('alice')
    follow('alice', 'daily')
    await tell('alice', 'subscribe', 'daily')
    await run()
    expect(identity('daily', 'alice')).toMatchObject({ userId })
    await goes('alice')
    expect(identity('news', 'alice')).toBeUndefined()
    expect(identity('daily', 'alice')).toMatchObject({ userId })
    expect(user(userId)).toMatchObject({ status: 'active' })
  })

  it('nothing happens about somebody who is not known, and WeChat is asked once', async () => {
    await tell('alice', 'unsubscribe')
    await run()
    expect(world.documents('users')).toEqual([])
    expect(world.job('push')).toMatchObject({ state: 'finished' })
  })

  it('and an administrator has merged what they were with somebody: it is removed from the account that it is in now', async () => {
    const shop = await signIn('bob', 'shop')
    world.advance('1m')
    const follower = await comes('alice')
    await mergeByHand(shop, follower)
    // At once, while the identity may still point at the tombstone.
    await goes('alice')
    await minutes(3)
    expect(identity('news', 'alice')).toBeUndefined()
    expect(user(shop)).toMatchObject({ status: 'active' })
    expect(identity('shop', 'bob')).toMatchObject({ userId: shop })
  })
})

describe('what comes in another order', () => {
  it('an unsubscribe that overtakes the subscribe after it does no harm', async () => {
    const userId = await comes('alice')
    unfollow('alice')
    follow('alice')
    await tell('alice', 'subscribe')
    await tell('alice', 'unsubscribe')
    await run()
    expect(identity('news', 'alice')).toMatchObject({ userId })
    expect(user(userId)).not.toHaveProperty('deletion')
  })

  it('a subscribe that comes after the unsubscribe that ended it brings nobody back', async () => {
    await tell('alice', 'unsubscribe')
    await tell('alice', 'subscribe')
    await run()
    await minutes(3)
    expect(world.documents('identities')).toEqual([])
  })

  it('end and new beginning within one run leave the account as it was', async () => {
    const userId = await comes('alice')
    unfollow('alice')
    await tell('alice', 'unsubscribe')
    follow('alice')
    await tell('alice', 'subscribe')
    await run()
    await minutes(3)
    expect(identity('news', 'alice')).toMatchObject({ userId })
    expect(user(userId)).toMatchObject({ status: 'active' })
  })

  it('end, and a new beginning in the next run: a new account, nothing of the old one comes back', async () => {
    const userId = await comes('alice')
    await goes('alice')
    world.advance('1m')
    const again = await comes('alice')
    expect(again).not.toBe(userId)
    await minutes(3)
    expect(identity('news', 'alice')).toMatchObject({ userId: again })
    expect(user(again)).toMatchObject({ status: 'active' })
    expect(user(userId)).toMatchObject({ status: 'deleted' })
  })
})
