import * as v from 'valibot'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import cloud from 'wx-server-sdk'
import type { Config } from '../../cloudfunctions/common/base/config.ts'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import type { MergeId, UserId } from '../../cloudfunctions/common/base/ids.ts'
import { MergeIdSchema } from '../../cloudfunctions/common/base/ids.ts'
import { enqueue } from '../../cloudfunctions/common/flows/jobs/notifications.ts'
import { runJobs } from '../../cloudfunctions/common/flows/jobs/run.ts'
import { merge } from '../../cloudfunctions/common/flows/merge.ts'
import { inRounds } from '../../cloudfunctions/common/flows/rounds.ts'
import { signIn } from '../../cloudfunctions/common/flows/signIn.ts'
import { split } from '../../cloudfunctions/common/flows/split.ts'
import { mergeOrder } from '../../cloudfunctions/common/identity/merging.ts'
import { callerProof } from '../../cloudfunctions/common/routes/caller.ts'
import { knownUser, newUserId, readUsers } from '../../cloudfunctions/common/store/users.ts'
import type { Gate } from '../interleaving.ts'
import { undisturbed } from '../interleaving.ts'
import type { StoreWorld } from '../storeWorld.ts'
import { createStoreWorld, noPayments, noWeChat, secret } from '../storeWorld.ts'

/** `jobs` on the emulated database: people and apps, a clock that only tests move, and what functions are told. */

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** Twice the longest call of CloudBase, 60 s: so long a lease lasts, and so long a late pass waits. */
export const LATE = 2 * MINUTE

const BEGIN = Date.parse('2026-11-20T08:00:00Z')

const bound = [{ openPlatform: 'main', since: '2021-03-01' }]
const mini = 'mini-program' as const
const APPS = [
  { alias: 'shop', appid: 'wx00000000000000a1', kind: mini, bindings: bound },
  { alias: 'club', appid: 'wx00000000000000a2', kind: mini, bindings: bound },
  { alias: 'lab', appid: 'wx00000000000000a3', kind: mini, bindings: [] },
]
type AppName = 'shop' | 'club' | 'lab'

const appidOf = (app: AppName): string => APPS.find(({ alias }) => alias === app)?.appid ?? ''
/** As long as WeChat's, so that whatever cuts ids out of a text finds them. */
export const openidOf = (person: string, app: AppName): string => `o_${app}_${person}_`.padEnd(28, 'x')
export const unionidOf = (person: string): string => `u_${person}_`.padEnd(28, 'x')

/** Rows of a business function, which follow a merge if the configuration says so. */
export const NOTES = { collection: 'notes', field: 'userId' }

const EventSchema = v.looseObject({ id: v.string(), type: v.string(), userId: v.optional(v.string()) })

/** What business functions were told, in order. */
export interface Delivery {
  readonly to: string
  readonly event: v.InferOutput<typeof EventSchema>
}

interface Run {
  readonly gate?: Gate
  readonly told?: Delivery[]
  readonly notify?: readonly string[]
  readonly collections?: readonly (typeof NOTES)[]
  /** The function that is told what to look at. */
  readonly alert?: string
  /** A delivery that throws. */
  readonly fails?: (delivery: Delivery) => boolean
}

const configOf = ({
  notify = ['orders'],
  collections = [],
  alert,
}: Pick<Run, 'notify' | 'collections' | 'alert'>): Config =>
  readConfig({
    ...(alert !== undefined && { alert }),
    apps: APPS,
    notify: [...notify],
    collections: [...collections],
    retention: { undoDays: 90, deletionGraceDays: 7 },
  })
export const config = configOf({})

export const typesAndUsers = (told: readonly Delivery[]) =>
  told.map(({ event }) => [event.type, event.userId])

/** The guests that a function was told of, in order. */
export const guestsTold = (to: string, told: readonly Delivery[]) =>
  told.filter((delivery) => delivery.to === to).map(({ event }) => event['guestId'])

type Document = Readonly<Record<string, unknown>>

/** For a test file: each test begins with an empty database, at the same time. */
export const useJobsWorld = () => {
  let world: StoreWorld
  let now = BEGIN
  beforeAll(async () => {
    world = await createStoreWorld([{ name: NOTES.collection }])
  })
  afterAll(() => world.close())
  beforeEach(async () => {
    await world.clear()
    now = BEGIN
  })

  const clock = {
    now: () => now,
    set: (at: number) => {
      now = at
    },
    advance: (ms: number) => {
      now += ms
    },
  }
  const ports = (gate?: Gate) => world.ports(gate, clock.now)
  const documents = (collection: string) => world.documents(collection)
  const change = (collection: string, where: object, data: object) =>
    cloud.database().collection(collection).where(where).update({ data })
  const add = async (collection: string, rows: readonly object[]): Promise<void> => {
    if (rows.length > 0)
      await cloud
        .database()
        .collection(collection)
        .add({ data: [...rows] })
  }

  const run = ({ gate = undisturbed, told = [], fails = () => false, ...configured }: Run = {}) =>
    runJobs({
      // Without chance, a failure is tried again after exactly the time that it says.
      ports: { ...ports(gate), random: (count) => new Uint8Array(count) },
      config: configOf(configured),
      secret,
      doors: noPayments,
      weChat: noWeChat,
      callFunction: (to, { oneid }) =>
        gate(async () => {
          const delivery = { to, event: v.parse(EventSchema, oneid) }
          if (fails(delivery)) throw new Error(`errCode: -504002 ${to} threw about ${delivery.event.userId}`)
          told.push(delivery)
        }),
      clock: clock.now,
    })

  /** One run and what it told. */
  const toldBy = async (options: Omit<Run, 'told'> = {}): Promise<readonly Delivery[]> => {
    const told: Delivery[] = []
    await run({ ...options, told })
    return told
  }

  /** @param of whom WeChat shows the unionid: the person's own if nothing is said */
  const evidenceOf = (person: string, app: AppName, of: 'own' | 'none' | (string & {}) = 'own') => {
    const unionid = unionidOf(of === 'own' ? person : of)
    const ids = { APPID: appidOf(app), OPENID: openidOf(person, app) }
    const raw = { SOURCE: 'wx_client', ...ids, ...(of !== 'none' && { UNIONID: unionid }) }
    return callerProof(raw, config, now).evidence
  }
  const login = (person: string, app: AppName, of?: string, gate?: Gate) =>
    signIn(ports(gate), config, evidenceOf(person, app, of))

  /** Two accounts of one person that turn out to be one: the older one, in shop, survives. */
  const mergedAccounts = async (person: string) => {
    const survivor = (await login(person, 'shop')).userId
    clock.advance(1)
    const loser = (await login(person, 'club', 'none')).userId
    const merge = async () => {
      clock.advance(1)
      expect((await login(person, 'club')).userId).toBe(survivor)
    }
    return { survivor, loser, merge }
  }

  /**
   * An administrator merges two accounts; undefined when one of them is none any more.
   * @returns the id of the merge
   */
  const mergeByHand = (one: UserId, other: UserId, gate?: Gate): Promise<MergeId | undefined> =>
    inRounds(ports(gate), async () => {
      const [mine, its] = (await readUsers(ports(gate).db, [one, other])).map(knownUser)
      if (mine?.status !== 'active' || its?.status !== 'active') return undefined
      const plan = { ...mergeOrder(mine, its), by: 'administrator', reason: 'one person' } as const
      const merged = await merge(ports(gate).db, { ...plan, at: now, undoUntil: now + 90 * DAY })
      return merged === 'again' ? 'again' : merged.mergeId
    })
  const splitByHand = (mergeId: MergeId, gate?: Gate) =>
    split(ports(gate), mergeId, { at: now, reason: 'two people' })

  /** Events about one user for two functions, in this order; the guests' names tell them apart. */
  const enqueueFor = async (user: string, ...guests: readonly string[]) => {
    const userId = newUserId((count) => Buffer.alloc(count, user))
    for (const guestId of guests) {
      const event = { type: 'guest.claimed', id: `ev-${guestId}`, at: now, userId, guestId } as const
      await enqueue(ports().db, { notify: ['orders', 'mail'] }, now, event, [userId])
    }
  }

  return {
    clock,
    ports,
    documents,
    change,
    add,
    clear: () => world.clear(),
    run,
    toldBy,
    evidenceOf,
    login,
    mergedAccounts,
    mergeByHand,
    splitByHand,
    /** The merge that made somebody a tombstone, or that was split. */
    mergeOf: (loser: UserId): MergeId =>
      v.parse(MergeIdSchema, documents('merges').find((merge) => merge['loser'] === loser)?.['_id']),
    user: (userId: UserId): Document => documents('users').find(({ _id }) => _id === userId) ?? {},
    /** Whose the rows of the business function are, and the merges that stamped them. */
    notes: () =>
      Object.fromEntries(
        documents('notes').map(({ text, userId, oneidMerge }) => [text, [userId, oneidMerge]]),
      ),
    enqueueFor,
    /** Lines of the audit about one kind of thing. */
    lines: (what: string): Document[] => documents('audit').filter((line) => line['what'] === what),
    /** Jobs of a kind, dead ones included. */
    waiting: (kind: string): Document[] => documents('jobs').filter((job) => job['kind'] === kind),
  }
}
