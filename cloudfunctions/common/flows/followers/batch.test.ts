import { describe, expect, it } from 'vitest'
import { readConfig } from '../../base/config.ts'
import { OneIdError } from '../../base/errors.ts'
import { Secret } from '../../base/secret.ts'
import { ImportRequestSchema } from '../../routes/importRow.ts'
import { readEvent } from '../../routes/readEvent.ts'
import { createSealing } from '../../store/sealing.ts'
import type { Fetch } from '../../wechat/weChatApi.ts'
import type { Work } from '../jobs/work.ts'
import { takeFollowers } from './batch.ts'

// Pages batchUserInfo and user/info, 2026-11: of somebody who does not follow nothing but that is known.

const config = readConfig({
  apps: [
    {
      alias: 'news',
      appid: 'wx00000000000000a1',
      kind: 'official-account',
      bindings: [{ openPlatform: 'main', since: '2021-01-01' }],
    },
  ],
})
const [news] = config.apps
const rows = ['o_alice_', 'o_bob___', 'o_carol_'].map((openid) => ({ app: 'news', openid }))
const openids = readEvent(ImportRequestSchema, { rows }).rows.map(({ openid }) => openid)
const NOW = Date.parse('2026-11-20T08:00:00.000Z')

/** Nobody who follows is in these tests: whoever asks the database fails. */
const workWith = (fetch: Fetch): Work => ({
  ports: {
    get db(): never {
      throw new Error('nobody asks the database here')
    },
    random: (count) => new Uint8Array(count),
    pause: async () => {},
    clock: () => NOW,
  },
  config,
  sealing: createSealing(new Secret('a secret of thirty-two characters')),
  callFunction: async () => undefined,
  fetch,
  withToken: (_app, ask) => ask(new Secret('token')),
  clock: () => NOW,
  until: NOW + 1,
})

/** A WeChat that answers each path in its own way, and what it was asked. */
const weChat = (answers: Readonly<Record<string, (url: URL) => unknown>>) => {
  const asked: string[] = []
  const fetch: Fetch = async (address) => {
    const url = new URL(address)
    asked.push(url.pathname)
    const answer = answers[url.pathname]?.(url)
    return { ok: true, text: async () => JSON.stringify(answer) }
  }
  return { fetch, asked }
}
const BATCH = '/cgi-bin/user/info/batchget'
const ONE = '/cgi-bin/user/info'
const gone = (openid: unknown) => ({ subscribe: 0, openid })

const take = (fetch: Fetch) => {
  if (news === undefined) throw new Error('no such app')
  return takeFollowers(workWith(fetch), news, openids)
}

describe('a batch of followers of whom nobody follows any more', () => {
  it('comes to nothing, after one call', async () => {
    const { fetch, asked } = weChat({ [BATCH]: () => ({ user_info_list: openids.map(gone) }) })
    expect(await take(fetch)).toEqual([])
    expect(asked).toEqual([BATCH])
  })

  it('is asked for one by one when WeChat refuses it (40003)', async () => {
    const { fetch, asked } = weChat({
      [BATCH]: () => ({ errcode: 40003 }),
      [ONE]: (url) => gone(url.searchParams.get('openid')),
    })
    expect(await take(fetch)).toEqual([])
    expect(asked).toEqual([BATCH, ONE, ONE, ONE])
  })

  it('and nobody is lost in silence when one of them is not answered', async () => {
    const { fetch } = weChat({
      [BATCH]: () => ({ errcode: 40003 }),
      [ONE]: (url) => {
        const openid = url.searchParams.get('openid')
        return openid === openids[1] ? { errcode: -1 } : gone(openid)
      },
    })
    const error = await take(fetch).catch((reason: unknown) => reason)
    expect(error instanceof OneIdError && error.code).toBe('WECHAT_BUSY')
  })

  it('whoever came without a unionid is looked at again, and may be gone by then', async () => {
    const { fetch, asked } = weChat({
      [BATCH]: () => ({ user_info_list: openids.map((openid) => ({ subscribe: 1, openid })) }),
      [ONE]: (url) => gone(url.searchParams.get('openid')),
    })
    expect(await take(fetch)).toEqual([])
    expect(asked).toEqual([BATCH, ONE, ONE, ONE])
  })
})
