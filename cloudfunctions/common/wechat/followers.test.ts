import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { OpenId } from '../base/ids.ts'
import { OpenIdSchema } from '../base/ids.ts'
import { Secret } from '../base/secret.ts'
import { FOLLOWERS_PER_BATCH, readFollower, readFollowerPage, readFollowers } from './followers.ts'
import { answering, JUNK_ANSWERS, NUMBERS_OF_A_TOKEN, NUMBERS_OF_EVERY_API, says } from './testing.ts'

// Pages getFans, batchUserInfo, userInfo and page of global return codes, 2026-11.

const openidOf = (text: string): OpenId => v.parse(OpenIdSchema, text)
const ALICE = openidOf('oALICEegBJY1zhBYw2KhdUfwVJJE')
const BOB = openidOf('oBOBxIegBJY1zhBYw2KhdUfwVJJE')
const UNIONID = 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA'
const NUMBERS = [...NUMBERS_OF_EVERY_API, ...NUMBERS_OF_A_TOKEN, [40032, 'WECHAT_APP_REFUSED']] as const

const refused = (message: string) => expect.toSatisfy(says(message))
const token = new Secret('a&b')

describe('a page of followers', () => {
  const PAGE = { total: 3, count: 2, data: { openid: [ALICE, BOB] }, next_openid: BOB }
  const read = (answer: unknown, next?: OpenId) => {
    const { fetch, asked } = answering(answer)
    return { page: readFollowerPage({ token, fetch, ...(next !== undefined && { next }) }), asked }
  }

  it('tells who follows, how many do, and where the next one goes on', async () => {
    expect(await read(PAGE).page).toStrictEqual({
      openids: ['oALICEegBJY1zhBYw2KhdUfwVJJE', 'oBOBxIegBJY1zhBYw2KhdUfwVJJE'],
      total: 3,
      next: 'oBOBxIegBJY1zhBYw2KhdUfwVJJE',
    })
  })

  it.each([
    ['it has no next_openid', { ...PAGE, next_openid: '' }, [ALICE, BOB]],
    ['its next_openid is left out', { ...PAGE, next_openid: undefined }, [ALICE, BOB]],
    ['it is empty', { total: 2, count: 0, next_openid: '' }, []],
    ['it is empty and repeats the openid', { total: 2, count: 0, next_openid: BOB }, []],
    ['it is empty and says so twice', { total: 2, count: 0, data: { openid: [] }, next_openid: BOB }, []],
  ])('is the last one when %s', async (_, answer, openids) => {
    expect(await read(answer).page).toStrictEqual({ openids, total: answer.total })
  })

  it('begins anywhere', async () => {
    const first = read(PAGE)
    const second = read(PAGE, ALICE)
    await Promise.all([first.page, second.page])
    expect([...first.asked, ...second.asked]).toEqual([
      [
        'https://api.weixin.qq.com/cgi-bin/user/get?access_token=a%26b',
        { method: 'GET', redirect: 'error', signal: expect.any(AbortSignal) },
      ],
      [
        'https://api.weixin.qq.com/cgi-bin/user/get?access_token=a%26b&next_openid=oALICEegBJY1zhBYw2KhdUfwVJJE',
        { method: 'GET', redirect: 'error', signal: expect.any(AbortSignal) },
      ],
    ])
  })

  it('is gone where the one to go on from follows no more', async () => {
    expect(await read({ errcode: 40003, errmsg: 'invalid openid' }, ALICE).page).toBe('gone')
  })

  it.each([...NUMBERS, [40003, 'WECHAT_APP_REFUSED']] as const)(
    'from the beginning is refused with %i: %s',
    async (errcode, code) => {
      await expect(read({ ...PAGE, errcode }).page).rejects.toThrow(
        refused(`${code}: /cgi-bin/user/get: WeChat says ${errcode}`),
      )
    },
  )

  it.each([
    ...JUNK_ANSWERS,
    { ...PAGE, total: '3' },
    { ...PAGE, total: -1 },
    { ...PAGE, count: 1.5 },
    { ...PAGE, data: undefined },
    { ...PAGE, data: {} },
    { ...PAGE, data: { openid: [] } },
    { ...PAGE, data: { openid: ALICE } },
    { ...PAGE, data: { openid: [ALICE, 1234567890] } },
    { ...PAGE, data: { openid: [ALICE, ''] } },
    { ...PAGE, next_openid: 7 },
    { ...PAGE, next_openid: '$' },
  ])('is WECHAT_BUSY where the answer is %j', async (answer) => {
    await expect(read(answer, ALICE).page).rejects.toThrow(
      refused('WECHAT_BUSY: /cgi-bin/user/get: the answer is no page of followers'),
    )
  })
})

describe('many followers', () => {
  const ITEMS = {
    user_info_list: [
      { subscribe: 1, openid: ALICE, language: 'zh_CN', unionid: UNIONID },
      { subscribe: 0, openid: BOB },
    ],
  }
  const read = (answer: unknown, openids: readonly OpenId[] = [ALICE, BOB]) => {
    const { fetch, asked } = answering(answer)
    return { followers: readFollowers({ token, fetch, openids }), asked }
  }

  it('are looked at in one request', async () => {
    const { followers, asked } = read(ITEMS)
    expect(await followers).toStrictEqual([
      { openid: 'oALICEegBJY1zhBYw2KhdUfwVJJE', follows: true, unionid: 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA' },
      { openid: 'oBOBxIegBJY1zhBYw2KhdUfwVJJE', follows: false },
    ])
    expect(asked).toHaveLength(1)
    const [url, init] = asked[0] ?? []
    expect(url).toBe('https://api.weixin.qq.com/cgi-bin/user/info/batchget?access_token=a%26b')
    expect(init).toMatchObject({ method: 'POST', redirect: 'error' })
    expect(JSON.parse(init?.body ?? '')).toEqual({
      user_list: [{ openid: 'oALICEegBJY1zhBYw2KhdUfwVJJE' }, { openid: 'oBOBxIegBJY1zhBYw2KhdUfwVJJE' }],
    })
  })

  it('come in the order in which they were asked for, and nobody else does', async () => {
    const stranger = { subscribe: 1, openid: 'oOTHERegBJY1zhBYw2KhdUfwVJJE', unionid: UNIONID }
    const list = [stranger, ...ITEMS.user_info_list.toReversed()]
    expect(await read({ user_info_list: list }).followers).toMatchObject([{ openid: ALICE }, { openid: BOB }])
    expect(await read({ user_info_list: list }, [BOB]).followers).toStrictEqual([
      { openid: BOB, follows: false },
    ])
  })

  it.each([{}, { unionid: '' }])('may be without a unionid: %j', async (rest) => {
    const answer = { user_info_list: [{ subscribe: 1, openid: ALICE, ...rest }] }
    expect(await read(answer, [ALICE]).followers).toStrictEqual([{ openid: ALICE, follows: true }])
  })

  it('who follow no more have no unionid, whatever comes with it', async () => {
    const answer = { user_info_list: [{ subscribe: 0, openid: ALICE, unionid: UNIONID }] }
    expect(await read(answer, [ALICE]).followers).toStrictEqual([{ openid: ALICE, follows: false }])
  })

  it('are mixed where somebody is no follower', async () => {
    expect(await read({ errcode: 40003, errmsg: 'invalid openid' }).followers).toBe('mixed')
  })

  it('are a hundred at most', async () => {
    expect(FOLLOWERS_PER_BATCH).toBe(100)
    const openids = Array.from({ length: 101 }, (_, n) => openidOf(`oPERSON${n}`))
    const list = openids.map((openid) => ({ subscribe: 1, openid }))
    expect(await read({ user_info_list: list }, openids.slice(1)).followers).toHaveLength(100)
    const { followers, asked } = read({ user_info_list: list }, openids)
    await expect(followers).rejects.toThrow(
      refused('INTERNAL: /cgi-bin/user/info/batchget: 101 people, not 100 at most'),
    )
    expect(asked).toEqual([])
  })

  it('are not asked for when they are none', async () => {
    const { followers, asked } = read(ITEMS, [])
    expect(await followers).toEqual([])
    expect(asked).toEqual([])
  })

  it.each(NUMBERS)('are refused with %i: %s', async (errcode, code) => {
    await expect(read({ ...ITEMS, errcode }).followers).rejects.toThrow(
      refused(`${code}: /cgi-bin/user/info/batchget: WeChat says ${errcode}`),
    )
  })

  it('are WECHAT_BUSY where one of them is not in the answer', async () => {
    await expect(read({ user_info_list: ITEMS.user_info_list.slice(1) }).followers).rejects.toThrow(
      refused('WECHAT_BUSY: /cgi-bin/user/info/batchget: somebody is not in the answer'),
    )
  })

  it.each([
    ...JUNK_ANSWERS,
    { user_info_list: {} },
    { user_info_list: [null] },
    { user_info_list: [{ openid: ALICE }] },
    { user_info_list: [{ openid: ALICE, subscribe: '1' }] },
    { user_info_list: [{ openid: ALICE, subscribe: 2 }] },
    { user_info_list: [{ openid: 1234567890, subscribe: 1 }] },
    { user_info_list: [{ openid: ALICE, subscribe: 1, unionid: 7 }] },
  ])('are WECHAT_BUSY where the answer is %j', async (answer) => {
    await expect(read(answer, [ALICE]).followers).rejects.toThrow(
      refused('WECHAT_BUSY: /cgi-bin/user/info/batchget: the answer is no list of followers'),
    )
  })
})

describe('one person', () => {
  const read = (answer: unknown) => {
    const { fetch, asked } = answering(answer)
    return { follower: readFollower({ token, fetch, openid: ALICE }), asked }
  }

  it.each([
    [
      { subscribe: 1, openid: ALICE, unionid: UNIONID },
      { openid: ALICE, follows: true, unionid: UNIONID },
    ],
    [
      { subscribe: 1, openid: ALICE, errcode: 0 },
      { openid: ALICE, follows: true },
    ],
    [
      { subscribe: 0, openid: ALICE },
      { openid: ALICE, follows: false },
    ],
    [
      { errcode: 40003, errmsg: 'invalid openid' },
      { openid: ALICE, follows: false },
    ],
  ])('of whom WeChat says %j is %j', async (answer, follower) => {
    expect(await read(answer).follower).toStrictEqual(follower)
  })

  it('is asked for once', async () => {
    const { follower, asked } = read({ subscribe: 1, openid: ALICE })
    await follower
    expect(asked).toEqual([
      [
        'https://api.weixin.qq.com/cgi-bin/user/info?access_token=a%26b&openid=oALICEegBJY1zhBYw2KhdUfwVJJE',
        { method: 'GET', redirect: 'error', signal: expect.any(AbortSignal) },
      ],
    ])
  })

  it.each(NUMBERS)('is refused with %i: %s', async (errcode, code) => {
    await expect(read({ subscribe: 1, openid: ALICE, errcode }).follower).rejects.toThrow(
      refused(`${code}: /cgi-bin/user/info: WeChat says ${errcode}`),
    )
  })

  it('is WECHAT_BUSY where the answer is of somebody else', async () => {
    await expect(read({ subscribe: 1, openid: BOB, unionid: UNIONID }).follower).rejects.toThrow(
      refused('WECHAT_BUSY: /cgi-bin/user/info: the answer is of somebody else'),
    )
  })

  it.each([
    ...JUNK_ANSWERS,
    { openid: ALICE },
    { subscribe: 1 },
    { subscribe: true, openid: ALICE },
    { subscribe: 1, openid: 1234567890 },
    { subscribe: 1, openid: ALICE, unionid: '$' },
  ])('is WECHAT_BUSY where the answer is %j', async (answer) => {
    await expect(read(answer).follower).rejects.toThrow(
      refused('WECHAT_BUSY: /cgi-bin/user/info: the answer is no follower'),
    )
  })
})
