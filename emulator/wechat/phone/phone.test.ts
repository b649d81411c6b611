import { describe, expect, it } from 'vitest'
import { openWeChat } from '../testing.ts'

// Page "getPhoneNumber" of the server API and the guide of the button, 2026-11.

type WeChat = ReturnType<typeof openWeChat>

const tapped = (weChat: WeChat, person = 'alice', alias = 'shop') =>
  String(weChat.client(person, alias, 'getPhoneNumber')['code'])

const exchange = (weChat: WeChat, body: unknown, alias = 'shop') =>
  weChat.ask('/wxa/business/getuserphonenumber', { query: { access_token: weChat.token(alias) }, body })

describe('wxa/business/getuserphonenumber', () => {
  it('answers the number for the code of a tap', () => {
    const weChat = openWeChat()
    expect(exchange(weChat, { code: tapped(weChat) })).toEqual({
      errcode: 0,
      errmsg: 'ok',
      phone_info: {
        phoneNumber: '13800000001',
        purePhoneNumber: '13800000001',
        countryCode: '86',
        watermark: { timestamp: Math.floor(weChat.clock.now() / 1_000), appid: 'wx0000000000000001' },
      },
    })
  })

  it('puts the country code before a number from abroad', () => {
    const weChat = openWeChat()
    weChat.world.change.addPerson({ id: 'dave', name: 'Dave', phone: '61234567', countryCode: '852' })
    expect(exchange(weChat, { code: tapped(weChat, 'dave') })).toMatchObject({
      phone_info: { phoneNumber: '85261234567', purePhoneNumber: '61234567', countryCode: '852' },
    })
  })

  it('takes an openid along and refuses one that the code is not of', () => {
    const weChat = openWeChat()
    const code = tapped(weChat)
    const [alice, bob] = ['alice', 'bob'].map((id) => weChat.world.caller(id, 'shop').openid)
    expect(exchange(weChat, { code, openid: bob })).toMatchObject({ errcode: 40029 })
    expect(exchange(weChat, { code, openid: alice })).toMatchObject({ errcode: 0 })
  })

  it('refuses a code of wx.login, and wx.login’s door refuses this one', () => {
    const weChat = openWeChat()
    const { code } = weChat.client('alice', 'shop', 'login')
    expect(exchange(weChat, { code })).toMatchObject({ errcode: 40029 })
    const query = { ...weChat.credentials('shop'), js_code: tapped(weChat), grant_type: 'authorization_code' }
    expect(weChat.ask('/sns/jscode2session', { query })).toMatchObject({ errcode: 40029 })
  })

  it.each([
    ['no body', undefined, 44002],
    ['no object', 'code', 47001],
    ['no code', {}, 41008],
    ['an invented code', { code: 'invented' }, 40029],
  ])('refuses %s', (_, body, errcode) => {
    expect(exchange(openWeChat(), body)).toMatchObject({ errcode })
  })
})

it('a person without a number gets no code', () => {
  expect(openWeChat().client('mute', 'shop', 'getPhoneNumber')).toEqual({
    errMsg: 'getPhoneNumber:fail no phone number is bound',
  })
})
