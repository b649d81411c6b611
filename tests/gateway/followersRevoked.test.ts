import * as v from 'valibot'
import { beforeEach, describe, expect, it } from 'vitest'
import { UserIdSchema } from '../../cloudfunctions/common/base/ids.ts'
import { writePersonalFields } from '../../cloudfunctions/common/store/accounts.ts'
import { cutEverywhere, otherEnds } from './cutting.ts'
import type { Told } from './followersWorld.ts'
import { identityOf, openidIn, useFollowersWorld } from './followersWorld.ts'
import type { AppName } from './officialAccounts.ts'

/**
 * A43, for every kind of app: in this process, because the sample configuration has push settings for one account only.
 * Pages "authorised user information changes" of each kind, 2026-11.
 */

const world = useFollowersWorld()
const { run, minutes, tellRevoked, signIn, user, lines } = world

const PHONE = { sealed: 'sealed', hash: 'hash', lastDigits: '0001', at: 1 }

/** Somebody with sessions in two apps, and all that a person fills in. */
const begin = async (app: AppName): Promise<string> => {
  const userId = await signIn('alice', app)
  await signIn('alice', 'club')
  await world.beginSession('alice', app)
  await world.beginSession('alice', 'club')
  const fields = { nickname: '小爱', avatar: 'cloud://a.png', phone: PHONE }
  await writePersonalFields(world.ports().db, v.parse(UserIdSchema, userId), fields)
  return userId
}
const kept = (userId: string) => {
  const { profile, phone } = user(userId) ?? {}
  return { profile, phone }
}
const sessionsOf = (app: AppName) =>
  world.documents('sessions').filter(({ identity }) => identity === identityOf(app, 'alice'))

const ALL = { profile: { nickname: '小爱', avatar: 'cloud://a.png' }, phone: PHONE }
const NO_PROFILE = { profile: {}, phone: PHONE }

describe('somebody takes back an authorisation', () => {
  it.each<[AppName, number, object]>([
    ['shop', 6, NO_PROFILE],
    ['shop', 8, { profile: ALL.profile, phone: undefined }],
    ['shop', 19, { profile: { avatar: 'cloud://a.png' }, phone: PHONE }],
    ['shop', 20, { profile: { nickname: '小爱' }, phone: PHONE }],
    ['news', 205, NO_PROFILE],
    ['daily', 205, NO_PROFILE],
    ['site', 301, { profile: {}, phone: undefined }],
    ['mobile', 301, { profile: {}, phone: undefined }],
  ])(
    'of %s, number %i: what it was is erased, and the sessions of this app end',
    async (app, number, left) => {
      const userId = await begin(app)
      expect(await tellRevoked('alice', app, 'user_authorization_revoke', number)).toBe('queued')
      await run()
      expect(kept(userId)).toEqual(left)
      expect(sessionsOf(app)).toEqual([])
      expect(sessionsOf('club')).toHaveLength(1)
      expect(lines('account.revoke')).toMatchObject([{ actor: 'system', app }])
      expect(user(userId)).toMatchObject({ status: 'active' })
    },
  )

  it.each<[AppName, number]>([
    ['shop', 13],
    ['news', 201],
  ])('of %s, number %i, which is nothing that is kept: only the sessions end', async (app, number) => {
    const userId = await begin(app)
    await tellRevoked('alice', app, 'user_authorization_revoke', number)
    await run()
    expect(kept(userId)).toEqual(ALL)
    expect(sessionsOf(app)).toEqual([])
    expect(lines('account.revoke')).toEqual([])
  })

  it('three times: the second and the third find nothing to do', async () => {
    const userId = await begin('shop')
    for (let time = 0; time < 3; time++) {
      await tellRevoked('alice', 'shop', 'user_authorization_revoke', 6)
      await minutes(1)
    }
    expect(kept(userId)).toEqual(NO_PROFILE)
    expect(lines('account.revoke')).toHaveLength(1)
    expect(world.jobs('push').map(({ state }) => state)).toEqual(['finished', 'finished', 'finished'])
  })

  it('three times within one run', async () => {
    await begin('site')
    for (let time = 0; time < 3; time++) await tellRevoked('alice', 'site', 'user_authorization_revoke', 301)
    await run()
    expect(lines('account.revoke')).toHaveLength(1)
  })

  it('and what they fill in anew afterwards stays', async () => {
    const userId = await begin('shop')
    await tellRevoked('alice', 'shop', 'user_authorization_revoke', 6)
    await run()
    await writePersonalFields(world.ports().db, v.parse(UserIdSchema, userId), { nickname: '爱丽丝' })
    await minutes(3)
    expect(kept(userId)).toEqual({ profile: { nickname: '爱丽丝' }, phone: PHONE })
  })

  it('of an account that has merged: what the account has now is erased', async () => {
    const older = await world.signInWithout('alice', 'shop')
    world.advance('1m')
    await begin('news')
    expect(await signIn('alice', 'shop')).toBe(older)
    await minutes(3)
    const fields = { nickname: '小爱', phone: PHONE }
    await writePersonalFields(world.ports().db, v.parse(UserIdSchema, older), fields)
    await tellRevoked('alice', 'news', 'user_authorization_revoke', 205)
    await run()
    expect(user(older)).toMatchObject({ phone: PHONE })
    expect(user(older)?.['profile']).not.toHaveProperty('nickname')
  })

  it('killed at any request, it is done and written down all the same', async () => {
    let userId = ''
    const ends = await cutEverywhere(
      async () => {
        await world.clear()
        userId = await begin('shop')
        // What else there is to do is done before.
        await run()
        await tellRevoked('alice', 'shop', 'user_authorization_revoke', 6)
      },
      (gate) => run({ gate }),
      async () => {
        world.advance('3m')
        await run()
        return {
          kept: kept(userId),
          sessions: sessionsOf('shop').length,
          lines: lines('account.revoke').length,
          jobs: world.jobs('push').map(({ state }) => state),
        }
      },
    )
    expect(ends.whole).toEqual({ kept: NO_PROFILE, sessions: 0, lines: 1, jobs: ['finished'] })
    expect(otherEnds(ends)).toEqual([])
  }, 60_000)
})

describe.each<[AppName]>([['shop'], ['news'], ['site'], ['mobile']])(
  'somebody closes the account with %s',
  (app) => {
    it('it is deleted as if they had asked here, and all its sessions end at once', async () => {
      const userId = await begin(app)
      for (let time = 0; time < 3; time++) await tellRevoked('alice', app, 'user_authorization_cancellation')
      const told: Told[] = []
      await run({ told })
      expect(world.documents('sessions')).toEqual([])
      expect(lines('account.delete')).toMatchObject([{ actor: 'system', app }])
      expect(user(userId)).toMatchObject({
        status: 'active',
        deletion: { requestedAt: world.now(), due: world.now() + 7 * 86_400_000 },
      })
      world.advance('7d')
      await run({ told })
      await minutes(3, { told })
      expect(user(userId)).toMatchObject({ status: 'deleted' })
      expect(told.filter(({ type }) => type === 'user.deleted')).toMatchObject([{ userId }])
      expect(world.documents('identities')).toEqual([])
      expect(await signIn('alice', app)).not.toBe(userId)
    })
  },
)

describe('harmless', () => {
  beforeEach(async () => {
    await begin('shop')
  })

  it.each([
    ['user_authorization_revoke', 6],
    ['user_authorization_cancellation', undefined],
  ] as const)('about a person who is not known: %s', async (name, number) => {
    const before = world.documents('users')
    await tellRevoked('bob', 'shop', name, number)
    await run()
    expect(world.documents('users')).toEqual(before)
    expect(world.documents('sessions')).toHaveLength(2)
    expect(world.job('push')).toMatchObject({ state: 'finished' })
  })

  it('about the same person in an app that they have never used', async () => {
    await tellRevoked('alice', 'mobile', 'user_authorization_cancellation')
    await run()
    expect(world.documents('sessions')).toHaveLength(2)
    expect(lines('account.delete')).toEqual([])
  })

  it('user_info_modified: nothing that we have is from there', async () => {
    expect(await tellRevoked('alice', 'shop', 'user_info_modified')).toBe('ignored')
    expect(world.jobs('push')).toEqual([])
  })

  it('A36: neither job nor audit names the person after the account is gone', async () => {
    await tellRevoked('alice', 'shop', 'user_authorization_cancellation')
    await run()
    world.advance('7d')
    await minutes(4)
    const left = ['jobs', 'audit', 'sessions', 'identities', 'users', 'ephemeral'].map(world.documents)
    expect(JSON.stringify(left)).not.toContain(openidIn('shop', 'alice'))
  })
})
