import fc from 'fast-check'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import { OneIdError } from '../../cloudfunctions/common/base/errors.ts'
import { AppIdSchema, OpenIdSchema } from '../../cloudfunctions/common/base/ids.ts'
import { Secret } from '../../cloudfunctions/common/base/secret.ts'
import type { SessionCall } from '../../cloudfunctions/common/flows/session/call.ts'
import { startSession } from '../../cloudfunctions/common/flows/session/issue.ts'
import { refreshSession } from '../../cloudfunctions/common/flows/session/refresh.ts'
import { signIn } from '../../cloudfunctions/common/flows/signIn.ts'
import { readSigningKey } from '../../cloudfunctions/common/runtime/signingKeys.ts'
import { createTokens } from '../../cloudfunctions/common/runtime/tokens.ts'
import { identityId } from '../../cloudfunctions/common/store/documentIds.ts'
import { config as input } from '../../cloudfunctions/oneid.config.ts'
import type { StoreWorld } from '../storeWorld.ts'
import { createStoreWorld, secret } from '../storeWorld.ts'

/** A35, for every order of events: a copy of a refresh token never lives beside the original. */

const config = readConfig(input)
const key = readSigningKey('KEY', new Secret(Buffer.alloc(32, 7).toString('base64url')))
const tokens = createTokens({ keys: [key], issuer: 'https://id.example.com', audience: 'oneid' })

const BEGIN = Date.parse('2026-11-20T08:00:00.000Z')
const SHOP = v.parse(AppIdSchema, 'wx5a3e1f0c7b2d4e61')
const ALICE = v.parse(OpenIdSchema, 'oGZUI0egBJY1zhBYw2KhdUfwVJJE')
/** Longer than a lost answer is repeated. */
const LATER_MS = 31_000

let store: StoreWorld
let session: { readonly identity: string; readonly userId: Awaited<ReturnType<typeof signIn>>['userId'] }

const at = (now: number): SessionCall => ({
  ports: store.ports(),
  config,
  tokens,
  fetch: () => Promise.reject(new Error('nobody asks WeChat here')),
  secretOf: () => secret,
  secret,
  now,
})

beforeAll(async () => {
  store = await createStoreWorld()
  const evidence = { appid: SHOP, openid: ALICE, route: 'code2session', observedAt: BEGIN } as const
  const { userId } = await signIn(store.ports(), config, evidence)
  session = { identity: identityId(SHOP, ALICE), userId }
})
afterAll(() => store.close())

/** The successor, or undefined where the token is refused. */
const use = async (refreshToken: string, now: number): Promise<string | undefined> => {
  try {
    return (await refreshSession(at(now), { app: 'shop', refreshToken })).refreshToken
  } catch (error) {
    if (error instanceof OneIdError && ['SESSION_ENDED', 'REFRESH_TOKEN_REUSED'].includes(error.code))
      return undefined
    throw error
  }
}

type Who = 'client' | 'thief'
const who = fc.constantFrom<Who>('client', 'thief')
const wait = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 90_000 }))
const step = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('steal' as const), wait }) },
  // 0 is the newest that they have, 1 the one before.
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('use' as const),
      who,
      age: fc.integer({ min: 0, max: 3 }),
      wait,
    }),
  },
)

it('a right client and a thief: once either has gone on and the other comes, neither has a session that works', async () => {
  let rotated = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), who, async (steps, first) => {
      let now = BEGIN
      const { refreshToken } = await startSession(at(now), session, 'shop')
      // What each has, oldest first; the thief has seen the first one at least.
      const has: Readonly<Record<Who, string[]>> = { client: [refreshToken], thief: [refreshToken] }
      const refresh = async (one: Who, age = 0): Promise<boolean> => {
        const successor = await use(has[one].at(-1 - age) ?? refreshToken, now)
        if (successor === undefined) return false
        has[one].push(successor)
        return true
      }
      for (const one of steps) {
        now += one.wait
        if (one.kind === 'steal') has.thief.push(has.client.at(-1) ?? refreshToken)
        else await refresh(one.who, one.age)
      }
      const second = first === 'client' ? 'thief' : 'client'
      const works: boolean[] = []
      for (const one of [first, second, first] as const) {
        now += LATER_MS
        works.push(await refresh(one))
      }
      // Whatever the first one got, the token of the second had been replaced by then: nobody has a session any more.
      const [ofFirst, ...afterwards] = works
      expect(afterwards).toEqual([false, false])
      if (ofFirst) rotated += 1
    }),
    { numRuns: 60 },
  )
  // In some of them the session was alive until then.
  expect(rotated).toBeGreaterThan(0)
})

it('a right client alone: however many answers are lost, who tries again within 30 s goes on', async () => {
  const attempt = fc.record({ isLost: fc.boolean(), wait: fc.integer({ min: 0, max: 7_000 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(attempt, { minLength: 1, maxLength: 12 }), async (attempts) => {
      let now = BEGIN
      let { refreshToken } = await startSession(at(now), session, 'shop')
      let lost = 0
      for (const { isLost, wait: pause } of attempts) {
        now += pause
        const successor = await use(refreshToken, now)
        expect(successor).toBeDefined()
        // Who has lost three answers waits for the fourth.
        lost = isLost && lost < 3 ? lost + 1 : 0
        if (lost === 0) refreshToken = successor ?? ''
      }
    }),
    { numRuns: 30 },
  )
})

it('eight refreshes at once, by clocks that differ: all of them get the same successor, which works', async () => {
  const { refreshToken } = await startSession(at(BEGIN), session, 'shop')
  const clocks = [0, 3_000, 1_000, 7_000, 2_000, 5_000, 4_000, 6_000]
  const successors = await Promise.all(clocks.map((ms) => use(refreshToken, BEGIN + ms)))
  expect(new Set(successors).size).toBe(1)
  expect(await use(successors[0] ?? '', BEGIN + 60_000)).toBeDefined()
})
