import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import cloud from 'wx-server-sdk'
import { readConfig } from '../cloudfunctions/common/base/config.ts'
import { signIn } from '../cloudfunctions/common/flows/signIn.ts'
import { wxContext } from '../cloudfunctions/common/routes/wxContext.ts'
import { pause, secureRandom } from '../cloudfunctions/common/runtime/cloud.ts'
import { config } from '../cloudfunctions/oneid.config.ts'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import type { Fate, Gate } from './interleaving.ts'
import { gated, gateOf, isCut, undisturbed } from './interleaving.ts'
import { createOneIdWorld } from './oneIdWorld.ts'

/**
 * Several logins of one person, interleaved request by request in every way that chance finds, each of them cut off
 * at any request: before it is sent, or after it was carried out with its reply lost. Afterwards everybody logs in
 * once more, and there must be one account.
 */

const registry = readConfig(config)
let world: TestWorld
let played = 0

const RUNS = 40
/** Shrinking a failure plays many more people. */
const PEOPLE = Array.from({ length: 20 * RUNS }, (_, n) => `person${n}`)

beforeAll(async () => {
  world = await createOneIdWorld({ people: PEOPLE })
  Object.assign(process.env, world.environment())
})
afterAll(() => world.close())

interface Login {
  readonly app: string
  readonly withUnionid: boolean
  readonly fates: readonly Fate[]
}

const fate = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Fate>('carried out') },
  { weight: 1, arbitrary: fc.constant<Fate>('never sent') },
  { weight: 1, arbitrary: fc.constant<Fate>('reply lost') },
)

const loginsOf = (withUnionid: fc.Arbitrary<boolean>): fc.Arbitrary<readonly Login[]> =>
  fc.array(
    fc.record({ app: fc.constantFrom('shop', 'club'), withUnionid, fates: fc.array(fate, { maxLength: 6 }) }),
    { minLength: 2, maxLength: 5 },
  )

const loginAs = (person: string, { app, withUnionid }: Omit<Login, 'fates'>, gate: Gate) => {
  const { openid, appid, unionid } = world.person(person).in(app)
  const raw = { SOURCE: 'wx_client', OPENID: openid, APPID: appid, ...(withUnionid && { UNIONID: unionid }) }
  const { evidence } = wxContext(raw, registry, Date.now())
  return signIn(
    { db: gated(cloud.database(), gate), random: secureRandom, pause, clock: Date.now },
    registry,
    evidence,
  )
}

const newPerson = (): string => `person${played++}`

/** Runs all logins of a person to their ends, good or bad, in the scheduler's order. */
const play = async (scheduler: fc.Scheduler, logins: readonly Login[], person = newPerson()) => {
  const ends = logins.map((login) =>
    loginAs(person, login, gateOf(scheduler, login.fates)).then(
      ({ userId }) => userId,
      (error: unknown) => {
        if (isCut(error)) return undefined
        throw error
      },
    ),
  )
  await scheduler.waitFor(Promise.allSettled(ends))
  const returned = (await Promise.all(ends)).filter((userId) => userId !== undefined)
  return { person, returned }
}

/** What anybody finds who logs in later, twice in each app, alone and undisturbed. */
const settle = async (person: string): Promise<readonly string[]> => {
  const found: string[] = []
  for (const app of ['shop', 'club', 'shop', 'club']) {
    const { userId } = await loginAs(person, { app, withUnionid: true }, undisturbed)
    found.push(userId)
  }
  return found
}

/** The documents of a person: the identities of both apps and the union. */
const documentsOf = (person: string): readonly Record<string, unknown>[] => {
  const { unionid } = world.person(person).in('shop')
  const openids = ['shop', 'club'].map((app) => world.person(person).in(app).openid)
  return world.database
    .documents('identities')
    .filter(({ unionid: shown, openid }) => shown === unionid || openids.includes(String(openid)))
}

const userIdsOf = (person: string): readonly unknown[] => documentsOf(person).map(({ userId }) => userId)

describe('the login protocol, interleaved and cut off at random', () => {
  it('one person who shows the unionid has one account, and everybody was told its id', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), loginsOf(fc.constant(true)), async (scheduler, logins) => {
        const { person, returned } = await play(scheduler, logins)
        const settled = await settle(person)
        expect(new Set([...returned, ...settled, ...userIdsOf(person)]).size).toBe(1)
      }),
      { numRuns: RUNS },
    )
  })

  it('one app alone has one account, although no login brings the unionid before the end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), loginsOf(fc.constant(false)), async (scheduler, logins) => {
        const inShop = logins.map((login) => ({ ...login, app: 'shop' }))
        const { person, returned } = await play(scheduler, inShop)
        const settled = await settle(person)
        expect(new Set([...returned, ...settled, ...userIdsOf(person)]).size).toBe(1)
      }),
      { numRuns: RUNS },
    )
  })

  it('an identity that has proved the union belongs to the user of the union, always', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), loginsOf(fc.boolean()), async (scheduler, logins) => {
        // An identity from the time before its app was bound: several logins now race to claim the union for it.
        const person = newPerson()
        await loginAs(person, { app: 'shop', withUnionid: false }, undisturbed)
        await play(scheduler, logins, person)
        const union = documentsOf(person).find(({ kind }) => kind === 'union')
        const proved = documentsOf(person).filter(({ unions }) => Array.isArray(unions) && unions.length > 0)
        expect(proved.map(({ userId }) => userId)).toEqual(proved.map(() => union?.['userId']))
      }),
      { numRuns: RUNS },
    )
  })
})
