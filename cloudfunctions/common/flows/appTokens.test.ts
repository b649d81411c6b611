import { describe, expect, it } from 'vitest'
import { readConfig } from '../base/config.ts'
import { OneIdError } from '../base/errors.ts'
import { Secret } from '../base/secret.ts'
import { appTokenId } from '../store/appTokens.ts'
import type { CloudDatabase } from '../store/requests.ts'
import { createSealing } from '../store/sealing.ts'
import type { Fetch } from '../wechat/weChatApi.ts'
import { createWithToken } from './appTokens.ts'

// Page "Get stable access token", 2026-11: 7,200 s, and 40001 for a token that is not the latest.

const { apps } = readConfig({
  apps: [
    { alias: 'news', appid: 'wx00000000000000a1', kind: 'official-account', secret: 'WX_NEWS', bindings: [] },
  ],
})
const [news] = apps
if (news === undefined) throw new Error('no such app')

type Document = Readonly<Record<string, unknown>>

/** What is asked of it is all that there is. */
const isDatabase = (value: unknown): value is CloudDatabase =>
  typeof value === 'object' && value !== null && 'collection' in value

/** As much of a collection as one document by its id needs. */
const oneDocument = () => {
  let stored: Document | undefined
  const requests: string[] = []
  const matches = (where: Document): boolean =>
    stored !== undefined && Object.entries(where).every(([field, value]) => stored?.[field] === value)
  const collection = () => ({
    where: (where: Document) => ({
      limit: () => ({
        get: async () => {
          requests.push('get')
          return { data: matches(where) ? [stored] : [] }
        },
      }),
      update: async ({ data }: { readonly data: Document }) => {
        requests.push('update')
        const updated = matches(where) ? 1 : 0
        if (updated === 1) stored = { ...stored, ...data }
        return { stats: { updated } }
      },
    }),
    add: async ({ data: [document] }: { readonly data: readonly Document[] }) => {
      requests.push('add')
      if (stored !== undefined) throw new Error('E11000 duplicate key')
      stored = document
      return {}
    },
  })
  const db: unknown = { collection, command: {} }
  if (!isDatabase(db)) throw new Error('no database')
  return { db, requests, stored: () => stored }
}

/** A WeChat that gives one token after the other, or refuses. */
const tokens = (...answers: readonly unknown[]) => {
  let given = 0
  const fetch: Fetch = async () => {
    const answer = answers[given] ?? { access_token: `token ${given + 1}`, expires_in: 7_200 }
    given += 1
    return { ok: true, text: async () => JSON.stringify(answer) }
  }
  return { fetch, given: () => given }
}

const SECRET = new Secret('a secret of thirty-two characters')

const begin = (...answers: readonly unknown[]) => {
  let now = 1_000_000
  const { db, requests, stored } = oneDocument()
  const { fetch, given } = tokens(...answers)
  const ports = {
    db,
    random: (count: number) => new Uint8Array(count),
    pause: async (ms: number) => {
      now += ms
    },
    clock: () => now,
  }
  const withToken = createWithToken({ ports, sealing: createSealing(SECRET), fetch, secretOf: () => SECRET })
  return {
    requests,
    stored,
    given,
    withToken,
    /** The token that a question is asked with. */
    token: () => withToken(news, async (token) => token.reveal()),
    ask: (refused: readonly string[]) =>
      withToken(news, async (token) => {
        if (refused.includes(token.reveal())) throw new OneIdError('WECHAT_TOKEN_REFUSED', '40001')
        return token.reveal()
      }),
    advance: (ms: number) => {
      now += ms
    },
  }
}
const codeOf = (error: unknown) => (error instanceof OneIdError ? error.code : error)

describe('the token of an app', () => {
  it('is fetched once: 3 requests for the first, 1 for each later', async () => {
    const { token, requests, given } = begin()
    expect(await token()).toBe('token 1')
    expect(requests).toEqual(['get', 'add', 'update'])
    requests.length = 0
    expect(await token()).toBe('token 1')
    expect(requests).toEqual(['get'])
    expect(given()).toBe(1)
  })

  it('is kept sealed, for this document only', async () => {
    const { token, stored } = begin()
    await token()
    const { sealed, ...rest } = stored() ?? {}
    expect(rest).toEqual({
      _id: appTokenId(news.appid),
      kind: 'app-token',
      renewAt: 1_000_000 + 6_900_000,
      expires: 1_000_000 + 7_200_000,
      leaseUntil: 0,
    })
    expect(createSealing(SECRET).open(String(sealed), appTokenId(news.appid))).toBe('token 1')
  })

  it('is renewed five minutes before its end, and not before', async () => {
    const { token, advance, requests } = begin()
    await token()
    advance(6_899_999)
    expect(await token()).toBe('token 1')
    advance(1)
    requests.length = 0
    expect(await token()).toBe('token 2')
    expect(requests).toEqual(['get', 'update', 'update'])
  })

  it('whose fetching failed leaves no lease behind, and no token', async () => {
    const { token, stored } = begin({ errcode: 40125 })
    expect(await token().catch(codeOf)).toBe('WECHAT_APP_REFUSED')
    expect(stored()).toMatchObject({ leaseUntil: 0, sealed: '' })
    expect(await token()).toBe('token 2')
  })

  it('in its last minutes goes on working when the next cannot be fetched', async () => {
    const { token, advance, stored } = begin(undefined, { errcode: -1 })
    await token()
    advance(6_900_000)
    expect(await token()).toBe('token 1')
    expect(stored()).toMatchObject({ leaseUntil: 0 })
    expect(await token()).toBe('token 3')
  })

  it('that has expired is nobody’s any more while the next is fetched', async () => {
    const { token, advance, stored } = begin(undefined, { errcode: -1 })
    await token()
    advance(7_200_000)
    expect(await token().catch(codeOf)).toBe('WECHAT_BUSY')
    expect(stored()).toMatchObject({ sealed: '', renewAt: 0, leaseUntil: 0 })
    expect(await token()).toBe('token 3')
  })

  it('that WeChat refuses is replaced, and the question asked once more', async () => {
    const { ask, given } = begin()
    expect(await ask([])).toBe('token 1')
    expect(await ask(['token 1'])).toBe('token 2')
    expect(given()).toBe(2)
  })

  it('refused twice is an error', async () => {
    const { ask, given } = begin()
    expect(await ask(['token 1', 'token 2', 'token 3']).catch(codeOf)).toBe('WECHAT_TOKEN_REFUSED')
    expect(given()).toBe(2)
  })

  it('is not fetched again because of another error', async () => {
    const { withToken, given, stored } = begin()
    const busy = withToken(news, () => Promise.reject(new OneIdError('WECHAT_BUSY', '-1')))
    expect(await busy.catch(codeOf)).toBe('WECHAT_BUSY')
    expect(given()).toBe(1)
    expect(stored()).toMatchObject({ expires: 1_000_000 + 7_200_000 })
  })
})
