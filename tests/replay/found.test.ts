import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import { signIn } from '../../cloudfunctions/common/flows/signIn.ts'
import { callerProof } from '../../cloudfunctions/common/routes/caller.ts'
import type { Gate } from '../interleaving.ts'
import type { Stored } from '../model/replay.ts'
import type { StoreWorld } from '../storeWorld.ts'
import { createStoreWorld } from '../storeWorld.ts'
import { askedBy } from './asked.ts'
import { play } from './play.ts'
import type { Act } from './story.ts'

/** What model and random stories have found, one by one. */

let world: StoreWorld

beforeAll(async () => {
  world = await createStoreWorld()
})
afterAll(() => world.close())
beforeEach(() => world.clear())

const silent: Act = { does: 'login', app: '1', shows: undefined }
const shows = (app: '1' | '2'): Act => ({ does: 'login', app, shows: 'own' })
const split: Act = { does: 'split', nth: 0 }
const job: Act = { does: 'job' }

/** Plays one after the other, two days apart; app 1 is bound to b from the step `rebound` on. */
const playOneByOne = async (rebound: number, acts: readonly Act[]): Promise<Stored | undefined> => {
  let last: Stored | undefined
  const moments = acts.map((act) => [{ act, fates: [] }])
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { stored } = await play(world, scheduler, { rebound, moments })
      last = stored.at(-1)
    }),
    { numRuns: 1 },
  )
  return last
}

const NEVER = 99
const onA = { platform: 'a', epoch: 0, unionid: 'own-of-a' }
const onB = { platform: 'b', epoch: 1, unionid: 'own-of-b' }

describe('what the model has found', () => {
  it('an identity that has proved its union is not marked again by a merge', async () => {
    const lift: Act = { does: 'lift', nth: 0 }
    const stored = await playOneByOne(NEVER, [
      silent,
      shows('2'),
      shows('1'),
      split,
      job,
      job,
      lift,
      shows('1'),
    ])
    expect(stored?.journals).toHaveLength(2)
    expect(stored?.identities.map(({ unions }) => unions)).toEqual([[onA], [onA]])
  })

  it('nobody claims a union while the account is split: two unionids of one platform could become one person’s', async () => {
    const untilSplit = [silent, shows('2'), shows('1'), split, shows('1')]
    const before = await playOneByOne(4, untilSplit)
    expect(before?.unions.map(({ unionid }) => unionid)).toEqual(['own-of-a'])
    await world.clear()
    const after = await playOneByOne(4, [...untilSplit, job, job, shows('1')])
    expect(after?.unions.map(({ unionid }) => unionid)).toEqual(['own-of-a', 'own-of-b'])
  })

  it('a login that merges leaves the proof of it, even if another has marked the identity meanwhile', async () => {
    const day = (date: string): number => Date.parse(`2026-01-${date}T00:00:00Z`)
    const since = (date: string) => new Date(day(date)).toISOString()
    const a = { openPlatform: 'a', since: since('01') }
    const apps = {
      wx00000000000000d1: [a, { openPlatform: 'b', since: since('05') }],
      wx00000000000000d2: [a],
    }
    const config = readConfig({
      apps: Object.entries(apps).map(([appid, bindings], at) => ({
        appid,
        alias: `app-${at}`,
        kind: 'mini-program',
        bindings,
      })),
    })
    const login = (appid: string, unionid: string | undefined, at: number, gate?: Gate) => {
      const ids = {
        APPID: appid,
        OPENID: `openid-${appid}`,
        ...(unionid !== undefined && { UNIONID: unionid }),
      }
      const { evidence } = callerProof({ SOURCE: 'wx_client', ...ids }, config, at)
      return signIn(
        world.ports(gate, () => at),
        config,
        evidence,
      )
    }
    const [one, two] = Object.keys(apps)
    await login(one ?? '', undefined, day('02'))
    await login(two ?? '', 'own-of-a', day('03'))
    let marked = false
    await login(one ?? '', 'own-of-a', day('04'), async (request, steps = []) => {
      const [change] = askedBy(steps).data
      if (!marked && steps.at(-1)?.method === 'update' && change?.['lastSeen'] !== undefined) {
        marked = true
        await login(one ?? '', 'own-of-b', day('06'))
      }
      return request()
    })
    const identity = world.documents('identities').find(({ appid }) => appid === one)
    expect(identity?.['unions']).toEqual([onB, onA])
  })
})
