import { expect, it } from 'vitest'
import { openWeChat } from './testing.ts'

it('codes and CloudIDs that are a day old are forgotten when the next one is issued', () => {
  const weChat = openWeChat()
  const tap = () => weChat.client('alice', 'shop', 'getPhoneNumber')
  weChat.client('alice', 'shop', 'login')
  const [old, kept] = [tap(), tap()]
  const cloudId = String(old['cloudID'])
  const caller = { appid: 'wx0000000000000001' }
  expect(weChat.codes.look(String(old['code']))).toBeDefined()
  expect(weChat.openData.read(cloudId, caller)).toBeDefined()
  weChat.clock.advance('24h1s')
  weChat.client('alice', 'shop', 'login')
  tap()
  for (const { code, cloudID } of [old, kept]) {
    expect(weChat.codes.look(String(code))).toBeUndefined()
    expect(weChat.openData.read(String(cloudID), caller)).toBeUndefined()
  }
})
