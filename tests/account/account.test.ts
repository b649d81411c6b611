import { describe, expect, it } from 'vitest'
import { claimGuest } from '../../cloudfunctions/common/flows/account/claimGuest.ts'
import { openDatabase } from '../../cloudfunctions/common/runtime/cloud.ts'
import { CALLER, GET, GUEST, INSERT, UPDATE, useAccountWorld } from './accountWorld.ts'

const { world, account, documents, login, loginWithout, users, everything, auditLines, requests, callOf } =
  useAccountWorld()

describe('me', () => {
  it('is the account of who calls, in any app; 1 request', async () => {
    const userId = await login('alice')
    await login('alice', 'club')
    const reply = await account('alice', { action: 'me' }, 'club')
    expect(reply).toEqual({ ok: true, userId, createdAt: expect.any(Number), administrator: false })
    expect(requests()).toEqual([CALLER])
  })

  it('shows an administrator’s right only to an identity of the account itself', async () => {
    const [alice, bob] = [await login('alice'), await login('bob')]
    const change = (id: string, data: object) => openDatabase().collection('users').doc(id).update({ data })
    await change(bob, { administrator: true })
    expect(await account('bob', { action: 'me' })).toMatchObject({ administrator: true })
    await change(alice, { status: 'merged', mergedInto: bob, mergeId: `mg-${'a'.repeat(32)}` })
    expect(await account('alice', { action: 'me' })).toMatchObject({ userId: bob, administrator: false })
  })
})

describe('profile', () => {
  it('is trimmed and kept, and an empty text removes; 3 requests, 1 if nothing changes', async () => {
    await login('alice')
    const avatar = 'cloud://local.6c6f/avatars/1.png'
    expect(await account('alice', { action: 'profile', nickname: '  小明 ', avatar })).toMatchObject({
      nickname: '小明',
      avatar,
    })
    expect(requests()).toEqual([CALLER, UPDATE, INSERT])
    expect(users()).toMatchObject([{ profile: { nickname: '小明', avatar }, version: 1 }])

    const before = everything()
    await account('alice', { action: 'profile', nickname: '小明' })
    expect(requests()).toEqual([CALLER])
    expect(everything()).toEqual(before)

    await account('alice', { action: 'profile', nickname: ' ' })
    const me = await account('alice', { action: 'me' })
    expect(me).toMatchObject({ avatar })
    expect(me).not.toHaveProperty('nickname')
    expect(auditLines()).toEqual(['account.profile', 'account.profile'])
  })
})

describe('identities', () => {
  it('lists the apps in which the person is known, and no openid; 2 requests', async () => {
    await login('alice')
    world().clock.advance('1m')
    await login('alice', 'club')
    const item = { id: expect.stringMatching(/^wx-[\w-]{32}$/), firstSeen: expect.any(Number) }
    const more = { kind: 'mini-program', lastSeen: expect.any(Number), unionid: 'known' }
    expect(await account('alice', { action: 'identities' }, 'club')).toEqual({
      ok: true,
      identities: [
        { ...item, ...more, app: 'shop', current: false },
        { ...item, ...more, app: 'club', current: true },
      ],
    })
    expect(requests()).toEqual([CALLER, GET])
  })

  it('shows what has become of an app: of none it is unknown, without unionid it is missing', async () => {
    await login('alice', 'lab')
    expect(await account('alice', { action: 'identities' }, 'lab')).toMatchObject({
      identities: [{ app: 'lab', unionid: 'missing' }],
    })
    const gone = { appid: 'wx0123456789abcdef' }
    await openDatabase().collection('identities').where({ kind: 'identity' }).update({ data: gone })
    expect(await account('alice', { action: 'identities' }, 'lab')).toMatchObject({
      identities: [{ app: 'unknown', kind: 'unknown' }],
    })
  })
})

describe('claimGuest', () => {
  it('is done once, by one account; 3 requests, 4 the second time', async () => {
    await login('alice')
    await login('bob')
    const claim = (person: string, guestId = GUEST) => account(person, { action: 'claimGuest', guestId })
    expect(await claim('alice')).toEqual({ ok: true })
    expect(requests()).toEqual([CALLER, INSERT, INSERT])
    const before = everything()
    expect(await claim('alice', GUEST.toUpperCase())).toEqual({ ok: true })
    expect(requests()).toEqual([CALLER, INSERT, GET, GET])
    expect(await claim('bob')).toMatchObject({ ok: false, code: 'GUEST_CLAIMED' })
    expect(everything()).toEqual(before)
    expect(JSON.stringify(before)).not.toContain(GUEST)
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
    await loginWithout('alice', 'shop')
    world().clock.advance('1m')
    await login('alice', 'club')
    await claimGuest(callOf('alice', 'club'), GUEST)
    await login('alice', 'shop')
    expect(await claimGuest(callOf('alice', 'shop'), GUEST)).toEqual({ ok: true })
    await login('bob')
    await expect(claimGuest(callOf('bob'), GUEST)).rejects.toMatchObject({ code: 'GUEST_CLAIMED' })
  })
})
