import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import { runJobs } from '../../cloudfunctions/common/flows/jobs/run.ts'
import { signIn } from '../../cloudfunctions/common/flows/signIn.ts'
import { callerProof } from '../../cloudfunctions/common/routes/caller.ts'
import type { Gate } from '../interleaving.ts'
import type { Stored } from '../model/replay.ts'
import type { StoreWorld } from '../storeWorld.ts'
import { createStoreWorld, quietOutside, secret } from '../storeWorld.ts'
import type { Asked } from './asked.ts'
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

const day = (date: string): number => Date.parse(`2026-01-${date}T00:00:00Z`)
const since = (date: string): string => new Date(day(date)).toISOString()

const APPIDS = { d1: 'wx00000000000000d1', d2: 'wx00000000000000d2', d3: 'wx00000000000000d3' } as const
type App = keyof typeof APPIDS

const a = { openPlatform: 'a', since: since('01') }
const b = { openPlatform: 'b', since: since('05') }
const bindings = { d1: [a, b], d2: [a], d3: [a] }

const config = readConfig({
  apps: (['d1', 'd2', 'd3'] as const).map((alias) => ({
    alias,
    appid: APPIDS[alias],
    kind: 'mini-program',
    bindings: bindings[alias],
  })),
})

const login = (app: App, unionid: string | undefined, at: number, gate?: Gate) => {
  const ids = {
    APPID: APPIDS[app],
    OPENID: `openid-${app}`,
    ...(unionid !== undefined && { UNIONID: unionid }),
  }
  const { evidence } = callerProof({ SOURCE: 'wx_client', ...ids }, config, at)
  return signIn(
    world.ports(gate, () => at),
    config,
    evidence,
  )
}

const jobs = (at: number) => {
  const clock = () => at
  const ports = world.ports(undefined, clock)
  return runJobs({ ports, config, secret, ...quietOutside(), clock })
}

const identityOf = (app: App): Readonly<Record<string, unknown>> =>
  world.documents('identities').find(({ appid }) => appid === APPIDS[app]) ?? {}

/** Lets something else happen before the first update that is meant. */
const atFirst = (isMeant: (asked: Asked) => boolean, happens: () => Promise<unknown>): Gate => {
  let happened = false
  return async (request, steps = []) => {
    const asked = askedBy(steps)
    if (!happened && asked.method === 'update' && !asked.inTransaction && isMeant(asked)) {
      happened = true
      await happens()
    }
    return request()
  }
}

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
    await login('d1', undefined, day('02'))
    await login('d2', 'own-of-a', day('03'))
    const other = atFirst(
      (asked) => 'lastSeen' in (asked.data[0] ?? {}),
      () => login('d1', 'own-of-b', day('06')),
    )
    await login('d1', 'own-of-a', day('04'), other)
    expect(identityOf('d1')['unions']).toEqual([onB, onA])
  })

  it('a key that comes while a merge moves keys is not moved without the stamp that says whose it was', async () => {
    await login('d1', undefined, day('02'))
    await login('d2', 'own-of-a', day('03'))
    let reads: () => void = () => {}
    const hasRead = new Promise<void>((resolve) => {
      reads = resolve
    })
    let goesOn: () => void = () => {}
    const mayWrite = new Promise<void>((resolve) => {
      goesOn = resolve
    })
    const straggler = login('d3', 'own-of-a', day('03'), async (request, steps = []) => {
      if (askedBy(steps).method === 'end') return request().finally(reads)
      await mayWrite
      return request()
    })
    await hasRead
    const between = atFirst(
      ({ where, data: [data] }) => 'userId' in where && !('_id' in where) && !('oneidMerge' in (data ?? {})),
      async () => {
        goesOn()
        await straggler
      },
    )
    await login('d1', 'own-of-a', day('04'), between)
    for (const later of ['06', '07']) await jobs(day(later))
    expect(identityOf('d3')).toMatchObject({
      userId: identityOf('d1')['userId'],
      oneidMerge: world.documents('merges')[0]?.['_id'],
    })
  })
})
