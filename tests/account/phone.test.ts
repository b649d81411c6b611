import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { login as loginIn } from '../oneIdWorld.ts'
import { CALLER, INSERT, NUMBER, UPDATE, useAccountWorld } from './accountWorld.ts'

const { world, phone, account, login, users, everything, auditLines, requests, strike, setPhone } =
  useAccountWorld()

const cloudId = (cloudID: string) => ({ __cloudId: cloudID })

describe('phone', () => {
  it('by code: sealed, with keyed hash and last digits; 4 requests and one paid call', async () => {
    await login('alice')
    const code = await phone('alice').phoneCode()
    expect(await account('alice', { action: 'phone', code })).toMatchObject({ phone: '*******5678' })
    expect(requests()).toEqual([CALLER, INSERT, 'wx.openApi', UPDATE, INSERT])
    expect(users()).toMatchObject([{ phone: { lastDigits: '5678' }, version: 1 }])
    expect(
      JSON.stringify([
        everything(),
        world()
          .calls()
          .map(({ logs }) => logs),
      ]),
    ).not.toContain(NUMBER)
    expect(auditLines()).toEqual(['account.phone'])
    expect(await account('alice', { action: 'me' })).toMatchObject({ phone: '*******5678' })
  })

  it('by CloudID: 3 requests, nothing to pay', async () => {
    await login('alice')
    const { cloudID } = await phone('alice').openData('getPhoneNumber')
    const code = await phone('alice').phoneCode()
    const data = { action: 'phone', phone: cloudId(cloudID), code }
    expect(await account('alice', data)).toMatchObject({ phone: '*******5678' })
    expect(requests()).toEqual([CALLER, UPDATE, INSERT])
  })

  it('a code that is sent twice is paid once', async () => {
    const before = world().calls().length
    await login('alice')
    const code = await phone('alice').phoneCode()
    const send = () => account('alice', { action: 'phone', code })
    const replies = await Promise.all([send(), send(), send()])
    expect(replies.filter((reply) => v.is(v.object({ ok: v.literal(true) }), reply))).toHaveLength(1)
    expect(await send()).toMatchObject({ ok: false, code: 'PHONE_CODE_INVALID', field: 'code' })
    const paid = world()
      .calls()
      .slice(before)
      .flatMap((call) => call.requests.filter(({ api }) => api !== undefined))
    expect(paid.map(({ api }) => api)).toEqual(['phonenumber.getPhoneNumber'])
  })

  it('a code that WeChat was too busy for is not asked for again', async () => {
    await login('alice')
    const code = await phone('alice').phoneCode()
    await strike({ at: 'openapi.phonenumber.getPhoneNumber', effect: 'busy', times: 1 })
    expect(await account('alice', { action: 'phone', code })).toMatchObject({ code: 'WECHAT_BUSY' })
    expect(await account('alice', { action: 'phone', code })).toMatchObject({ code: 'PHONE_CODE_INVALID' })
    expect(users()[0]).not.toHaveProperty('phone')
  })

  it('PHONE_CODE_INVALID: a login code, and a code of another app', async () => {
    await login('alice')
    for (const code of [await phone('alice').wxLogin(), await phone('alice', 'club').phoneCode()])
      expect(await account('alice', { action: 'phone', code })).toMatchObject({ code: 'PHONE_CODE_INVALID' })
    expect(users()[0]).not.toHaveProperty('phone')
  })

  it('A6: what a client wrote itself is no CloudID, and one of another person is refused', async () => {
    await login('alice')
    await login('bob')
    const { cloudID } = await phone('alice').openData('getPhoneNumber')
    const watermark = { appid: phone('bob').appid, timestamp: Math.floor(world().clock.now() / 1_000) }
    const forged = { cloudID, data: { purePhoneNumber: NUMBER, countryCode: '86', watermark } }
    const before = everything()
    expect(await account('bob', { action: 'phone', phone: forged })).toMatchObject({
      code: 'CLOUD_ID_FORGED',
      field: 'phone',
    })
    expect(await account('bob', { action: 'phone', phone: cloudId(cloudID) })).toMatchObject({
      code: 'CLOUD_ID_FOREIGN',
      field: 'phone',
    })
    expect(everything()).toEqual(before)
  })

  it('PHONE_MISSING: WeChat knows no number of the person', async () => {
    await login('alice')
    const { openid, appid } = phone('alice')
    const caller = { source: 'wx_client', openid, appid, openDataInfo: '{"keys":["phone"]}' }
    const filled = { cloudID: 'some-id', errCode: -601009, errMsg: 'missing mobile phone.' }
    expect(await world().callAs(caller, 'account', { action: 'phone', phone: filled })).toMatchObject({
      code: 'PHONE_MISSING',
    })
  })

  it('A21: two users with one number stay two', async () => {
    const [alice, bob] = [await login('alice'), await login('bob')]
    await setPhone('alice')
    await setPhone('bob')
    expect([await login('alice', 'club'), await login('bob', 'club')]).toEqual([alice, bob])
    const [one, other] = users()
    expect(Object(one?.['phone'])['hash']).toBe(Object(other?.['phone'])['hash'])
    expect(world().database.documents('merges')).toEqual([])
    expect(world().database.documents('jobs')).toEqual([])
  })

  it('A19: an account with somebody’s number waits for that person in vain', async () => {
    const early = await login('alice')
    await setPhone('alice')
    const late = await loginIn(world(), 'bob', 'shop')
    expect(late).toMatchObject({ isNew: true })
    expect(late.userId).not.toBe(early)
    expect(await account('bob', { action: 'me' })).not.toHaveProperty('phone')
    await setPhone('bob')
    expect(await login('bob')).toBe(late.userId)
    expect(await account('alice', { action: 'me' })).toMatchObject({ userId: early, phone: '*******5678' })
  })

  it('A33: nobody can tell whether another account has the number', async () => {
    for (const person of ['alice', 'bob', 'carol']) await login(person)
    await setPhone('alice')
    const answers = await Promise.all(['bob', 'carol'].map((person) => setPhone(person)))
    const [known, unknown] = world()
      .calls()
      .slice(-2)
      .map(({ requests: asked }) => asked.map(({ action, collection }) => `${action} ${collection}`))
    expect(known).toEqual(unknown)
    const [shapeOfKnown, shapeOfUnknown] = answers.map((answer) => Object.keys(Object(answer)))
    expect(shapeOfKnown).toEqual(shapeOfUnknown)
  })
})
