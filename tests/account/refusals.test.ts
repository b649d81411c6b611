import { EJSON } from 'bson'
import { describe, expect, it } from 'vitest'
import { CALLER, GUEST, NUMBER, useAccountWorld } from './accountWorld.ts'

const { world, phone, account, login, everything, requests } = useAccountWorld()

describe('what every action refuses', () => {
  const ACTIONS = [
    { action: 'me' },
    { action: 'profile', nickname: 'x' },
    { action: 'phone', code: 'codecodecode' },
    { action: 'identities' },
    { action: 'unlink', id: `wx-${'a'.repeat(32)}` },
    { action: 'claimGuest', guestId: GUEST },
    { action: 'export' },
    { action: 'delete' },
    { action: 'cancelDeletion' },
  ]

  it('NOT_SIGNED_IN without an account; nothing written, nothing paid', async () => {
    for (const data of ACTIONS) {
      expect(await account('alice', data)).toMatchObject({ ok: false, code: 'NOT_SIGNED_IN' })
      expect(requests()).toEqual([CALLER])
    }
    expect(everything()).toEqual([])
  })

  it('A3: no person, no answer', async () => {
    await login('alice')
    const { openid, appid } = phone('alice')
    for (const data of ACTIONS) {
      const reply = await world().callAs({ source: 'wx_http', openid, appid }, 'account', data)
      expect(reply).toMatchObject({ ok: false, code: 'NO_WECHAT_IDENTITY' })
      expect(requests()).toEqual([])
    }
  })

  const MALFORMED: readonly [field: string, data: object][] = [
    ['action', {}],
    ['action', { action: 'everything' }],
    ['action', { action: ['me'] }],
    ['nickname', { action: 'profile', nickname: 'x'.repeat(65) }],
    ['nickname', { action: 'profile', nickname: { $gt: '' } }],
    ['avatar', { action: 'profile', avatar: 'javascript:alert(1)' }],
    ['avatar', { action: 'profile', nickname: 'kept?', avatar: 'http://example.com/a.png' }],
    ['code', { action: 'phone' }],
    ['code', { action: 'phone', code: 'a&secret=b' }],
    ['id', { action: 'unlink' }],
    ['id', { action: 'unlink', id: { $ne: '' } }],
    ['guestId', { action: 'claimGuest', guestId: '1' }],
    ['guestId', { action: 'claimGuest', guestId: '00000000-0000-0000-0000-000000000000' }],
  ]

  it('INPUT_INVALID names the field, and nothing is read or written', async () => {
    await login('alice')
    const before = everything()
    for (const [field, data] of MALFORMED) {
      expect(await account('alice', data)).toMatchObject({ ok: false, code: 'INPUT_INVALID', field })
      expect(requests()).toEqual([])
    }
    expect(everything()).toEqual(before)
  })

  it('A1: ids in the event change nobody else', async () => {
    const userId = await login('alice')
    await login('bob')
    const { openid, appid } = phone('alice')
    const forged = { userId, openid, OPENID: openid, userInfo: { openId: openid, appId: appid } }
    await account('bob', { action: 'profile', nickname: 'Bob', ...forged })
    expect(await account('alice', { action: 'me' })).not.toHaveProperty('nickname')
  })
})

describe('what is told to nobody', () => {
  it('A36: no reply but an export, and no log line, holds an openid or a unionid', async () => {
    const userId = await login('alice')
    await login('alice', 'club')
    const replies = [
      await account('alice', { action: 'profile', nickname: 'A' }),
      await account('alice', { action: 'phone', code: await phone('alice').phoneCode() }),
      await account('alice', { action: 'claimGuest', guestId: GUEST }),
      await account('alice', { action: 'delete' }),
      await account('alice', { action: 'cancelDeletion' }),
      await account('alice', { action: 'identities' }),
      await account('alice', { action: 'unlink', id: `wx-${'a'.repeat(32)}` }),
      await account('alice', { action: 'me' }),
    ]
    await account('alice', { action: 'export' })
    const shown = JSON.stringify([
      replies,
      world()
        .calls()
        .map(({ logs }) => logs),
    ])
    expect(shown).toContain(userId)
    for (const { openid, unionid } of [phone('alice'), phone('alice', 'club')]) {
      expect(shown).not.toContain(openid)
      expect(shown).not.toContain(unionid)
    }
    expect(shown).not.toContain(NUMBER)
  })

  it('A37: every collection is closed to clients', async () => {
    await login('alice')
    const { appid } = phone('alice')
    const ask = async (collectionName: string, action: string, more: object) => {
      const body = JSON.stringify({
        collectionName,
        action: `database.${action}`,
        queryType: 'WHERE',
        ...more,
      })
      const headers = { 'content-type': 'application/json', 'x-person': 'alice', 'x-app': appid }
      return (await fetch(`${world().url}/__cloud/database`, { method: 'POST', headers, body })).json()
    }
    const collections = world()
      .database.collections()
      .map(({ name }) => name)
    expect(collections).toContain('users')
    for (const name of collections) {
      const query = EJSON.stringify({})
      const denied = { errCode: -502003 }
      expect(await ask(name, 'getDocument', { query, limit: 1 })).toMatchObject(denied)
      expect(await ask(name, 'insertDocument', { data: [EJSON.stringify({ a: 1 })] })).toMatchObject(denied)
      const change = { query, multi: true, data: EJSON.stringify({ $set: { userId: 'u' } }) }
      expect(await ask(name, 'modifyDocument', change)).toMatchObject(denied)
      expect(await ask(name, 'removeDocument', { query, multi: true })).toMatchObject(denied)
    }
  })
})
