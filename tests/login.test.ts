import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createOneIdWorld, loginWithout, signedIn } from './oneIdWorld.ts'

let world: TestWorld

beforeEach(async () => {
  world = await createOneIdWorld()
})
afterEach(() => world.close())

const login = async (person: string, app: string) =>
  signedIn(await world.person(person).in(app).call('login'))

/** Database requests of the last call: what CloudBase would bill. */
const requests = (): readonly string[] =>
  world
    .calls()
    .at(-1)
    ?.requests.map(({ action }) => action) ?? []

const identities = () => world.database.documents('identities')

/** The requests that the budget counts: keys with their users, and writes. */
const READ = 'database.aggregateDocuments'
const INSERT = 'database.insertDocument'
const UPDATE = 'database.modifyDocument'

describe('login through the real SDK', () => {
  it('makes an account at the first sign-in and finds it at the second', async () => {
    const first = await login('alice', 'shop')
    expect(first).toEqual({
      ok: true,
      userId: expect.stringMatching(/^u[A-Za-z0-9_-]{22}$/),
      isNew: true,
      unionid: 'known',
    })
    expect(await login('alice', 'shop')).toEqual({ ...first, isNew: false })
  })

  it('is one account in all apps of an open platform, and another for another person', async () => {
    const { userId } = await login('alice', 'shop')
    expect(await login('alice', 'club')).toMatchObject({ userId, isNew: false, unionid: 'known' })
    expect((await login('bob', 'shop')).userId).not.toBe(userId)
  })

  it('is another account in an app that is bound to nothing, and says why the unionid is missing', async () => {
    const { userId } = await login('alice', 'shop')
    const lab = await login('alice', 'lab')
    expect(lab.userId).not.toBe(userId)
    expect(lab).toMatchObject({ unionid: 'missing', reason: 'APP_NOT_BOUND', nextRoutes: [] })
  })

  it('names the next routes when a bound app got no unionid, and attaches it when it comes', async () => {
    const { appid, openid, unionid } = world.person('alice').in('shop')
    const withoutUnionid = { source: 'wx_client', appid, openid } as const
    const first = signedIn(await world.callAs(withoutUnionid, 'login'))
    expect(first).toMatchObject({
      unionid: 'missing',
      reason: 'NOT_PROVIDED',
      nextRoutes: ['open-data', 'paid-order'],
    })
    expect(unionid).toBeDefined()
    expect(await login('alice', 'shop')).toMatchObject({ userId: first.userId, unionid: 'known' })
    expect(await login('alice', 'club')).toMatchObject({ userId: first.userId })
    // What is known stays known, whatever a later call brings.
    expect(await world.callAs(withoutUnionid, 'login')).toMatchObject({
      userId: first.userId,
      unionid: 'known',
    })
  })

  it('keeps the account over a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'oneid-data-'))
    const storage = { file: join(folder, 'database.sqlite') }
    const before = await createOneIdWorld({ storage })
    const { userId } = signedIn(await before.person('alice').in('shop').call('login'))
    await before.close()
    const after = await createOneIdWorld({ storage })
    expect(await after.person('alice').in('club').call('login')).toMatchObject({ userId, isNew: false })
    await after.close()
    rmSync(folder, { recursive: true, force: true })
  })
})

describe('what a login costs', () => {
  it('3 requests for a new account, 1 for a known one, 2 for another app of it', async () => {
    await login('alice', 'shop')
    expect(requests()).toEqual([READ, INSERT, INSERT])
    await login('alice', 'shop')
    expect(requests()).toEqual([READ])
    await login('alice', 'club')
    expect(requests()).toEqual([READ, INSERT])
    await login('alice', 'lab')
    expect(requests()).toEqual([READ, INSERT, INSERT])
    await login('alice', 'lab')
    expect(requests()).toEqual([READ])
  })

  it('4 requests when the unionid of a known account comes later', async () => {
    const { appid, openid } = world.person('alice').in('shop')
    await world.callAs({ source: 'wx_client', appid, openid }, 'login')
    await login('alice', 'shop')
    expect(requests()).toEqual([READ, UPDATE, INSERT, UPDATE])
  })

  it('1 write more on the first login of a day in Beijing, to remember it', async () => {
    await login('alice', 'shop')
    // Midnight there is 16:00 UTC.
    const untilMidnight = 86_400_000 - ((world.clock.now() + 8 * 3_600_000) % 86_400_000)
    world.clock.advance(untilMidnight - 60_000)
    await login('alice', 'shop')
    expect(requests()).toEqual([READ])
    world.clock.advance('1m')
    await login('alice', 'shop')
    expect(requests()).toEqual([READ, UPDATE])
    await login('alice', 'shop')
    expect(requests()).toEqual([READ])
  })
})

describe('the log', () => {
  it('counts the requests of a call as the database does, a merge and its transaction among them', async () => {
    await loginWithout(world, 'alice', 'shop')
    world.clock.advance('1m')
    await login('alice', 'club')
    await login('alice', 'shop')
    await login('alice', 'lab')
    const counted = world.calls().map(({ logs, requests: sent }) => ({
      noted: Object(JSON.parse(logs[0]?.text ?? '{}')).requests,
      sent: sent.filter(({ action }) => action.startsWith('database.')).length,
    }))
    expect(counted.map(({ noted }) => noted)).toEqual(counted.map(({ sent }) => sent))
    expect(counted.map(({ sent }) => sent)).toEqual([3, 3, 13, 3])
  })
})

describe('what must not happen', () => {
  it('A23: eight first logins at once make one account', async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, () => login('alice', 'shop')))
    expect(new Set(replies.map(({ userId }) => userId)).size).toBe(1)
    expect(replies.filter(({ isNew }) => isNew)).toHaveLength(1)
  })

  it('A23: eight first logins at once in two bound apps make one account', async () => {
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, n) => login('alice', n % 2 === 0 ? 'shop' : 'club')),
    )
    const [userId] = replies.map((reply) => reply.userId)
    expect(replies.map((reply) => reply.userId)).toEqual(replies.map(() => userId))
    expect(identities().map((document) => document['userId'])).toEqual([userId, userId, userId])
  })

  it.each(['wx_http', 'wx_trigger', ''] as const)(
    'A3: a call from "%s" has no identity and asks the database nothing',
    async (source) => {
      expect(await world.callAs({ source }, 'login', { openid: 'oForgedForgedForged' })).toEqual({
        ok: false,
        code: 'NO_WECHAT_IDENTITY',
        message: '请在微信中打开小程序后重试',
        requestId: world.calls().at(-1)?.requestId,
      })
      expect(requests()).toEqual([])
    },
  )

  it('A1: ids in the event are not looked at', async () => {
    const { userId } = await login('alice', 'shop')
    const forged = {
      openid: world.person('alice').in('shop').openid,
      userId,
      unionid: world.person('alice').in('shop').unionid,
    }
    const bob = signedIn(
      await world
        .person('bob')
        .in('shop')
        .call('login', { ...forged, OPENID: forged.openid, userInfo: { openId: forged.openid } }),
    )
    expect(bob).toMatchObject({ isNew: true })
    expect(bob.userId).not.toBe(userId)
  })

  it('A36: neither a reply nor a log line carries an openid or a unionid', async () => {
    const { openid, unionid } = world.person('alice').in('shop')
    const replies = [await login('alice', 'shop'), await login('alice', 'shop'), await login('alice', 'club')]
    const shown = JSON.stringify([replies, world.calls().map(({ logs }) => logs)])
    expect(shown).toContain('"decision')
    expect(shown).not.toContain(openid)
    expect(shown).not.toContain(unionid)
  })

  it('another unionid for a known identity is a conflict: nothing is overwritten, the person signs in', async () => {
    const { appid, openid } = world.person('alice').in('shop')
    const first = await login('alice', 'shop')
    const before = identities()
    const other = world.person('bob').in('shop').unionid ?? ''
    const reply = await world.callAs({ source: 'wx_client', appid, openid, unionid: other }, 'login')
    expect(reply).toEqual({ ...first, isNew: false })
    // Noted for an administrator, once, and nothing else.
    expect(requests()).toEqual([READ, UPDATE])
    expect(identities().map(({ conflict, ...rest }) => rest)).toEqual(before)
    await world.callAs({ source: 'wx_client', appid, openid, unionid: other }, 'login')
    expect(requests()).toEqual([READ])
    expect(world.calls().at(-1)?.logs[0]?.text).toContain('IDENTITY_HAS_OTHER_UNIONID')
  })

  it('an app that is not registered is refused', async () => {
    const reply = await world.callAs(
      { source: 'wx_client', appid: 'wxffffffffffffffff', openid: 'oSomebodySomewhere' },
      'login',
    )
    expect(reply).toMatchObject({ ok: false, code: 'APP_NOT_REGISTERED' })
    expect(requests()).toEqual([])
  })

  it('a missing collection is said, and nothing is half-written', async () => {
    const bare = await createOneIdWorld({ collections: [{ name: 'identities' }] })
    expect(await bare.person('alice').in('shop').call('login')).toMatchObject({
      ok: false,
      code: 'COLLECTION_MISSING',
    })
    expect(bare.database.documents('identities')).toEqual([])
    await bare.close()
  })
})
