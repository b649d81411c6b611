import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import * as v from 'valibot'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import cloud from 'wx-server-sdk'
import type { ConfigInput } from '../cloudfunctions/common/base/config.ts'
import { readConfig } from '../cloudfunctions/common/base/config.ts'
import { Secret } from '../cloudfunctions/common/base/secret.ts'
import { enqueue } from '../cloudfunctions/common/flows/jobs/notifications.ts'
import type { RunReport } from '../cloudfunctions/common/flows/jobs/run.ts'
import { runJobs } from '../cloudfunctions/common/flows/jobs/run.ts'
import { signIn } from '../cloudfunctions/common/flows/signIn.ts'
import { wxContext } from '../cloudfunctions/common/routes/wxContext.ts'
import { pause, secureRandom } from '../cloudfunctions/common/runtime/cloud.ts'
import { findMark, useOnce } from '../cloudfunctions/common/store/ephemeral.ts'
import { insertUser, newUserId } from '../cloudfunctions/common/store/users.ts'
import { config } from '../cloudfunctions/oneid.config.ts'
import { readProject } from '../emulator/cli/project.ts'
import { readSchemaFile } from '../emulator/schemaFile.ts'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'
import { PROJECT_ROOT } from '../scripts/project/paths.ts'
import { sampleWorld } from '../scripts/project/sampleWorld.ts'
import { createOneIdWorld, signedIn } from './oneIdWorld.ts'

const MINUTE = 60_000
const HOUR = 3_600_000
/** Twice the longest call of CloudBase, 60 s. */
const LEASE = 2 * MINUTE

const COLLECTIONS = ['users', 'identities', 'merges', 'jobs', 'ephemeral', 'audit'] as const

let world: TestWorld

/** No functions: the timer of `jobs` would run beside us whenever the clock is moved. */
const withoutFunctions = mkdtempSync(join(tmpdir(), 'oneid-jobs-'))

beforeAll(async () => {
  const { apps } = await sampleWorld()
  world = await createWorld({
    people: ['alice', 'bob', 'carol', 'dave', 'erin'],
    apps,
    functions: withoutFunctions,
    collections: readSchemaFile(readProject(PROJECT_ROOT).schema),
  })
  Object.assign(process.env, world.environment())
  world.clock.freeze()
})
afterAll(async () => {
  await world.close()
  rmSync(withoutFunctions, { recursive: true, force: true })
})

const clear = async (): Promise<void> => {
  const { command } = cloud.database()
  for (const name of COLLECTIONS)
    await cloud
      .database()
      .collection(name)
      .where({ _id: command.exists(true) })
      .remove()
}
/** Each test has an hour of its own, and begins with it. */
beforeEach(async () => {
  await clear()
  world.clock.set((Math.floor(world.clock.now() / HOUR) + 2) * HOUR)
})

const documents = (name: (typeof COLLECTIONS)[number]) => world.database.documents(name)

type Gate = <Reply>(request: () => Promise<Reply>) => Promise<Reply>

const REQUESTS: readonly unknown[] = ['get', 'add', 'update', 'remove', 'end']

/** The same object, but its requests go through a gate. */
const gated = <Target extends object>(target: Target, gate: Gate): Target =>
  new Proxy(target, {
    get(inner, key) {
      const value: unknown = Reflect.get(inner, key)
      if (typeof value !== 'function') return value
      if (REQUESTS.includes(key))
        return (...args: unknown[]) => gate(async () => Reflect.apply(value, inner, args))
      return (...args: unknown[]) => {
        const made: unknown = Reflect.apply(value, inner, args)
        return typeof made === 'object' && made !== null ? gated(made, gate) : made
      }
    },
  })

const undisturbed: Gate = (request) => request()

const EventSchema = v.looseObject({ id: v.string(), type: v.string(), userId: v.optional(v.string()) })
type Event = v.InferOutput<typeof EventSchema>

/** What business functions were told, in order. */
interface Delivery {
  readonly to: string
  readonly event: Event
}

const SECRET = new Secret('a secret of 32 characters or more')

interface Run {
  readonly gate?: Gate
  readonly told?: Delivery[]
  readonly notify?: readonly string[]
  readonly fails?: (delivery: Delivery) => boolean
  readonly apps?: ConfigInput['apps']
}

const run = ({
  gate = undisturbed,
  told = [],
  notify = ['orders'],
  fails = () => false,
}: Run): Promise<RunReport> =>
  runJobs({
    // Without chance, a failure is tried again after exactly the time that it says.
    ports: {
      db: gated(cloud.database(), gate),
      random: (count) => new Uint8Array(count),
      pause,
      clock: world.clock.now,
    },
    config: readConfig({ ...config, notify: [...notify] }),
    secret: SECRET,
    callFunction: (to, { oneid }) =>
      gate(async () => {
        const delivery = { to, event: v.parse(EventSchema, oneid) }
        if (fails(delivery)) throw new Error(`errCode: -504002 ${to} threw about ${delivery.event.userId}`)
        told.push(delivery)
      }),
    clock: world.clock.now,
  })

/** One run and what it told. */
const toldBy = async (options: Omit<Run, 'told'> = {}): Promise<readonly Delivery[]> => {
  const told: Delivery[] = []
  await run({ ...options, told })
  return told
}

const registry = readConfig(config)

/** @param unionid of whom WeChat shows the unionid: the person's own if nothing is said */
const login = async (person: string, app: string, unionid: 'own' | 'none' | (string & {}) = 'own') => {
  const { openid, appid, unionid: own } = world.person(person).in(app)
  const shown = unionid === 'own' || unionid === 'none' ? own : world.person(unionid).in(app).unionid
  const raw = {
    SOURCE: 'wx_client',
    OPENID: openid,
    APPID: appid,
    ...(unionid !== 'none' && { UNIONID: shown }),
  }
  const { evidence } = wxContext(raw, registry, world.clock.now())
  return signIn(
    { db: cloud.database(), random: secureRandom, pause, clock: world.clock.now },
    registry,
    evidence,
  )
}

/** Two accounts of one person that turn out to be one: the older one survives. */
const mergedAccounts = async (person: string) => {
  const survivor = (await login(person, 'shop')).userId
  world.clock.advance(1)
  const loser = (await login(person, 'club', 'none')).userId
  const merge = async () => {
    world.clock.advance(1)
    expect((await login(person, 'club')).userId).toBe(survivor)
  }
  return { survivor, loser, merge }
}

const lines = (what: string) => documents('audit').filter((line) => line['what'] === what)
const waiting = (kind: string) => documents('jobs').filter((job) => job['kind'] === kind)
const typesAndUsers = (told: readonly Delivery[]) => told.map(({ event }) => [event.type, event.userId])

const change = (name: (typeof COLLECTIONS)[number], where: object, data: object) =>
  cloud.database().collection(name).where(where).update({ data })

describe('what logins wrote is announced', () => {
  it('once: an event for every function that wants to know, and a line in the audit', async () => {
    const { userId } = await login('alice', 'shop')
    const told = await toldBy({ notify: ['orders', 'mail'] })
    const event = {
      type: 'identity.attached',
      id: expect.stringMatching(/^ev-[\w-]{32}$/),
      at: world.clock.now(),
      userId,
      identity: expect.stringMatching(/^wx-[\w-]{32}$/),
      app: 'shop',
      unionid: 'known',
    }
    expect(told).toEqual([
      { to: 'orders', event },
      { to: 'mail', event },
    ])
    expect(lines('identity.attached')).toEqual([
      {
        _id: expect.stringMatching(/^au-/),
        kind: 'event',
        what: 'identity.attached',
        at: world.clock.now(),
        actor: expect.stringMatching(/^p-/),
        subjects: [expect.stringMatching(/^p-/), expect.stringMatching(/^p-/)],
        route: 'wx-context',
        app: 'shop',
      },
    ])
    expect(lines('union.attached')).toHaveLength(1)
    expect(documents('identities').map(({ announce }) => announce)).toEqual([false, false])
    const before = documents('audit')
    expect(await toldBy()).toEqual([])
    expect(documents('audit')).toEqual(before)
  })

  it('anew when the identity proves its union later', async () => {
    const { userId } = await login('alice', 'shop', 'none')
    const first = await toldBy()
    await login('alice', 'shop')
    const second = await toldBy()
    expect([...first, ...second].map(({ event }) => [event.userId, event['unionid']])).toEqual([
      [userId, 'missing'],
      [userId, 'known'],
    ])
    expect(first[0]?.event.id).not.toBe(second[0]?.event.id)
  })

  it('even when it proves it while it is being announced, at any request', async () => {
    let requests = 1
    for (let interrupted = 0; interrupted < requests; interrupted++) {
      await clear()
      await login('alice', 'shop', 'none')
      const told: Delivery[] = []
      let sent = 0
      const gate: Gate = async (request) => {
        const reply = await request()
        if (sent++ === interrupted) await login('alice', 'shop')
        return reply
      }
      await run({ told, gate })
      await run({ told })
      requests = sent
      expect(told.at(-1)?.event).toMatchObject({ unionid: 'known' })
      expect(documents('identities').map(({ announce }) => announce)).toEqual([false, false])
      expect(lines('union.attached')).toHaveLength(1)
    }
    expect(requests).toBeGreaterThan(10)
  })

  it('a merge after the identities that led to it, with the job that finishes it', async () => {
    const { survivor, loser, merge } = await mergedAccounts('alice')
    const before = await toldBy()
    await merge()
    const told = [...before, ...(await toldBy())]
    expect(typesAndUsers(told)).toEqual([
      ['identity.attached', survivor],
      ['identity.attached', loser],
      ['identity.attached', survivor],
      ['user.merged', survivor],
    ])
    expect(told.at(-1)?.event).toMatchObject({ loser, mergeId: documents('merges')[0]?.['_id'] })
    expect(lines('user.merged')).toMatchObject([{ actor: 'system', route: 'wx-context' }])
    expect(waiting('merge')).toMatchObject([{ cursor: { pass: 'late' }, users: [survivor, loser] }])
  })

  it('never about a tombstone: the event names who the user has become', async () => {
    const { survivor, loser, merge } = await mergedAccounts('alice')
    await merge()
    await run({})
    // A login that was late: its identity still names the loser.
    await login('bob', 'lab')
    const { openid } = world.person('bob').in('lab')
    await change('identities', { openid }, { userId: loser })
    expect(typesAndUsers(await toldBy())).toEqual([['identity.attached', survivor]])
  })

  it('nothing about a deleted user, nor about one who had become it', async () => {
    const { survivor, merge } = await mergedAccounts('alice')
    await merge()
    await change('users', { _id: survivor }, { status: 'deleted' })
    expect(await toldBy()).toEqual([])
    expect(documents('identities').filter(({ announce }) => announce !== false)).toEqual([])
    expect(waiting('merge')).toEqual([])
    expect(lines('identity.attached')).toEqual([])
  })

  it('anew when an identity comes back after it was unlinked', async () => {
    await login('alice', 'lab')
    const first = await toldBy()
    await cloud.database().collection('identities').where({ kind: 'identity' }).remove()
    world.clock.advance(1)
    const { userId } = await login('alice', 'lab')
    const second = await toldBy()
    expect(typesAndUsers(second)).toEqual([['identity.attached', userId]])
    expect(second[0]?.event.id).not.toBe(first[0]?.event.id)
  })

  it('no merge that was split before anybody heard of it; the audit has it', async () => {
    const { merge } = await mergedAccounts('alice')
    await merge()
    await change('merges', { state: 'open' }, { state: 'split' })
    expect((await toldBy()).filter(({ event }) => event.type === 'user.merged')).toEqual([])
    expect(lines('user.merged')).toHaveLength(1)
    expect(waiting('merge')).toEqual([])
  })

  it('even if one document is not readable', async () => {
    await login('alice', 'lab')
    await login('bob', 'lab')
    await change('identities', { openid: world.person('alice').in('lab').openid }, { route: 'by hand' })
    expect(await toldBy()).toHaveLength(1)
    expect(waiting('announce')).toMatchObject([{ state: 'waiting', lastError: 'DATA_UNREADABLE' }])
  })

  it('merges in the order in which they can have happened, whatever the clocks of two calls said', async () => {
    const { merge, survivor } = await mergedAccounts('alice')
    await merge()
    const [document] = documents('merges')
    const [older, oldest] = [newUserId(secureRandom), newUserId(secureRandom)]
    const db = cloud.database()
    await insertUser(db, oldest, 1)
    await db
      .collection('merges')
      .add({ data: { ...document, _id: `mg-${'a'.repeat(32)}`, survivor: oldest, loser: survivor, at: 2 } })
    await db
      .collection('merges')
      .add({ data: { ...document, _id: `mg-${'b'.repeat(32)}`, survivor, loser: older, at: 3 } })
    await change(
      'users',
      { _id: survivor },
      { status: 'merged', mergedInto: oldest, mergeId: `mg-${'a'.repeat(32)}` },
    )
    const told = (await toldBy()).filter(({ event }) => event.type === 'user.merged')
    expect(told.map(({ event }) => event.userId)).toEqual([survivor, survivor, oldest])
  })

  it('more of them than one batch holds', async () => {
    const db = cloud.database()
    await login('alice', 'lab')
    const [document = {}] = documents('identities')
    const many = Array.from({ length: 230 }, (_, n) => ({
      ...document,
      _id: `wx-${String(n).padStart(32, '0')}`,
    }))
    await db.collection('identities').add({ data: many })
    expect(new Set((await toldBy()).map(({ event }) => event.id)).size).toBe(231)
  })

  it('A36: no openid and no unionid in the audit, in jobs or in what functions are told', async () => {
    const { merge } = await mergedAccounts('alice')
    await merge()
    await login('alice', 'shop', 'bob')
    const told = await toldBy({ fails: ({ event }) => event.type === 'user.merged' })
    const kept = JSON.stringify([documents('audit'), documents('jobs'), documents('ephemeral'), told])
    expect(kept).toContain('user.merged')
    for (const app of ['shop', 'club']) {
      expect(kept).not.toContain(world.person('alice').in(app).openid)
      expect(kept).not.toContain(world.person('alice').in(app).unionid)
    }
    expect(kept).not.toContain(world.person('bob').in('shop').unionid)
    expect(waiting('notify').map(({ lastError }) => lastError)).toEqual([
      'errCode: -504002 orders threw about [id]',
    ])
    // Who reads the audit alone learns no user either.
    const users = documents('users').map(({ _id }) => String(_id))
    for (const userId of users) expect(JSON.stringify(documents('audit'))).not.toContain(userId)
  })
})

describe('conflicts', () => {
  it('have a line that is open, and stays resolved', async () => {
    await login('alice', 'shop')
    await login('alice', 'shop', 'bob')
    await run({})
    const [line] = lines('IDENTITY_HAS_OTHER_UNIONID')
    expect(line).toMatchObject({
      _id: expect.stringMatching(/^cf-/),
      kind: 'conflict',
      open: true,
      app: 'shop',
      identity: expect.stringMatching(/^wx-/),
      union: expect.stringMatching(/^un-/),
    })
    await change('audit', { _id: line?.['_id'] }, { open: false })
    await change('identities', { kind: 'identity' }, { announce: true })
    expect(await toldBy()).toEqual([])
    expect(lines('IDENTITY_HAS_OTHER_UNIONID')).toEqual([{ ...line, open: false }])
  })

  const alerts = (told: readonly Delivery[]) => told.filter(({ event }) => event.type === 'alert')

  it('of two people of one app are an alert, once per app and hour', async () => {
    for (const person of ['alice', 'bob', 'carol']) await login(person, 'shop')
    await login('alice', 'shop', 'dave')
    expect(alerts(await toldBy())).toEqual([])
    // The same person again, with yet another unionid, is not a second one.
    await login('alice', 'shop', 'erin')
    expect(alerts(await toldBy())).toEqual([])
    world.clock.advance('30m')
    await login('bob', 'shop', 'dave')
    const at = world.clock.now()
    const event = { type: 'alert', id: expect.stringMatching(/^ev-/), at, code: 'APP_REBOUND?', app: 'shop' }
    expect(alerts(await toldBy())).toEqual([{ to: 'orders', event }])
    await login('carol', 'shop', 'dave')
    expect(alerts(await toldBy())).toEqual([])
    expect(lines('alert')).toMatchObject([{ app: 'shop', reason: 'APP_REBOUND?' }])
  })

  it('of two people are none when they lie more than an hour apart, or in two apps', async () => {
    for (const [person, app] of [
      ['alice', 'shop'],
      ['bob', 'shop'],
      ['carol', 'club'],
    ] as const)
      await login(person, app)
    await login('alice', 'shop', 'dave')
    await login('carol', 'club', 'dave')
    const told = [...(await toldBy())]
    world.clock.advance(HOUR)
    await login('bob', 'shop', 'dave')
    told.push(...(await toldBy()))
    expect(told).toHaveLength(3)
    expect(alerts(told)).toEqual([])
  })
})

describe('notifications', () => {
  const enqueueFor = async (user: string, ...names: readonly string[]) => {
    const userId = newUserId((count) => Buffer.alloc(count, user))
    for (const guestId of names)
      await enqueue(
        cloud.database(),
        { notify: ['orders', 'mail'] },
        world.clock.now(),
        { type: 'guest.claimed', id: `ev-${guestId}`, at: world.clock.now(), userId, guestId },
        [userId],
      )
    return userId
  }
  const toldTo = (to: string, told: readonly Delivery[]) =>
    told.filter((delivery) => delivery.to === to).map(({ event }) => event['guestId'])

  it('reach a function in order for each user; one that fails holds up its own user and function only', async () => {
    await enqueueFor('a', 'a1', 'a2')
    await enqueueFor('b', 'b1')
    await enqueueFor('a', 'a3')
    const fails = ({ to, event }: Delivery) => to === 'orders' && event['guestId'] === 'a1'
    const told = await toldBy({ fails })
    expect(toldTo('mail', told)).toEqual(['a1', 'a2', 'b1', 'a3'])
    expect(toldTo('orders', told)).toEqual(['b1'])
    expect(toldTo('orders', await toldBy())).toEqual([])
    world.clock.advance(30_000)
    expect(toldTo('orders', await toldBy())).toEqual(['a1', 'a2', 'a3'])
    expect(waiting('notify')).toEqual([])
  })

  it('are tried again after 30 s, 1 min and so on, and are dead after the eighth failure', async () => {
    await enqueueFor('a', 'a1', 'a2')
    const fails = ({ to, event }: Delivery) => to === 'orders' && event['guestId'] === 'a1'
    const failing = () =>
      waiting('notify').find(({ event }) => v.parse(EventSchema, event)['guestId'] === 'a1')
    const waits: number[] = []
    for (let failure = 1; failure <= 7; failure++) {
      await run({ fails })
      const due = v.parse(v.number(), failing()?.['due'])
      waits.push((due - world.clock.now()) / 1_000)
      world.clock.set(due - 1)
      expect(await run({ fails })).toMatchObject({ failed: 0 })
      world.clock.set(due)
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1_920])
    expect(failing()).toMatchObject({ attempts: 7, state: 'waiting' })
    const told = await toldBy({ fails })
    expect(failing()).toMatchObject({
      attempts: 8,
      state: 'dead',
      lastError: 'errCode: -504002 orders threw about [id]',
    })
    expect(lines('job.dead')).toMatchObject([
      {
        reason: 'notify: errCode: -504002 orders threw about [id]',
        subjects: [expect.stringMatching(/^p-/)],
      },
    ])
    // The dead one holds up nobody.
    expect([...toldTo('orders', told), ...toldTo('orders', await toldBy())]).toEqual(['a2'])
    expect(waiting('notify')).toHaveLength(1)
  })

  it('wait as long as another instance holds their lease, and are taken over when it ends', async () => {
    await enqueueFor('a', 'a1')
    await change('jobs', { kind: 'notify' }, { leaseUntil: world.clock.now() + LEASE })
    expect(await toldBy()).toEqual([])
    world.clock.advance(LEASE - 1)
    expect(await toldBy()).toEqual([])
    world.clock.advance(1)
    expect(toldTo('orders', await toldBy())).toEqual(['a1'])
  })

  it('stay with whoever took them over, when the instance that was too slow comes back', async () => {
    await enqueueFor('a', 'a1')
    const told: Delivery[] = []
    const leaseUntil = world.clock.now() + 2 * LEASE
    const takenOver = async () => {
      if (told.length === 1) await change('jobs', { kind: 'notify' }, { leaseUntil })
    }
    const gate: Gate = async (request) => {
      const reply = await request()
      await takenOver()
      return reply
    }
    await run({ told, gate })
    expect(waiting('notify')).toMatchObject([{ leaseUntil }, { leaseUntil }])
  })

  it('are left to the next run 40 s after this one began', async () => {
    await enqueueFor('a', 'a1', 'a2')
    const fails = () => {
      world.clock.advance('14s')
      return false
    }
    expect(await toldBy({ fails })).toHaveLength(3)
    expect(await toldBy({ fails })).toHaveLength(1)
  })

  it('do not wait for a job that a newer version wrote', async () => {
    await enqueueFor('a', 'a1')
    const strange = { _id: 'jb-strange', kind: 'roll-up', state: 'waiting', due: 0, leaseUntil: 0 }
    await cloud.database().collection('jobs').add({ data: strange })
    expect(await toldBy()).toHaveLength(2)
    expect(documents('jobs')).toContainEqual({ ...strange, state: 'dead', lastError: 'DATA_UNREADABLE' })
  })

  it('are dead when eight instances have ended under them', async () => {
    await enqueueFor('a', 'a1')
    const crash: Gate = () => Promise.reject(new Error('the instance is gone'))
    for (let attempt = 1; attempt <= 8; attempt++) {
      let delivering = false
      const fails = () => {
        delivering = true
        return true
      }
      const gate: Gate = (request) => (delivering ? crash(request) : request())
      await run({ gate, fails }).catch(() => {})
      world.clock.advance(LEASE)
    }
    await change('jobs', { function: 'mail' }, { leaseUntil: world.clock.now() + LEASE })
    expect(toldTo('orders', await toldBy())).toEqual([])
    expect(waiting('notify').find((job) => job['function'] === 'orders')).toMatchObject({ state: 'dead' })
  })
})

class CutOff extends Error {}

/** Lets `count` requests pass; the instance is gone with the next, before it is sent or before its reply comes. */
const cutOffAfter = (count: number, fate: 'never sent' | 'reply lost'): Gate => {
  let sent = 0
  return async (request) => {
    if (sent++ === count && fate === 'reply lost') await request().catch(() => {})
    if (sent > count) throw new CutOff()
    return request()
  }
}

describe('a run that is cut off', () => {
  /** What a run finds: three kinds of announcements, and a conflict. */
  const prepare = async () => {
    const { merge } = await mergedAccounts('alice')
    await merge()
    await login('alice', 'shop', 'bob')
    return COLLECTIONS.map((name) => ({ name, data: documents(name) }))
  }

  const restore = async (saved: Awaited<ReturnType<typeof prepare>>) => {
    await clear()
    for (const { name, data } of saved)
      if (data.length > 0)
        await cloud
          .database()
          .collection(name)
          .add({ data: [...data] })
  }

  const outcome = () => ({
    audit: documents('audit').sort((one, other) => (String(one['_id']) < String(other['_id']) ? -1 : 1)),
    identities: documents('identities'),
    merges: documents('merges').map(({ firstPassAt, ...merge }) => merge),
    jobs: documents('jobs').map(({ _id, kind, state, attempts, leaseUntil, cursor }) => ({
      _id,
      kind,
      state,
      attempts,
      leaseUntil,
      cursor,
    })),
  })

  /** The order in which a function first heard of each event. */
  const firstHeard = (told: readonly Delivery[]) => [...new Set(told.map(({ event }) => event.id))]

  /** Until a merge has had its late pass, whenever it had its first. */
  const laterRuns = async (told: Delivery[]) => {
    for (let later = 0; later < 3; later++) {
      world.clock.advance(LEASE)
      await run({ told })
    }
  }

  it.each(['never sent', 'reply lost'] as const)(
    'at any request, %s, is finished by the next ones: nothing is missing, nothing is there twice',
    async (fate) => {
      const saved = await prepare()
      const told: Delivery[] = []
      let requests = 0
      await run({
        told,
        gate: (request) => {
          requests++
          return request()
        },
      })
      await laterRuns(told)
      const [expected, order] = [outcome(), firstHeard(told)]
      expect(told).toHaveLength(order.length)
      expect(requests).toBeGreaterThan(20)
      for (let count = 0; count < requests; count++) {
        await restore(saved)
        const again: Delivery[] = []
        await run({ told: again, gate: cutOffAfter(count, fate) }).catch(() => {})
        await laterRuns(again)
        expect({ count, order: firstHeard(again) }).toEqual({ count, order })
        expect({ count, ...outcome() }).toEqual({ count, ...expected })
      }
    },
    120_000,
  )

  it('beside another one, request by request in any order, tells every event once and in order', async () => {
    const saved = await prepare()
    await run({})
    const expected = documents('audit').length
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        await restore(saved)
        const told: Delivery[] = []
        const gate: Gate = async (request) => {
          await scheduler.schedule(Promise.resolve())
          world.clock.advance(1)
          return request()
        }
        const runs = Promise.all([run({ told, gate }), run({ told, gate })])
        await scheduler.waitFor(runs)
        world.clock.advance(1_000)
        await run({ told })
        expect(told).toHaveLength(firstHeard(told).length)
        expect(told.map(({ event }) => event.type)).toEqual([
          'identity.attached',
          'identity.attached',
          'user.merged',
        ])
        expect(documents('audit')).toHaveLength(expected)
      }),
      { numRuns: 20 },
    )
  }, 120_000)
})

describe('the sweep', () => {
  it('removes users without identities, but none younger than twice the longest call', async () => {
    const db = cloud.database()
    const orphan = newUserId(secureRandom)
    await insertUser(db, orphan, world.clock.now())
    const { userId } = await login('alice', 'lab')
    const users = () => documents('users').map(({ _id }) => _id)
    world.clock.advance(LEASE - 1)
    await run({})
    expect(users()).toEqual([orphan, userId])
    world.clock.advance(1)
    await run({})
    expect(users()).toEqual([userId])
  })

  it('leaves alone whoever was merged, split or deleted, or has a key of any kind', async () => {
    const db = cloud.database()
    const users = Array.from({ length: 4 }, () => newUserId(secureRandom))
    for (const userId of users) await insertUser(db, userId, world.clock.now())
    const [deleted, merged, split, known] = users
    await change('users', { _id: deleted }, { status: 'deleted' })
    await change('users', { _id: merged }, { status: 'merged', mergedInto: known, version: 2 })
    await change('users', { _id: split }, { version: 3 })
    await login('alice', 'shop')
    await change('identities', { kind: 'union' }, { userId: known })
    world.clock.advance(LEASE)
    await run({})
    expect(documents('users')).toHaveLength(5)
  })

  it('leaves alone whoever has a key, even beside somebody with more keys than a reply holds', async () => {
    const db = cloud.database()
    const { userId } = await login('alice', 'lab')
    const [document = {}] = documents('identities')
    const many = Array.from({ length: 1_000 }, (_, n) => ({ ...document, _id: `wx-${n}`, announce: false }))
    await db.collection('identities').add({ data: many })
    const other = await login('bob', 'lab')
    world.clock.advance(LEASE)
    await run({})
    expect(documents('users').map(({ _id }) => _id)).toEqual([userId, other.userId])
  })

  it('looks at more users than one batch holds, and at each of them once', async () => {
    const db = cloud.database()
    // A hundred and thirty of one millisecond: more than a batch.
    const at = world.clock.now()
    const created = Array.from({ length: 130 }, (_, n) => (n < 20 ? at - 20 + n : at))
    const orphans = created.map((createdAt) => ({
      _id: newUserId(secureRandom),
      status: 'active',
      createdAt,
      version: 1,
    }))
    await db.collection('users').add({ data: orphans })
    world.clock.advance(LEASE)
    await run({})
    expect(documents('users')).toEqual([])
    expect(waiting('sweep')).toMatchObject([{ usersUntil: at }])
  })

  it('removes marks that have expired', async () => {
    const db = cloud.database()
    const now = world.clock.now()
    await useOnce(db, 'open-data', 'old', now)
    await useOnce(db, 'open-data', 'new', now + 1)
    await run({})
    expect(await findMark(db, 'open-data', 'old')).toBeUndefined()
    expect(await findMark(db, 'open-data', 'new')).toMatchObject({ expires: now + 1 })
  })
})

describe('the function', () => {
  let deployed: TestWorld

  beforeAll(async () => {
    deployed = await createOneIdWorld()
  })
  afterAll(() => deployed.close())

  it.each(['wx_client', 'wx_client,scf', 'wx_devtools', 'wx_trigger,scf', 'wx_http', ''])(
    'runs for nobody but its timer: "%s" is refused, whatever the event says',
    async (source) => {
      signedIn(await deployed.person('alice').in('shop').call('login'))
      const { appid, openid } = deployed.person('alice').in('shop')
      const caller = source.startsWith('wx_client') ? { source, appid, openid } : { source }
      expect(await deployed.callAs(caller, 'jobs', { Type: 'Timer', SOURCE: 'wx_trigger' })).toMatchObject({
        ok: false,
        code: 'NOT_A_TIMER',
      })
      expect(deployed.calls().at(-1)?.requests).toEqual([])
      expect(deployed.database.documents('audit')).toEqual([])
    },
  )

  it('runs by its timer, and its log says how much it did and about nobody', async () => {
    const { openid, unionid } = deployed.person('alice').in('shop')
    signedIn(await deployed.person('alice').in('shop').call('login'))
    await deployed.timers.fire('jobs')
    expect(deployed.database.documents('audit')).toHaveLength(2)
    const log =
      deployed
        .calls()
        .at(-1)
        ?.logs.map(({ text }) => text) ?? []
    expect(JSON.parse(log[0] ?? '')).toMatchObject({
      function: 'jobs',
      done: 0,
      later: 2,
      failed: 0,
      dead: 0,
    })
    expect(log.join()).not.toContain(openid)
    expect(log.join()).not.toContain(unionid)
  })

  it('asks 10 requests when there is nothing to do', async () => {
    await run({})
    let requests = 0
    await run({
      gate: (request) => {
        requests++
        return request()
      },
    })
    expect(requests).toBe(10)
  })
})
