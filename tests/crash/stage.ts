import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import type { Clock } from '../../cloudfunctions/common/base/time.ts'
import { workOnLeased } from '../../cloudfunctions/common/flows/jobs/ending.ts'
import { runJobs } from '../../cloudfunctions/common/flows/jobs/run.ts'
import type { Work } from '../../cloudfunctions/common/flows/jobs/work.ts'
import type { Ports } from '../../cloudfunctions/common/flows/ports.ts'
import { signIn } from '../../cloudfunctions/common/flows/signIn.ts'
import { callerProof } from '../../cloudfunctions/common/routes/caller.ts'
import type { Job } from '../../cloudfunctions/common/store/jobs.ts'
import { dueJobs, leaseJob } from '../../cloudfunctions/common/store/jobs.ts'
import { createSealing } from '../../cloudfunctions/common/store/sealing.ts'
import type { Gate } from '../interleaving.ts'
import type { StoreWorld } from '../storeWorld.ts'
import { noPayments, noWeChat, secret } from '../storeWorld.ts'

const MINUTE = 60_000
/** Longer than the lease of a job and than the wait for a late pass, both 2 minutes. */
export const LATER = 3 * MINUTE

const BEGIN = Date.parse('2026-01-01T00:00:00Z')

const APPIDS = { shop: 'wx00000000000000a1', club: 'wx00000000000000a2', lab: 'wx00000000000000a3' } as const
export type AppName = keyof typeof APPIDS

const bindings = [{ openPlatform: 'main', since: '2025-01-01' }]

export const config = readConfig({
  apps: Object.entries(APPIDS).map(([alias, appid]) => ({ alias, appid, kind: 'mini-program', bindings })),
  collections: [{ collection: 'notes', field: 'userId' }],
  notify: ['orders'],
})

export const sealing = createSealing(secret)

/** One person, three apps bound to one open platform, a collection of notes, and a function that is told everything. */
export interface Stage {
  readonly ports: (gate?: Gate) => Ports
  readonly clock: Clock
  readonly pass: (ms: number) => void
  /** Signs the person in; `shows`: with the unionid. */
  readonly login: (app: AppName, shows: boolean, gate?: Gate) => Promise<string>
  readonly writeNote: (userId: string) => Promise<void>
  readonly jobs: () => Promise<void>
  readonly work: (gate?: Gate) => Work
  /** Takes up what is due of one kind of job, as a run does. */
  readonly jobsOf: (kind: Job['kind'], gate: Gate) => Promise<void>
  /** What the function heard. */
  readonly told: readonly unknown[]
}

const noAnswers: Pick<Work, 'fetch' | 'withToken'> = {
  fetch: noWeChat.fetch,
  withToken: () => Promise.reject(new Error('nobody asks WeChat here')),
}

/** Chance that is the same in every run. */
const countingRandom = (): Ports['random'] => {
  let drawn = 0
  return (count) => new Uint8Array(count).fill(drawn++)
}

export const createStage = (world: StoreWorld): Stage => {
  let now = BEGIN
  const clock = () => now
  const random = countingRandom()
  const told: unknown[] = []
  const callFunction: Work['callFunction'] = async (_name, { oneid }) => told.push(oneid)
  const ports = (gate?: Gate): Ports => ({ ...world.ports(gate, clock), random })
  const work = (gate?: Gate): Work => {
    const until = now + MINUTE
    return { ports: ports(gate), config, sealing, callFunction, ...noAnswers, clock, until }
  }
  return {
    ports,
    clock,
    told,
    work,
    pass: (ms) => {
      now += ms
    },
    login: async (app, shows, gate) => {
      // No two users are of the same age.
      now += 1_000
      const ids = { APPID: APPIDS[app], OPENID: `openid-${app}`, ...(shows && { UNIONID: 'unionid-main' }) }
      const { evidence } = callerProof({ SOURCE: 'wx_client', ...ids }, config, now)
      return (await signIn(ports(gate), config, evidence)).userId
    },
    writeNote: async (userId) => {
      await ports().db.collection('notes').add({ data: { userId } })
    },
    jobs: async () => {
      await runJobs({
        ports: ports(),
        config,
        secret,
        callFunction,
        doors: noPayments,
        weChat: noWeChat,
        clock,
      })
    },
    jobsOf: async (kind, gate) => {
      const { db } = ports(gate)
      const due = await dueJobs(db, now, 100)
      for (const job of due.filter((one) => one.kind === kind)) {
        const leased = await leaseJob(db, job, now, 2 * MINUTE)
        if (leased !== undefined) await workOnLeased(work(gate), leased)
      }
    },
  }
}
