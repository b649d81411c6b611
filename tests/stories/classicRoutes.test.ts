import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Story } from './story.ts'
import { buy, openStory } from './story.ts'

/**
 * The rules before 2021-02-23 (UnionID page of that time; WeChat announcement 000cacfa20ce88df04cb468bc52801 ended
 * them): six ways to a unionid, and the trap beside them. A mini-program's login gives one only if the person follows
 * an official account of the same entity, or has signed in to one or to a mobile app.
 */

let story: Story
let unionid = ''
let carol = 0

beforeAll(async () => {
  story = await openStory('before-2021', { people: ['alice'] })
})
afterAll(() => story.close())

/** Somebody new for every route: whoever has followed once is no stranger. */
let person = ''
beforeEach(async () => {
  person = `carol${++carol}`
  await story.change('/people', { id: person, name: person })
  unionid = String((await opened())['unionId'])
})

/** Route 1, which needs the consent of the person and nothing else: what the encrypted data of getUserInfo hold. */
const opened = async (app = 'shop') => {
  const { session_key: sessionKey } = await story.login(person, app)
  const sealed = await story.phone('getUserInfo', { withCredentials: true }, person, app)
  return story.call('open', { sessionKey, ...sealed }, person, app)
}
const codeGives = async () => (await story.login(person))['unionid']
const contextGives = async () => (await story.call('context', {}, person))['UNIONID']

describe('before 2021-02-23 the unionid comes', () => {
  it('1: with the encrypted data of getUserInfo, opened with the session_key', async () => {
    const { apps } = Object(await story.look(`/people/${person}`))
    expect(apps).toContainEqual(expect.objectContaining({ alias: 'shop', unionid, givenSilently: false }))
    expect(await opened()).toMatchObject({
      openId: await story.openidOf(person, 'shop'),
      unionId: unionid,
      watermark: { appid: story.credentials('shop').appid },
    })
    // A mini-program that is bound to nothing has none in its data either.
    expect(await opened('lab')).not.toHaveProperty('unionId')
  })

  it('2: with code2Session, to a follower of an official account', async () => {
    expect(await codeGives()).toBeUndefined()
    await story.change('/follows', { person, app: 'news' })
    expect(await codeGives()).toBe(unionid)
    await story.change('/follows', { person, app: 'news', following: false })
    expect(await codeGives()).toBeUndefined()
  })

  it('3: with code2Session, to somebody who has signed in to a mobile app', async () => {
    await story.change('/mobile-logins', { person, app: 'phone' })
    expect(await codeGives()).toBe(unionid)
  })

  it('4: within five minutes of a payment', async () => {
    const { openid, transactionId } = await buy(story, { outTradeNo: `order-${person}` }, person)
    expect(await story.call('paid', { openid, transactionId }, person)).toMatchObject({ unionid })
    expect(await codeGives()).toBeUndefined()
  })

  it('5: in the context of a function, to a follower', async () => {
    expect(await contextGives()).toBeUndefined()
    await story.change('/follows', { person, app: 'news' })
    expect(await contextGives()).toBe(unionid)
  })

  it('6: in the context of a function, to somebody who has signed in to an official account', async () => {
    await story.change('/sign-ins', { person, app: 'news' })
    expect(await contextGives()).toBe(unionid)
  })
})

describe('the trap', () => {
  it('whoever neither follows nor has signed in gets none, although the app is bound', async () => {
    expect(await story.login(person)).toEqual({
      openid: await story.openidOf(person, 'shop'),
      session_key: expect.stringMatching(/^[A-Za-z0-9+/]{22}==$/),
    })
    expect(await story.call('context', {}, person)).not.toHaveProperty('UNIONID')
  })

  it('a website is no tie, and neither is an account of another entity or another platform', async () => {
    await story.change('/sign-ins', { person, app: 'site' })
    expect(await codeGives()).toBeUndefined()
    const others = [
      { appid: 'wx00000000000000e1', alias: 'foreign', entity: 'another', openPlatformId: 'main' },
      { appid: 'wx00000000000000e2', alias: 'elsewhere', openPlatformId: 'other' },
    ]
    for (const app of others) {
      await story.change('/apps', { ...app, kind: 'official-account' })
      await story.change('/follows', { person, app: app.alias })
      expect(await codeGives()).toBeUndefined()
    }
  })
})
