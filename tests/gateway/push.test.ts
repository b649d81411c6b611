import { describe, expect, it } from 'vitest'
import { openidOf } from '../../emulator/wechat/ids.ts'
import { sampleWorld } from '../../scripts/project/sampleWorld.ts'
import { createOneIdWorld } from '../oneIdWorld.ts'
import {
  FIVE_MINUTES,
  IGNORED,
  NEWS,
  refusal,
  SECOND,
  SHOP,
  TAKEN,
  UNREADABLE,
  usePushGateway,
  WRONG,
} from './pushGateway.ts'
import type { Pushed } from './pushRequest.ts'
import { verification } from './pushRequest.ts'

// Page "message push" (developers.weixin.qq.com, 2026-11): modes, signatures, five minutes of ours.

const gateway = usePushGateway()
const { subscribe, write, send, pushJobs } = gateway
const http = (path: string): string => `${gateway.world().http('gateway')}${path}`
const stored = () => gateway.world().database.documents('jobs')
const now = (): number => gateway.world().clock.now()

describe('the URL is verified', () => {
  const ask = async (query: Readonly<Record<string, string>>, app = 'news') => {
    const reply = await fetch(`${http('/push/')}${app}?${new URLSearchParams(query)}`)
    return { status: reply.status, type: reply.headers.get('content-type'), text: await reply.text() }
  }

  it('by WeChat, which gets back its echostr, bare and as plain text', async () => {
    expect(await gateway.world().weChat.verifyPush('news')).toBe(true)
    const query = { ...verification(NEWS, { at: now() }), echostr: '<script>alert(1)</script>' }
    expect(await ask(query)).toEqual({
      status: 200,
      type: 'text/plain; charset=utf-8',
      text: '<script>alert(1)</script>',
    })
  })

  it('A29: by nobody else', async () => {
    const query = verification(NEWS, { at: now() })
    const { echostr, ...without } = query
    const stranger = verification(NEWS, { at: now(), token: 'stranger' })
    for (const wrong of [stranger, without, { ...query, nonce: '1' }, { echostr: 'x' }])
      expect(await ask(wrong)).toMatchObject({ status: 401, text: refusal('PUSH_SIGNATURE_WRONG') })
    expect(await ask(query, 'nobody')).toMatchObject({ status: 400, text: refusal('APP_NOT_REGISTERED') })
  })
})

describe('a message in each mode and format', () => {
  it.each([
    ['secure', 'xml'],
    ['secure', 'json'],
    ['compatible', 'xml'],
    ['compatible', 'json'],
  ] as const)('is taken: %s, %s', async (mode, format) => {
    expect(await send(write(subscribe(), { mode, format }))).toEqual(TAKEN)
    expect(pushJobs()).toMatchObject([{ told: 'follow', appid: NEWS, openid: openidOf(NEWS, 'alice') }])
    // WeChat waits five seconds.
    expect(gateway.world().calls().at(-1)?.ms).toBeLessThan(5_000)
  })

  it.each(['xml', 'json'] as const)(
    'A29: is refused in the clear, because the settings name a key: %s',
    async (format) => {
      expect(await send(write(subscribe(), { mode: 'plain', format }))).toEqual(WRONG)
      expect(pushJobs()).toEqual([])
    },
  )

  it('A29: what stands in the clear beside the encrypted text is not believed', async () => {
    const { body, ...rest } = write(subscribe('alice'), { mode: 'compatible' })
    const altered = body.replace(openidOf(NEWS, 'alice'), openidOf(NEWS, 'bob'))
    expect(altered).not.toBe(body)
    expect(await send({ ...rest, body: altered })).toEqual(TAKEN)
    expect(pushJobs()).toMatchObject([{ openid: openidOf(NEWS, 'alice') }])
  })

  it.each([
    ['a text', { MsgType: 'text', Content: 'hello', MsgId: 1 }],
    ['another event', { MsgType: 'event', Event: 'CLICK', EventKey: 'menu' }],
    [
      'a change of profile',
      { MsgType: 'event', Event: 'user_info_modified', OpenID: 'o_someone', AppID: NEWS },
    ],
  ])('is answered and ignored if it does not concern us: %s', async (_, fields) => {
    expect(await send(write({ ...subscribe(), ...fields }))).toEqual(IGNORED)
    expect(stored()).toEqual([])
  })
})

describe.each([
  ['secure', 'json'],
  ['compatible', 'xml'],
] as const)('an account with the settings %s, %s', (mode, format) => {
  it('is verified, told, and its followers are known', async () => {
    const { apps, people } = await sampleWorld()
    const told = apps.map((app) =>
      app.push === undefined ? app : { ...app, push: { ...app.push, mode, format } },
    )
    const other = await createOneIdWorld({ apps: told, people: people.map(({ id }) => id) })
    expect(await other.weChat.verifyPush('news')).toBe(true)
    other.weChat.follow('alice', 'news')
    await other.settled()
    expect(
      other.weChat
        .pushes()
        .at(-1)
        ?.attempts.map(({ outcome }) => outcome),
    ).toEqual(['accepted'])
    await other.timers.fire('jobs')
    expect(other.database.documents('identities')).toMatchObject([
      { kind: 'union', route: 'follower' },
      { kind: 'identity', route: 'follower' },
    ])
    await other.close()
  })
})

it('A29: an account that sends in the clear is refused, three times', async () => {
  const { apps, people } = await sampleWorld()
  const told = apps.map((app) =>
    app.push === undefined ? app : { ...app, push: { ...app.push, mode: 'plain' as const } },
  )
  const other = await createOneIdWorld({ apps: told, people: people.map(({ id }) => id) })
  // The signature of a URL covers no body in any mode.
  expect(await other.weChat.verifyPush('news')).toBe(true)
  other.weChat.follow('alice', 'news')
  await other.settled()
  expect(
    other.weChat
      .pushes()
      .at(-1)
      ?.attempts.map(({ outcome }) => outcome),
  ).toEqual(['refused', 'refused', 'refused'])
  expect(other.database.documents('jobs')).toEqual([])
  await other.close()
})

describe('A29: refused, without a request to the database', () => {
  it.each<[string, () => Pushed, object]>([
    ['signed with another token', () => write(subscribe(), { token: 'stranger' }), WRONG],
    ['without a signature', () => ({ ...write(), query: {} }), WRONG],
    [
      'without the signature of its body',
      () => {
        const { query, ...rest } = write()
        const { msg_signature, ...others } = query
        return { ...rest, query: others }
      },
      WRONG,
    ],
    [
      'an altered body',
      () => {
        const { body, ...rest } = write()
        return { ...rest, body: body.replace(/(<Encrypt><!\[CDATA\[)./, (_, start: string) => `${start}/`) }
      },
      WRONG,
    ],
    [
      'the body of another message',
      () => ({ ...write(subscribe('alice')), body: write(subscribe('bob')).body }),
      WRONG,
    ],
    ['an empty encrypted text', () => ({ ...write(), body: '<xml><Encrypt></Encrypt></xml>' }), WRONG],
    ['encrypted with another key', () => write(subscribe(), { encodingAesKey: 'A'.repeat(43) }), UNREADABLE],
    ['encrypted for another app', () => write(subscribe(), { encryptedFor: SHOP }), UNREADABLE],
    [
      'an authorisation of another app',
      () =>
        write({
          ...subscribe(),
          Event: 'user_authorization_cancellation',
          ...{ OpenID: openidOf(SHOP, 'alice'), AppID: SHOP },
        }),
      UNREADABLE,
    ],
    ['five minutes and a second old', () => write(subscribe(), { at: now() - FIVE_MINUTES - SECOND }), WRONG],
    [
      'five minutes and a second early',
      () => write(subscribe(), { at: now() + FIVE_MINUTES + SECOND }),
      WRONG,
    ],
  ])('%s', async (_, message, expected) => {
    expect(await send(message())).toEqual(expected)
    expect(stored()).toEqual([])
  })

  it.each([-FIVE_MINUTES, FIVE_MINUTES])('but a message whose time is %i ms away is taken', async (away) => {
    expect(await send(write(subscribe(), { at: now() + away }))).toEqual(TAKEN)
  })

  it('grows old while it is on its way', async () => {
    const message = write()
    gateway.world().clock.advance(FIVE_MINUTES + 1)
    expect(await send(message)).toEqual(WRONG)
  })

  it('for an app that nobody knows, and one without push settings', async () => {
    expect(await send(write(), 'nobody')).toEqual({
      status: 400,
      text: refusal('APP_NOT_REGISTERED'),
      requests: 0,
    })
    expect(await send(write(), 'shop')).toMatchObject({ text: refusal('SECRET_MISSING'), requests: 0 })
  })
})
