import { describe, expect, it } from 'vitest'
import { OneIdError } from '../../cloudfunctions/common/base/errors.ts'
import { Secret } from '../../cloudfunctions/common/base/secret.ts'
import { useFollowersWorld } from './followersWorld.ts'

// Page of global return codes and page "Get stable access token", 2026-11.

const world = useFollowersWorld()
const { asked } = world

const STABLE = '/cgi-bin/stable_token'
const stored = () => world.documents('ephemeral').find(({ kind }) => kind === 'app-token')

/** A job that needed one has left it behind. */
const tokenIsKept = async (): Promise<void> => {
  world.follow('bob')
  await world.tell('bob', 'subscribe')
  await world.run()
  expect(stored()?.['sealed']).not.toBe('')
}

describe('what a whole job comes to', () => {
  const subscribed = async (): Promise<void> => {
    world.follow('alice')
    await world.tell('alice', 'subscribe')
  }

  // Page of global return codes, 2026-11.
  it.each([
    [-1, 'WECHAT_BUSY'],
    [40001, 'WECHAT_APP_REFUSED'],
    [40002, 'WECHAT_APP_REFUSED'],
    [40013, 'WECHAT_APP_REFUSED'],
    [40125, 'WECHAT_APP_REFUSED'],
    [40164, 'WECHAT_ADDRESS_REFUSED'],
    [40243, 'WECHAT_APP_REFUSED'],
    [41002, 'WECHAT_APP_REFUSED'],
    [41004, 'WECHAT_APP_REFUSED'],
    [43002, 'WECHAT_APP_REFUSED'],
    [45009, 'WECHAT_QUOTA_USED'],
    [45011, 'WECHAT_RATE_LIMITED'],
    [50004, 'WECHAT_APP_REFUSED'],
    [50007, 'WECHAT_APP_REFUSED'],
    [61024, 'WECHAT_APP_REFUSED'],
    [89501, 'WECHAT_APP_REFUSED'],
    [89503, 'WECHAT_APP_REFUSED'],
    [89506, 'WECHAT_APP_REFUSED'],
    [89507, 'WECHAT_APP_REFUSED'],
  ])('when stable_token says %i: %s, and half a minute later it goes on', async (errcode, lastError) => {
    await subscribed()
    await world.faults({ at: 'wechat.api', effect: 'errcode', path: STABLE, errcode, times: 1 })
    await world.run()
    const due = world.now() + 30_000
    expect(world.job('push')).toMatchObject({ state: 'waiting', attempts: 1, lastError, due, leaseUntil: 0 })
    // The lease of the token was given back.
    expect(stored()).toMatchObject({ sealed: '', leaseUntil: 0 })
    world.advance('30s')
    await world.run()
    expect(world.job('push')).toMatchObject({ state: 'finished', attempts: 0 })
    expect(world.job('push')).not.toHaveProperty('lastError')
    expect(world.identity('news', 'alice')).toBeDefined()
  })

  it('when the answer of stable_token is lost', async () => {
    await subscribed()
    await world.faults({ at: 'cgi-bin/stable_token', effect: 'lost-reply', times: 1 })
    await world.run()
    expect(world.job('push')).toMatchObject({ attempts: 1, lastError: 'WECHAT_BUSY' })
  })

  it('without the AppSecret', async () => {
    await subscribed()
    await world.run({
      secretOf: (name) => {
        throw new OneIdError('SECRET_MISSING', name)
      },
    })
    expect(world.job('push')).toMatchObject({ attempts: 1, lastError: 'SECRET_MISSING' })
    expect(asked()).toEqual([])
    expect(stored()).toMatchObject({ leaseUntil: 0 })
  })

  it('with ONEID_SECRET changed since the token was sealed: it goes on', async () => {
    await tokenIsKept()
    await subscribed()
    await world.run({ secret: new Secret('another secret of 32 characters!!') })
    expect(world.jobs('push').map(({ state }) => state)).toEqual(['finished', 'finished'])
  })
})
