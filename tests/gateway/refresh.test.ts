import * as v from 'valibot'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { becomeAdministrator, login, loginWithout, requestsOf, resetWorld } from '../oneIdWorld.ts'
import type { GatewayWorld } from './gatewayWorld.ts'
import { answerOf, BEGIN, openGateway } from './gatewayWorld.ts'

/** What becomes of a session: refreshed, stolen, ended, and what its account goes through meanwhile. */

let gateway: GatewayWorld

beforeAll(async () => {
  gateway = await openGateway({ world: { clock: { frozenAt: BEGIN } } })
})
beforeEach(() => resetWorld(gateway.world))
afterAll(() => gateway.close())

const documents = (collection: string) => gateway.world.database.documents(collection)
const auditLines = () => documents('audit').map(({ what }) => what)
const wait = (duration: string) => gateway.world.clock.advance(duration)
const ask = (refreshToken: string, app = 'shop') => gateway.post('/sessions/refresh', { app, refreshToken })
const refresh = async (refreshToken: string, app = 'shop') =>
  answerOf('refreshed', await ask(refreshToken, app))
const account = (bearer: string, action = 'me') => gateway.post('/account', { action }, bearer)
const refusal = (code: string) => ({ status: 401, body: { ok: false, code } })
const ENDED = refusal('SESSION_ENDED')
const REUSED = refusal('REFRESH_TOKEN_REUSED')

describe('a refresh token', () => {
  it('gives new tokens when the access token has expired; 3 requests', async () => {
    const first = await gateway.signIn('bob', 'shop')
    wait('10m')
    expect(await account(first.accessToken)).toMatchObject(refusal('TOKEN_EXPIRED'))
    const second = await refresh(first.refreshToken)
    expect(requestsOf(gateway.world)).toEqual(['aggregateDocuments', 'aggregateDocuments', 'modifyDocument'])
    expect(second).toMatchObject({ userId: first.userId, expiresIn: 600, refreshExpiresIn: 30 * 86_400 })
    expect(second.refreshToken).not.toBe(first.refreshToken)
    expect(await account(second.accessToken)).toMatchObject({ status: 200, body: { userId: first.userId } })
  })

  it('whose answer was lost gives the same successor, for 30 s; 2 requests', async () => {
    const first = await gateway.signIn('alice', 'shop')
    const second = await refresh(first.refreshToken)
    for (const duration of ['0s', '29s', '1s']) {
      wait(duration)
      const again = await refresh(first.refreshToken)
      expect(requestsOf(gateway.world)).toEqual(['aggregateDocuments', 'aggregateDocuments'])
      expect(again.refreshToken).toBe(second.refreshToken)
      expect(await account(again.accessToken)).toMatchObject({ status: 200 })
    }
    expect(await refresh(second.refreshToken)).toMatchObject({ userId: first.userId })
  })

  it('A35: that comes again later ends the session for everybody, and is noted once', async () => {
    const first = await gateway.signIn('alice', 'shop')
    const second = await refresh(first.refreshToken)
    wait('30s1ms')
    expect(await ask(first.refreshToken)).toMatchObject(REUSED)
    for (const { refreshToken } of [first, second]) expect(await ask(refreshToken)).toMatchObject(ENDED)
    expect(await account(second.accessToken)).toMatchObject(ENDED)
    expect(auditLines()).toEqual(['session.reused'])
    expect(JSON.stringify(documents('audit'))).not.toContain(first.userId)
  })

  it('A35: that is older than the one before the last ends it at once', async () => {
    const first = await gateway.signIn('alice', 'shop')
    const second = await refresh(first.refreshToken)
    const third = await refresh(second.refreshToken)
    expect(await ask(first.refreshToken)).toMatchObject(REUSED)
    expect(await ask(third.refreshToken)).toMatchObject(ENDED)
  })

  it('A35: ends no other session of the person', async () => {
    const [stolen, other] = [await gateway.signIn('alice', 'shop'), await gateway.signIn('alice', 'shop')]
    const next = await refresh(stolen.refreshToken)
    await refresh(next.refreshToken)
    expect(await ask(stolen.refreshToken)).toMatchObject(REUSED)
    expect(await refresh(other.refreshToken)).toMatchObject({ userId: stolen.userId })
  })

  it('that comes eight times at once gives all of them the same successor', async () => {
    const first = await gateway.signIn('alice', 'shop')
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(first.refreshToken)))
    const successors = new Set(answers.map(({ refreshToken }) => refreshToken))
    expect(successors.size).toBe(1)
    expect(documents('sessions')).toMatchObject([{ generation: 2 }])
    expect(await refresh([...successors][0] ?? '')).toMatchObject({ userId: first.userId })
  })

  it('A18: is worth nothing in another app, and the session goes on', async () => {
    const first = await gateway.signIn('alice', 'shop')
    for (const app of ['club', 'news', 'nobody']) {
      expect(await ask(first.refreshToken, app)).toMatchObject(refusal('TOKEN_INVALID'))
      expect(requestsOf(gateway.world)).toEqual([])
      const end = { app, refreshToken: first.refreshToken }
      expect(await gateway.post('/sessions/end', end)).toMatchObject(refusal('TOKEN_INVALID'))
    }
    expect(await refresh(first.refreshToken)).toMatchObject({ userId: first.userId })
  })

  it('keeps a session for 30 days from its last use', async () => {
    const first = await gateway.signIn('alice', 'shop')
    wait('29d')
    const second = await refresh(first.refreshToken)
    wait('29d')
    const third = await refresh(second.refreshToken)
    wait('30d')
    expect(await ask(third.refreshToken)).toMatchObject(refusal('TOKEN_EXPIRED'))
  })

  it('is stored nowhere', async () => {
    const { refreshToken } = await gateway.signIn('alice', 'shop')
    const [, , signature = ''] = refreshToken.split('.')
    const stored = gateway.world.database.collections().flatMap(({ name }) => documents(name))
    expect(JSON.stringify(stored)).not.toContain(signature)
  })
})

describe('signing out', () => {
  it('here ends this session at once, and may be done again', async () => {
    const [here, there] = [await gateway.signIn('alice', 'shop'), await gateway.signIn('alice', 'shop')]
    const end = () => gateway.post('/sessions/end', { app: 'shop', refreshToken: here.refreshToken })
    expect(await end()).toMatchObject({ status: 200, body: { ok: true } })
    expect(await end()).toMatchObject({ status: 200, body: { ok: true } })
    expect(await account(here.accessToken)).toMatchObject(ENDED)
    expect(await ask(here.refreshToken)).toMatchObject(ENDED)
    expect(await account(there.accessToken)).toMatchObject({ status: 200 })
  })

  it('everywhere ends all sessions of the account, and nobody else’s', async () => {
    const apps = ['shop', 'club', 'shop']
    const mine = await Promise.all(apps.map((app) => gateway.signIn('alice', app)))
    const bobs = await gateway.signIn('bob', 'shop')
    const end = await gateway.post('/sessions/end-all', {}, mine[0]?.accessToken)
    expect(end).toMatchObject({ status: 200, body: { ok: true } })
    for (const { accessToken } of mine) expect(await account(accessToken)).toMatchObject(ENDED)
    for (const [at, { refreshToken }] of mine.entries())
      expect(await ask(refreshToken, apps[at])).toMatchObject(ENDED)
    expect(await account(bobs.accessToken)).toMatchObject({ status: 200 })
    expect(auditLines()).toEqual(['session.endAll'])
  })
})

describe('while the account goes on', () => {
  /** Alice without a unionid in shop; then, a minute later, in club: two accounts until the unionid comes in shop. */
  const twoAccounts = async () => {
    const { userId: older } = await loginWithout(gateway.world, 'alice', 'shop')
    wait('1m')
    const session = await gateway.signIn('alice', 'club')
    expect(session.userId).not.toBe(older)
    return { older, session }
  }
  const merge = () => login(gateway.world, 'alice', 'shop')

  it('A25: after a merge the old access token shows the survivor, and the next one is the survivor’s', async () => {
    const { older, session } = await twoAccounts()
    await merge()
    expect(await account(session.accessToken)).toMatchObject({ status: 200, body: { userId: older } })
    const next = await refresh(session.refreshToken, 'club')
    expect(next.userId).toBe(older)
    expect(await account(next.accessToken)).toMatchObject({ status: 200, body: { userId: older } })
    expect(documents('sessions')).toMatchObject([{ userId: older }])
  })

  it('after a split the session belongs to the account that is back', async () => {
    const { older, session } = await twoAccounts()
    await merge()
    const merged = await refresh(session.refreshToken, 'club')
    expect(merged.userId).toBe(older)
    await becomeAdministrator(gateway.world, 'bob')
    const [{ _id: mergeId } = {}] = documents('merges')
    const split = { action: 'split', mergeId, reason: 'they are two people' }
    expect(await gateway.world.person('bob').in('shop').call('admin', split)).toMatchObject({ ok: true })
    await gateway.world.timers.fire('jobs')
    expect(await refresh(merged.refreshToken, 'club')).toMatchObject({ userId: session.userId })
  })

  it('after an unlink the session of that app has ended, and no other', async () => {
    const [shop, club] = [await gateway.signIn('alice', 'shop'), await gateway.signIn('alice', 'club')]
    const IdentitiesSchema = v.object({
      identities: v.array(v.looseObject({ id: v.string(), app: v.string() })),
    })
    const { identities } = v.parse(IdentitiesSchema, (await account(shop.accessToken, 'identities')).body)
    const id = identities.find(({ app }) => app === 'club')?.id
    const unlink = await gateway.post('/account', { action: 'unlink', id }, shop.accessToken)
    expect(unlink).toMatchObject({ status: 200 })
    expect(await ask(club.refreshToken, 'club')).toMatchObject(ENDED)
    expect(await account(club.accessToken)).toMatchObject(ENDED)
    expect(await refresh(shop.refreshToken)).toMatchObject({ userId: shop.userId })
  })

  it('A44: after a deletion it has ended, and who comes back is somebody new', async () => {
    const first = await gateway.signIn('alice', 'shop')
    expect(await account(first.accessToken, 'delete')).toMatchObject({ status: 200 })
    wait('6d')
    const pending = await refresh(first.refreshToken)
    expect(await account(pending.accessToken)).toMatchObject({ body: { deletionDue: expect.any(Number) } })
    wait('1d')
    await gateway.world.timers.fire('jobs')
    expect(await ask(pending.refreshToken)).toMatchObject(ENDED)
    const second = await gateway.signIn('alice', 'shop')
    expect(second.isNew).toBe(true)
    expect(second.userId).not.toBe(first.userId)
    for (const { refreshToken } of [first, pending]) expect(await ask(refreshToken)).toMatchObject(ENDED)
  })
})
