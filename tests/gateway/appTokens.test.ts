import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { App } from '../../cloudfunctions/common/base/apps.ts'
import { OneIdError } from '../../cloudfunctions/common/base/errors.ts'
import { Secret } from '../../cloudfunctions/common/base/secret.ts'
import type { TokenDoors } from '../../cloudfunctions/common/flows/appTokens.ts'
import { createWithToken } from '../../cloudfunctions/common/flows/appTokens.ts'
import { createSealing } from '../../cloudfunctions/common/store/sealing.ts'
import { readFollowerPage } from '../../cloudfunctions/common/wechat/followers.ts'
import type { Gate } from '../interleaving.ts'
import { cutAt, gateOf } from '../interleaving.ts'
import { secret } from '../storeWorld.ts'
import { useFollowersWorld } from './followersWorld.ts'
import { config, secretOf } from './officialAccounts.ts'

// Page "Get stable access token", 2026-11: 7,200 s; a new one from five minutes before the end on, and for five minutes
// both work; 40001 for one that is not the latest.

const world = useFollowersWorld()
const { asked } = world

const STABLE = '/cgi-bin/stable_token'
const LIST = '/cgi-bin/user/get'
const INSTANCES = 8

const news: App = (() => {
  const app = config.apps.find(({ alias }) => alias === 'news')
  if (app === undefined) throw new Error('no such app')
  return app
})()

/** What one instance of `jobs` has. */
const instance = (gate?: Gate, more: Partial<TokenDoors> = {}) => {
  const fetch = world.fetchFrom(gate === undefined ? {} : { gate })
  const withToken = createWithToken({
    ports: world.ports(gate),
    sealing: createSealing(secret),
    fetch,
    secretOf,
    ...more,
  })
  return {
    token: () => withToken(news, async (token) => token.reveal()),
    followers: () => withToken(news, (token) => readFollowerPage({ token, fetch })),
  }
}
const atOnce = <Result>(ask: (one: ReturnType<typeof instance>) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: INSTANCES }, () => ask(instance())))

const paths = () => asked().map(({ path }) => path)
const codeOf = (error: unknown) => (error instanceof OneIdError ? error.code : error)
const stored = () => world.documents('ephemeral').find(({ kind }) => kind === 'app-token')

/** Another program of the company forces a new token: the old one dies. */
const forceRefresh = async (): Promise<void> => {
  const body = {
    grant_type: 'client_credential',
    appid: news.appid,
    secret: secretOf('WX_SECRET_NEWS').reveal(),
    force_refresh: true,
  }
  await fetch(`${world.world().url}/wechat/api.weixin.qq.com${STABLE}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

describe('one asks for all', () => {
  it('eight instances on an empty database: WeChat is asked once', async () => {
    const tokens = await atOnce(({ token }) => token())
    expect(new Set(tokens).size).toBe(1)
    expect(paths()).toEqual([STABLE])
  })

  it('request by request, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        await world.clear()
        const gate = gateOf(scheduler)
        const all = Promise.all(Array.from({ length: 4 }, () => instance(gate).token()))
        await scheduler.waitFor(all)
        expect(new Set(await all).size).toBe(1)
        expect(paths()).toEqual([STABLE])
      }),
      { numRuns: 20 },
    )
  })

  it('while it is good nobody asks again', async () => {
    const first = await instance().token()
    world.advance(6_899_999)
    expect(await instance().token()).toBe(first)
    expect(paths()).toEqual([STABLE])
  })

  it('near its end one asks, and the others go on with the old one meanwhile', async () => {
    const old = await instance().token()
    world.advance(6_900_000)
    let answer = () => {}
    const answered = new Promise<void>((resolve) => {
      answer = resolve
    })
    const isAsking = new Promise<void>((resolve) => {
      const slow = instance(undefined, {
        fetch: async (...request) => {
          resolve()
          await answered
          return world.fetchFrom()(...request)
        },
      })
      void slow.token().then((token) => expect(token).not.toBe(old))
    })
    await isAsking
    expect(new Set(await atOnce(({ token }) => token()))).toEqual(new Set([old]))
    // It still works for whoever holds it.
    expect(await instance().followers()).toMatchObject({ total: 0 })
    answer()
    await expect.poll(() => instance().token()).not.toBe(old)
    expect(asked(STABLE)).toHaveLength(2)
  })

  it('after its end they wait for the new one', async () => {
    const old = await instance().token()
    world.advance('3h')
    const tokens = new Set(await atOnce(({ token }) => token()))
    expect(tokens.size).toBe(1)
    expect(tokens.has(old)).toBe(false)
    expect(asked(STABLE)).toHaveLength(2)
  })
})

describe('a token that WeChat refuses', () => {
  it('is dropped, another is fetched, and the question asked once more', async () => {
    await instance().token()
    await forceRefresh()
    world.forgetAsked()
    expect(await instance().followers()).toMatchObject({ total: 0 })
    expect(paths()).toEqual([LIST, STABLE, LIST])
    world.forgetAsked()
    expect(await instance().followers()).toMatchObject({ total: 0 })
    expect(paths()).toEqual([LIST])
  })

  it('by eight at once is replaced once', async () => {
    await instance().token()
    await forceRefresh()
    world.forgetAsked()
    await atOnce(({ followers }) => followers())
    expect(asked(STABLE)).toHaveLength(1)
  })

  it.each([40001, 40014, 42001])('twice (%i) is an error, after two questions', async (errcode) => {
    await world.faults({ at: 'wechat.api', effect: 'errcode', path: LIST, errcode })
    expect(await instance().followers().catch(codeOf)).toBe('WECHAT_TOKEN_REFUSED')
    expect(paths()).toEqual([STABLE, LIST, STABLE, LIST])
  })

  it('and other refusals are not asked about again', async () => {
    await world.faults({ at: 'wechat.api', effect: 'errcode', path: LIST, errcode: 48001 })
    expect(await instance().followers().catch(codeOf)).toBe('WECHAT_APP_REFUSED')
    expect(paths()).toEqual([STABLE, LIST])
  })
})

describe('whoever asks is killed', () => {
  /** Waiting is what moves the clock. */
  const waiting = () => {
    let waited = 0
    const pause = async (ms: number): Promise<void> => {
      waited += ms
      world.advance(ms)
    }
    return { ports: { ...world.ports(), pause }, waited: () => waited }
  }

  // Requests: read the token, take the lease, ask WeChat, write the token.
  it.each([
    ['before WeChat is asked', cutAt(2, 'never sent')],
    ['after WeChat has answered', cutAt(2, 'reply lost')],
    ['before the token is written', cutAt(3, 'never sent')],
  ])('%s: the next goes on when the lease ends, after 10 s', async (_, gate) => {
    await instance(gate)
      .token()
      .catch(() => {})
    const { ports, waited } = waiting()
    expect(await instance(undefined, { ports }).token()).toMatch(/^LOCAL_/)
    expect(waited()).toBe(10_000)
  })

  it('near the end of a good token: nobody waits', async () => {
    const old = await instance().token()
    world.advance(6_900_000)
    await instance(cutAt(2, 'never sent'))
      .token()
      .catch(() => {})
    const { ports, waited } = waiting()
    expect(await instance(undefined, { ports }).token()).toBe(old)
    expect(waited()).toBe(0)
    world.advance(10_000)
    expect(await instance().token()).not.toBe(old)
  })

  it('somebody who never gets an answer says so after a quarter of a minute', async () => {
    await instance(cutAt(2, 'never sent'))
      .token()
      .catch(() => {})
    let pauses = 0
    const pause = async (): Promise<void> => {
      pauses += 1
    }
    const held = instance(undefined, { ports: { ...world.ports(), pause } }).token()
    expect(await held.catch(codeOf)).toBe('WECHAT_BUSY')
    expect(pauses).toBe(60)
  })
})

describe('in the database', () => {
  it('nobody can read it', async () => {
    const token = await instance().token()
    expect(stored()).toMatchObject({ leaseUntil: 0, expires: world.now() + 7_200_000 })
    expect(JSON.stringify(world.documents('ephemeral'))).not.toContain(token)
  })

  it.each<[string, () => Partial<TokenDoors>]>([
    ['sealed with another secret', () => ({ sealing: createSealing(new Secret('x'.repeat(32))) })],
    [
      'altered',
      () => {
        const { open, ...others } = createSealing(secret)
        let opened = 0
        const spoilt = (sealed: string, about: string) =>
          open(opened++ === 0 ? `AAAA${sealed.slice(4)}` : sealed, about)
        return { sealing: { ...others, open: spoilt } }
      },
    ],
  ])('what does not open is replaced: %s', async (_, other) => {
    await instance().token()
    world.forgetAsked()
    const later = instance(undefined, other())
    expect(await later.token()).toMatch(/^LOCAL_/)
    expect(paths()).toEqual([STABLE])
    expect(await later.token()).toMatch(/^LOCAL_/)
    expect(paths()).toEqual([STABLE])
  })

  it('an expired one is swept away, and a good one is not', async () => {
    await instance().token()
    world.advance('1h')
    await world.run()
    expect(stored()).toBeDefined()
    world.advance('2h')
    await world.run()
    expect(stored()).toBeUndefined()
  })
})
