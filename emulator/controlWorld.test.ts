import { describe, expect, it } from 'vitest'
import { serveRoutes } from './controlRoute.ts'
import { storyRoutes } from './controlStories.ts'
import { worldRoutes } from './controlWorld.ts'
import { createFaults } from './faults.ts'
import { openWeChat } from './wechat/testing.ts'

const open = () => {
  const weChat = openWeChat()
  const reset = () => {
    throw new Error('the world of this test is not put back')
  }
  const { world, clock } = weChat
  const parts = { world, weChat, faults: createFaults(), clock, reset }
  const app = serveRoutes([...worldRoutes(parts), ...storyRoutes(parts)])
  const answer = async (reply: Response | Promise<Response>) => ({
    status: (await reply).status,
    body: Object(await (await reply).json()),
  })
  return {
    weChat,
    look: (path: string) => answer(app.request(path)),
    post: (path: string, body: unknown) =>
      answer(
        app.request(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      ),
  }
}

const LATER = { appid: 'wx00000000000000f1', alias: 'later', kind: 'mini-program', openPlatformId: 'main' }

describe('the control API of the world', () => {
  it('shows apps without their secrets, and one person in every app', async () => {
    const { look } = open()
    expect((await look('/apps')).body[0]).toEqual({
      appid: 'wx0000000000000001',
      alias: 'shop',
      kind: 'mini-program',
      openPlatformId: 'main',
    })
    const { body } = await look('/people/alice')
    expect(body).toMatchObject({ id: 'alice', name: 'Alice', phone: '13800000001' })
    expect(
      body.apps.map(({ alias, givenSilently }: { alias: string; givenSilently: boolean }) => [
        alias,
        givenSilently,
      ]),
    ).toEqual([
      ['shop', true],
      ['club', true],
      ['lab', false],
      ['news', false],
      ['site', false],
      ['phone', false],
    ])
    const unionids = new Set(body.apps.map(({ unionid }: { unionid: string | null }) => unionid))
    expect(unionids.size).toBe(2)
    expect(unionids).toContain(null)
  })

  it('adds people and apps, and what is added is seen at once', async () => {
    const { post, look } = open()
    expect((await post('/people', { id: 'carol', name: 'Carol' })).body).toMatchObject({ id: 'carol' })
    expect((await post('/apps', LATER)).body).toEqual(LATER)
    const { body } = await look('/people/carol')
    expect(body.apps.at(-1)).toMatchObject({ alias: 'later', givenSilently: true })
  })

  it('changes bindings, ties and rules', async () => {
    const { post, look, weChat } = open()
    await post('/policy', { policy: 'before-2021' })
    const given = async () => (await look('/people/alice')).body.apps[0].givenSilently
    expect(await given()).toBe(false)
    await post('/follows', { person: 'alice', app: 'news' })
    expect(await given()).toBe(true)
    await post('/follows', { person: 'alice', app: 'news', following: false })
    await post('/sign-ins', { person: 'alice', app: 'phone' })
    expect(await given()).toBe(true)
    expect((await post('/bindings', { app: 'shop', openPlatform: null })).body).toMatchObject({
      openPlatformId: null,
    })
    expect(weChat.world.unionid(weChat.world.app('shop'), 'alice')).toBeUndefined()
  })

  it('sells something, and tells a function in the one way or the other', async () => {
    const { post, look, weChat } = open()
    const wanted = { person: 'alice', app: 'shop', amount: 990 }
    expect((await post('/payments', wanted)).body).toMatchObject({
      order: { state: 'SUCCESS', totalFee: 990 },
    })
    await weChat.agenda.settled()
    expect(weChat.functions.calls.map(({ name }) => name)).toEqual(['payCallback'])
    await post('/payments', { ...wanted, function: 'pay', integration: true })
    expect((await look('/payments')).body.at(-1)).toMatchObject({ functionName: 'pay/unifiedOrderTrigger' })
  })

  it('shows of every order whether it is paid, how often that was told, and whether it was taken', async () => {
    const { post, look, weChat } = open()
    weChat.functions.answerWith(() => ({ errcode: 1 }))
    const before = weChat.clock.now()
    await post('/payments', { person: 'alice', app: 'shop', amount: 990 })
    weChat.pay.order({ appid: weChat.world.app('shop').appid, personId: 'alice' }, 10, 'payCallback')
    await weChat.agenda.settled()
    const told = (await look('/payments')).body
    expect(told[0]).toMatchObject({
      transactionId: expect.stringMatching(/^4\d{27}$/),
      paidAt: before,
      notified: 1,
      accepted: false,
    })
    expect(told[1]).toMatchObject({ state: 'NOTPAY', notified: 0, accepted: false })
    for (const name of ['paidAt', 'transactionId']) expect(told[1]).not.toHaveProperty(name)
    weChat.functions.answerWith(() => ({ errcode: 0 }))
    weChat.clock.advance('15s')
    await weChat.agenda.settled()
    expect((await look('/payments')).body[0]).toMatchObject({ notified: 2, accepted: true })
  })

  it('plays the stories of WeChat', async () => {
    const { post, look, weChat } = open()
    const { appid } = weChat.world.app('news')
    await post('/apps', {
      ...{ appid, alias: 'news', kind: 'official-account', openPlatformId: 'main' },
      push: { function: 'pushed', token: 'token123' },
    })
    weChat.push.connect(async () => ({ status: 200, body: '' }))
    await post('/scans', { person: 'alice', app: 'news', scene: 'desk-4' })
    const event = 'user_authorization_revoke'
    await post('/authorisations', { person: 'alice', app: 'news', event, revokeInfo: 201 })
    await weChat.agenda.settled()
    expect((await look('/pushes')).body).toMatchObject([
      { event: { Event: 'subscribe', EventKey: 'qrscene_desk-4' }, attempts: [{ outcome: 'accepted' }] },
      { event: { Event: event, RevokeInfo: '201' } },
    ])
    expect((await post('/mobile-logins', { person: 'alice', app: 'phone', answer: 'refuse' })).body).toEqual({
      ErrCode: -4,
    })
    expect((await post('/pushes/verify', { app: 'news' })).body).toEqual({ verified: false })
    for (const [path, body] of [
      ['/risks', { person: 'alice', risky: true }],
      ['/snapshots', { app: 'news', on: true }],
      ['/migrations', { from: 'news', to: 'news', step: 'confirm' }],
    ] as const) {
      expect((await post(path, body)).status).toBe(200)
    }
  })
})

describe('bad input', () => {
  it.each([
    ['/people', { id: 'carol' }, 'name', 'Expected "name"'],
    ['/people', { id: 'carol', name: 'C', phne: '1' }, 'phne', 'never'],
    ['/people', { id: 'carol', name: 'C', phone: 'x' }, 'phone', 'a phone number is 5 to 15 digits'],
    ['/apps', { ...LATER, appid: 'wx1' }, 'appid', 'an appid is wx and 16 hexadecimal digits'],
    ['/apps', { ...LATER, kind: 'shop' }, 'kind', '"mini-program" | "official-account"'],
    ['/bindings', { app: 'shop' }, 'openPlatform', 'openPlatform'],
    ['/policy', { policy: 'since-1999' }, 'policy', '"since-2021" | "before-2021"'],
    ['/payments', { person: 'alice', app: 'shop', amount: 0.5 }, 'amount', 'integer'],
    ['/payments', { person: 'alice', app: 'shop', amount: 0 }, 'amount', '>=1'],
    ['/authorisations', { person: 'alice', app: 'news', event: 'x' }, 'event', 'user_info_modified'],
    ['/migrations', { from: 'news', to: 'news', step: 'x' }, 'step', '"confirm" | "complete"'],
    ['/faults', { faults: [{ at: 'push', effect: 'kill' }] }, 'faults.0.at', 'it happens at'],
    ['/faults', { faults: [{ at: '*', effect: 'explode' }] }, 'faults.0.effect', '"busy"'],
  ])('%s %j names the field %s and what is allowed', async (path, body, field, words) => {
    const answer = await open().post(path, body)
    expect(answer).toMatchObject({ status: 400, body: { field } })
    expect(answer.body.error).toContain(words)
  })

  it.each([
    ['/follows', { person: 'nobody', app: 'news' }, 'nobody is called "nobody"', 'alice, bob, mute'],
    ['/follows', { person: 'alice', app: 'x' }, 'no app "x"', 'shop, club'],
    ['/follows', { person: 'alice', app: 'shop' }, '"shop" is a mini-program', 'Use one of: news.'],
    ['/sign-ins', { person: 'alice', app: 'shop' }, '"shop" is a mini-program', 'news, site, phone'],
    [
      '/payments',
      { person: 'alice', app: 'news', amount: 1 },
      '"news" is a official-account',
      'mini-program',
    ],
    ['/apps', { ...LATER, alias: 'shop' }, '"shop"', 'another alias'],
  ])('%s %j says what there is', async (path, body, words, fix) => {
    const answer = await open().post(path, body)
    expect(answer.status).toBe(400)
    expect(answer.body.error).toContain(words)
    expect(answer.body.fix).toContain(fix)
  })

  it('that is no JSON is refused, and so is an unknown person', async () => {
    const { post, look } = open()
    expect((await post('/people', '{')).status).toBe(400)
    expect((await post('/people', '')).status).toBe(400)
    expect(await look('/people/nobody')).toMatchObject({ status: 400, body: { fix: expect.any(String) } })
  })
})
