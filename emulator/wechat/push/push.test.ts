import { describe, expect, it } from 'vitest'
import type { WorldDefinition } from '../definition.ts'
import { readWorld } from '../definition.ts'
import type { NextFault } from '../delivery.ts'
import { OFFICIAL_WORLD } from '../oauth/testing.ts'
import { openWeChat } from '../testing.ts'
import { decryptMessage, signatureOf } from './crypto.ts'

import type { PushReply, PushRequest } from './request.ts'
import { toXml } from './request.ts'

// Envelopes, events and the five seconds: pages "message push", "receiving events" and "authorised user information
// changes" of the official account and the mini-program, 2026-11.

const ALICE_NEWS = openWeChat(OFFICIAL_WORLD).world

type PushDefinition = NonNullable<WorldDefinition['apps'][number]['push']>
const KEY = 'k'.repeat(43)
const TARGET: PushDefinition = { url: 'http://127.0.0.1:1/push', token: 'secret' }

const worldWith = (push: PushDefinition): WorldDefinition => ({
  ...OFFICIAL_WORLD,
  apps: OFFICIAL_WORLD.apps.map((app) => ({ ...app, push })),
})

const openPush = (
  push: Partial<PushDefinition> = {},
  reply: (request: PushRequest, at: number) => PushReply | Promise<PushReply> = () => ({
    status: 200,
    body: 'success',
  }),
  nextFault?: NextFault,
) => {
  const weChat = openWeChat(worldWith({ ...TARGET, ...push }))
  weChat.clock.set(Date.UTC(2030, 0, 1))
  const requests: PushRequest[] = []
  weChat.push.connect(async (_target, request) => {
    requests.push(request)
    return reply(request, requests.length)
  }, nextFault)
  const outcomes = () => weChat.push.records().map(({ attempts }) => attempts.map(({ outcome }) => outcome))
  return { ...weChat, requests, outcomes }
}

const FOLLOWED = 1_893_456_000

describe('what is sent', () => {
  it('plain XML: text in CDATA, the time bare, signed with the token', async () => {
    const { followers, agenda, requests } = openPush()
    followers.follow('alice', 'news')
    await agenda.settled()
    const [request] = requests
    const openid = request?.openid ?? ''
    expect(openid).toMatch(/^o.{27}$/)
    expect(request?.body).toMatch(
      new RegExp(
        `^<xml><ToUserName><!\\[CDATA\\[gh_[0-9a-f]{12}\\]\\]></ToUserName><FromUserName><!\\[CDATA\\[${openid}\\]\\]></FromUserName><CreateTime>${FOLLOWED}</CreateTime><MsgType><!\\[CDATA\\[event\\]\\]></MsgType><Event><!\\[CDATA\\[subscribe\\]\\]></Event></xml>$`,
      ),
    )
    const { timestamp = '', nonce = '', ...rest } = request?.query ?? {}
    expect(timestamp).toBe(String(FOLLOWED))
    expect(rest).toEqual({ signature: signatureOf('secret', timestamp, nonce), openid })
  })

  it('secure: the event is encrypted for the app, and the message is signed too', async () => {
    const { followers, agenda, requests } = openPush({ mode: 'secure', format: 'json', encodingAesKey: KEY })
    followers.follow('alice', 'news')
    await agenda.settled()
    const [request] = requests
    const body: unknown = JSON.parse(request?.body ?? '')
    expect(body).toEqual({
      ToUserName: expect.stringMatching(/^gh_[0-9a-f]{12}$/),
      Encrypt: expect.any(String),
    })
    const encrypted =
      typeof body === 'object' && body !== null && 'Encrypt' in body ? String(body.Encrypt) : ''
    const { timestamp = '', nonce = '', encrypt_type, msg_signature } = request?.query ?? {}
    expect(encrypt_type).toBe('aes')
    expect(msg_signature).toBe(signatureOf('secret', timestamp, nonce, encrypted))
    const { message } = decryptMessage({ encodingAesKey: KEY, appid: 'wx00000000000000a1' }, encrypted)
    expect(JSON.parse(message)).toEqual(request?.event)
  })

  it('compatible: both in one body', async () => {
    const { followers, agenda, requests } = openPush({ mode: 'compatible', encodingAesKey: KEY })
    followers.follow('alice', 'news')
    await agenda.settled()
    expect(requests[0]?.body).toContain('<Event><![CDATA[subscribe]]></Event><Encrypt><![CDATA[')
    expect(requests[0]?.query).toMatchObject({ encrypt_type: 'aes' })
  })

  it('the end of a CDATA section cannot be smuggled in', () => {
    expect(toXml({ EventKey: 'a]]><b>', CreateTime: 1 })).toBe(
      '<xml><EventKey><![CDATA[a]]]]><![CDATA[><b>]]></EventKey><CreateTime>1</CreateTime></xml>',
    )
  })

  it('nothing, for an app that has no target', async () => {
    const { push, followers, agenda } = openWeChat(OFFICIAL_WORLD)
    push.connect(() => Promise.reject(new Error('asked')))
    followers.follow('alice', 'news')
    await agenda.settled()
    expect(push.records()).toEqual([])
  })
})

describe('events', () => {
  it('of somebody who follows, scans, scans again and leaves', async () => {
    const { followers, agenda, requests } = openPush()
    followers.scan('alice', 'news', 123)
    followers.follow('alice', 'news')
    followers.scan('alice', 'news', 'poster')
    followers.unfollow('alice', 'news')
    followers.unfollow('alice', 'news')
    await agenda.settled()
    expect(
      requests.map(({ event: { Event, EventKey, Ticket } }) => [Event, EventKey, typeof Ticket]),
    ).toEqual([
      ['subscribe', 'qrscene_123', 'string'],
      ['SCAN', 'poster', 'string'],
      ['unsubscribe', undefined, 'undefined'],
    ])
  })

  it.each([
    ['news', 'user_info_modified', undefined],
    ['news', 'user_authorization_revoke', 205],
    ['site', 'user_authorization_revoke', 301],
    ['phone', 'user_authorization_cancellation', undefined],
    ['shop', 'user_authorization_revoke', 8],
  ] as const)('%s hears of %s %s', async (alias, event, revokeInfo) => {
    const { push, agenda, requests, world } = openPush()
    push.authorisation('alice', alias, event, revokeInfo)
    await agenda.settled()
    const app = world.app(alias)
    expect(requests[0]?.event).toEqual({
      ToUserName: expect.stringMatching(/^gh_/),
      FromUserName: expect.any(String),
      CreateTime: FOLLOWED,
      MsgType: 'event',
      Event: event,
      OpenID: expect.stringMatching(/^o.{27}$/),
      // The page of the mini-program names no UnionID; the others do.
      ...(alias !== 'shop' && { UnionID: ALICE_NEWS.unionid(app, 'alice') }),
      AppID: app.appid,
      ...(revokeInfo !== undefined && { RevokeInfo: String(revokeInfo) }),
    })
  })

  it.each([
    ['news', 'user_authorization_revoke', 8],
    ['shop', 'user_authorization_revoke', undefined],
    ['shop', 'user_info_modified', 8],
  ] as const)('that cannot be are refused: %s %s %s', (alias, event, revokeInfo) => {
    expect(() => openPush().push.authorisation('alice', alias, event, revokeInfo)).toThrow(RangeError)
  })
})

describe('delivery', () => {
  const follow = async (one: ReturnType<typeof openPush>) => {
    one.followers.follow('alice', 'news')
    await one.agenda.settled()
  }

  it.each([
    ['success', 200, 'success', ['accepted']],
    ['nothing', 200, '', ['accepted']],
    ['a message for the person', 200, '<xml></xml>', ['accepted']],
    ['something else', 200, 'OK, thank you', ['unreadable']],
    ['a fault', 500, 'success', ['refused', 'refused', 'refused']],
  ] as const)('%s is answered', async (_, status, body, outcomes) => {
    const one = openPush({}, () => ({ status, body }))
    await follow(one)
    expect(one.outcomes()).toEqual([outcomes])
  })

  it('is tried three times where nobody is there, with the same CreateTime', async () => {
    const one = openPush({}, () => Promise.reject(new Error('nobody')))
    await follow(one)
    expect(one.outcomes()).toEqual([['unreachable', 'unreachable', 'unreachable']])
    expect(new Set(one.requests.map(({ event }) => event['CreateTime'])).size).toBe(1)
    expect(new Set(one.requests.map(({ query }) => query['nonce'])).size).toBe(3)
  })

  it('ends with the first answer', async () => {
    const one = openPush({}, (_, attempt) => ({ status: attempt === 2 ? 200 : 502, body: '' }))
    await follow(one)
    expect(one.outcomes()).toEqual([['refused', 'accepted']])
  })

  it('an answer after 5.001 s of the world is late; one after 5 s is not', async () => {
    const one = openPush({}, (_, attempt) => {
      one.clock.advance(attempt === 1 ? 5_001 : 5_000)
      return { status: 200, body: 'success' }
    })
    await follow(one)
    expect(one.outcomes()).toEqual([['late', 'accepted']])
  })

  it('does not wait for an answer that never comes once the world has gone on', async () => {
    const one = openPush({}, (request, attempt) => {
      if (attempt > 1) return { status: 200, body: '' }
      one.clock.advance('6s')
      return new Promise((_resolve, reject) => {
        request.signal.addEventListener('abort', () => reject(new Error('cut')))
      })
    })
    await follow(one)
    expect(one.requests[0]?.signal.aborted).toBe(true)
    expect(one.outcomes()).toEqual([['late', 'accepted']])
  })

  it('can go wrong on demand: lost, twice, later', async () => {
    const faults = [{ lost: true }, { copies: 1 }, { delayMs: 60_000 }]
    const one = openPush({}, undefined, () => faults.shift())
    await follow(one)
    expect(one.outcomes()).toEqual([['lost', 'accepted', 'accepted']])
    one.followers.unfollow('alice', 'news')
    await one.agenda.settled()
    expect(one.requests).toHaveLength(2)
    one.clock.advance('1m')
    await one.agenda.settled()
    expect(one.requests).toHaveLength(3)
  })
})

describe('the settings of an account', () => {
  it.each([
    ['repeats the echostr', (echostr = '') => echostr, true],
    ['answers something else', () => 'success', false],
  ])('a server that %s', async (_, body, verified) => {
    const one = openPush({}, ({ query }) => ({ status: 200, body: body(query['echostr']) }))
    expect(await one.push.verify('news')).toBe(verified)
    expect(one.requests[0]?.method).toBe('GET')
    const { timestamp = '', nonce = '', signature } = one.requests[0]?.query ?? {}
    expect(signature).toBe(signatureOf('secret', timestamp, nonce))
  })

  it.each([
    ['no target', { token: 'secret' }],
    ['two targets', { token: 'secret', url: 'http://127.0.0.1/', function: 'pushed' }],
    ['a mode without its key', { token: 'secret', function: 'pushed', mode: 'secure' }],
    ['a token that is too short', { token: 'a', function: 'pushed' }],
  ] as const)('%s is a mistake of the world file', (_, push) => {
    expect(() => readWorld(worldWith(push))).toThrow(expect.objectContaining({ code: 'WORLD_INVALID' }))
  })
})
