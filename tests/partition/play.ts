import type fc from 'fast-check'
import * as v from 'valibot'
import type { Config } from '../../cloudfunctions/common/base/config.ts'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import { OneIdError } from '../../cloudfunctions/common/base/errors.ts'
import { MergeIdSchema } from '../../cloudfunctions/common/base/ids.ts'
import { requestDeletion } from '../../cloudfunctions/common/flows/account/deletion.ts'
import { lift } from '../../cloudfunctions/common/flows/admin/conflicts.ts'
import { mergeUsers, splitUsers } from '../../cloudfunctions/common/flows/admin/merge.ts'
import { runJobs } from '../../cloudfunctions/common/flows/jobs/run.ts'
import { signIn } from '../../cloudfunctions/common/flows/signIn.ts'
import { callerProof } from '../../cloudfunctions/common/routes/caller.ts'
import { readCurrentAccount } from '../../cloudfunctions/common/store/currentAccount.ts'
import { identityId } from '../../cloudfunctions/common/store/documentIds.ts'
import { createSealing } from '../../cloudfunctions/common/store/sealing.ts'
import { gateOf } from '../interleaving.ts'
import type { StoreWorld } from '../storeWorld.ts'
import { quietOutside, secret } from '../storeWorld.ts'
import type { Evidence, State } from './oracle.ts'
import { EMPTY, erase, groupsOf, liftBarrier, mergeByHand, partitionOf, see, splitMerge } from './oracle.ts'
import type { AppName, Seat, Step, Story, Visit } from './story.ts'
import { APPS, PEOPLE } from './story.ts'

const BEGIN = Date.parse('2025-01-01T00:00:00Z')
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** Long enough for every late pass after a merge or a split, with a run of `jobs` before and after. */
const STEP_MS = 10 * MINUTE

const APPIDS: Readonly<Record<AppName, string>> = {
  shop: 'wx00000000000000a1',
  club: 'wx00000000000000a2',
  lab: 'wx00000000000000a3',
}

const configOf = ({ bindings }: Story): Config =>
  readConfig({
    apps: APPS.map((alias) => ({
      appid: APPIDS[alias],
      alias,
      kind: 'mini-program',
      bindings: bindings[alias].map(({ openPlatform, step }) => ({
        openPlatform,
        since: new Date(BEGIN + step * DAY).toISOString(),
      })),
    })),
    retention: { undoDays: 3650, deletionGraceDays: 1 },
  })

const openidOf = ({ app, person }: Seat): string => `o_${app}_${person}`
const unionidOf = (platform: string, person: string): string => `u_${platform}_${person}`

const nodeOf = ({ app, person }: Seat): string => `wx ${app} ${person}`

const KeySchema = v.object({
  userId: v.string(),
  openid: v.optional(v.string()),
  unionid: v.optional(v.string()),
})

/** Whose documents belong together, by the names of the oracle's nodes. */
const groupsIn = (world: StoreWorld): string => {
  const groups = new Map<string, string[]>()
  for (const document of world.documents('identities')) {
    const { userId, openid, unionid } = v.parse(KeySchema, document)
    const [kind, ...rest] = (openid ?? unionid ?? '').split('_')
    const name = `${kind === 'o' ? 'wx' : 'un'} ${rest.join(' ')}`
    groups.set(userId, [...(groups.get(userId) ?? []), name])
  }
  return partitionOf([...groups.values()])
}

const permutations = <T>(list: readonly T[]): readonly (readonly T[])[] =>
  list.length < 2
    ? [list]
    : list.flatMap((one, at) =>
        permutations([...list.slice(0, at), ...list.slice(at + 1)]).map((rest) => [one, ...rest]),
      )

/** Thrown where the database and every possible course of events differ. */
class Different extends Error {}

const isRefusal = (error: unknown): boolean =>
  error instanceof OneIdError &&
  ['SPLIT_REFUSED', 'MERGE_NOT_FOUND', 'MERGE_REFUSED', 'USER_NOT_FOUND', 'NOT_SIGNED_IN'].includes(
    error.code,
  )

/** What happened in stories, so that a test can tell whether enough did. */
export interface Tally {
  steps: number
  merges: number
  mergesByHand: number
  splits: number
  lifts: number
  deletions: number
  refusals: number
}

export const EMPTY_TALLY: Tally = {
  steps: 0,
  merges: 0,
  mergesByHand: 0,
  splits: 0,
  lifts: 0,
  deletions: 0,
  refusals: 0,
}

/** Plays a story on the real flows and the emulated database, and compares after every step. */
export const play = async (
  world: StoreWorld,
  scheduler: fc.Scheduler,
  story: Story,
  tally: Tally,
): Promise<void> => {
  const config = configOf(story)
  const sealing = createSealing(secret)
  const follows = new Set<string>()
  /** Merges that happened in a step of their own, where nobody can doubt which. */
  const mergeIds = new Map<number, string>()
  let now = BEGIN
  let states: readonly State[] = [EMPTY]

  const bindingOf = (app: AppName) => {
    const epoch = story.bindings[app].findLastIndex(({ step }) => BEGIN + step * DAY <= now)
    const binding = story.bindings[app][epoch]
    return binding && { platform: binding.openPlatform, epoch }
  }
  const shownBy = ({ app, person, shows }: Visit): Evidence['union'] => {
    const binding = bindingOf(app)
    const visible = shows && (story.policy === 'since-2021' || follows.has(person))
    return binding && visible ? { ...binding, name: `un ${binding.platform} ${person}` } : undefined
  }
  const login = async (visit: Visit): Promise<void> => {
    const union = shownBy(visit)
    const context = {
      SOURCE: 'wx_client',
      APPID: APPIDS[visit.app],
      OPENID: openidOf(visit),
      ...(union && { UNIONID: unionidOf(union.platform, visit.person) }),
    }
    const { evidence } = callerProof(context, config, now)
    await signIn(
      world.ports(gateOf(scheduler), () => now),
      config,
      evidence,
    )
  }
  /** Runs `jobs` until nothing is left of what a step began; most logins begin nothing. */
  let journals = 0
  const settle = async (force: boolean): Promise<void> => {
    const written = world.documents('merges').length
    if (!force && written === journals) return
    journals = written
    const options = {
      ports: world.ports(undefined, () => now),
      config,
      secret,
      ...quietOutside(),
    }
    for (const wait of [0, STEP_MS, STEP_MS]) {
      now += wait
      await runJobs({ ...options, clock: () => now })
    }
  }
  const accountOf = async (seat: Seat) => {
    const { evidence } = callerProof(
      { SOURCE: 'wx_client', APPID: APPIDS[seat.app], OPENID: openidOf(seat) },
      config,
      now,
    )
    return readCurrentAccount(
      world.ports(undefined, () => now).db,
      identityId(evidence.appid, evidence.openid),
    )
  }
  /** Anybody may be asked to be the administrator here: who may is a matter of other tests. */
  const administrator = async () => {
    for (const app of APPS) {
      for (const person of PEOPLE) {
        const caller = await accountOf({ app, person })
        const setupFingerprint = () => secret
        if (caller)
          return { ports: world.ports(undefined, () => now), config, sealing, now, caller, setupFingerprint }
      }
    }
    return undefined
  }
  const reason = 'a story'
  /** Whether it was done, or refused. */
  const administer = async (
    what: (call: NonNullable<Awaited<ReturnType<typeof administrator>>>) => Promise<unknown>,
  ): Promise<boolean> => {
    const call = await administrator()
    if (call === undefined) return false
    try {
      await what(call)
      return true
    } catch (error) {
      if (isRefusal(error)) return false
      throw error
    }
  }
  /** Steps whose merge was taken back. */
  const splits = new Set<number>()
  const nthMerge = (nth: number, split: boolean): readonly [number, string] | undefined => {
    const chosen = [...mergeIds].filter(([step]) => splits.has(step) === split)
    return chosen[nth % chosen.length]
  }

  /** Does a step in the database, and answers what may have come of it. */
  const take = async (step: Step, at: number): Promise<readonly State[]> => {
    switch (step.kind) {
      case 'logins': {
        const visits = step.visits.map((visit) => ({
          step: at,
          identity: nodeOf(visit),
          union: shownBy(visit),
        }))
        const before = world.documents('merges').length
        const ends = step.visits.map(login)
        await scheduler.waitFor(Promise.all(ends))
        const journalsNow = world.documents('merges')
        tally.merges += Math.max(0, journalsNow.length - before)
        const after = states.flatMap((state) => permutations(visits).map((order) => order.reduce(see, state)))
        if (step.visits.length === 1 && journalsNow.length > before)
          mergeIds.set(at, String(journalsNow.at(-1)?.['_id']))
        return after
      }
      case 'follow':
        follows.add(step.person)
        return states
      case 'merge': {
        const [one, other] = [await accountOf(step.one), await accountOf(step.other)]
        const done = await administer(async (call) => {
          if (one === undefined || other === undefined || one.user._id === other.user._id)
            throw new OneIdError('USER_NOT_FOUND', 'nobody')
          const users: [typeof one.user._id, typeof one.user._id] = [one.user._id, other.user._id]
          const { mergeId } = await mergeUsers(call, { action: 'merge', users, reason })
          mergeIds.set(at, mergeId)
        })
        tally[done ? 'mergesByHand' : 'refusals'] += 1
        return states.flatMap((state) => {
          const merged = mergeByHand(state, nodeOf(step.one), nodeOf(step.other), at)
          return (merged !== undefined) === done ? [merged ?? state] : []
        })
      }
      case 'split':
      case 'lift': {
        const chosen = nthMerge(step.nth, step.kind === 'lift')
        if (chosen === undefined) return states
        const [happened, id] = chosen
        const mergeId = v.parse(MergeIdSchema, id)
        if (step.kind === 'lift') {
          if (await administer((call) => lift(call, { action: 'liftBarrier', mergeId, reason })))
            tally.lifts += 1
          return states.map((state) => liftBarrier(state, happened))
        }
        const done = await administer((call) => splitUsers(call, { action: 'split', mergeId, reason }))
        if (done) splits.add(happened)
        tally[done ? 'splits' : 'refusals'] += 1
        return states.flatMap((state) => {
          const split = splitMerge(state, happened)
          return (split !== undefined) === done ? [split ?? state] : []
        })
      }
      case 'delete': {
        const account = await accountOf(step.seat)
        if (account === undefined) return states
        await requestDeletion(
          { ...world.ports(undefined, () => now), now, sealing },
          config.retention,
          account.user,
          {
            app: 'shop',
          },
        )
        await settle(true)
        now += DAY
        tally.deletions += 1
        return states.map((state) => erase(state, nodeOf(step.seat)))
      }
    }
  }

  for (const [at, step] of story.steps.entries()) {
    now = Math.max(now + STEP_MS, BEGIN + at * DAY)
    const possible = await take(step, at)
    await settle(['split', 'delete'].includes(step.kind) || at === story.steps.length - 1)
    tally.steps += 1
    const actual = groupsIn(world)
    const agreeing = possible.filter((state) => groupsOf(state) === actual)
    if (agreeing.length === 0)
      throw new Different(
        `after step ${at} (${JSON.stringify(step)}) the database has\n  ${actual}\nand it could be\n  ${[...new Set(possible.map(groupsOf))].join('\n  ')}`,
      )
    states = [...new Map(agreeing.map((state) => [JSON.stringify(state), state])).values()]
  }
}
