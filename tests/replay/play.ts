import type fc from 'fast-check'
import type { Config } from '../../cloudfunctions/common/base/config.ts'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import { OneIdError } from '../../cloudfunctions/common/base/errors.ts'
import type { MergeId } from '../../cloudfunctions/common/base/ids.ts'
import { DAY_MS } from '../../cloudfunctions/common/base/time.ts'
import { askForDeletion } from '../../cloudfunctions/common/flows/account/deletion.ts'
import { runJobs } from '../../cloudfunctions/common/flows/jobs/run.ts'
import type { Ports } from '../../cloudfunctions/common/flows/ports.ts'
import { signIn } from '../../cloudfunctions/common/flows/signIn.ts'
import { split } from '../../cloudfunctions/common/flows/split.ts'
import { callerProof } from '../../cloudfunctions/common/routes/caller.ts'
import { liftBarrier } from '../../cloudfunctions/common/store/administration.ts'
import { readMerge } from '../../cloudfunctions/common/store/merges.ts'
import { createSealing } from '../../cloudfunctions/common/store/sealing.ts'
import { isCut } from '../interleaving.ts'
import type { Call } from '../model/world.ts'
import type { StoreWorld } from '../storeWorld.ts'
import { noPayments, noWeChat, secret } from '../storeWorld.ts'
import type { Recorder } from './recorder.ts'
import { createRecorder } from './recorder.ts'
import type { Act, AppName, Performed, Story } from './story.ts'

const BEGIN = Date.parse('2026-01-01T00:00:00Z')
/** More than the days of grace, and than the wait for every late pass. */
const MOMENT_MS = 2 * DAY_MS

const APPIDS: Readonly<Record<AppName, string>> = {
  1: 'wx00000000000000c1',
  2: 'wx00000000000000c2',
  3: 'wx00000000000000c3',
}
const APP_LIST = ['1', '2', '3'] as const
const APP_NAMES = new Map(APP_LIST.map((name) => [APPIDS[name], name]))

const sealing = createSealing(secret)

const dayOf = (moment: number): string => new Date(BEGIN + moment * MOMENT_MS).toISOString()

/** Apps 1 and 2 are bound to A and app 3 to B; app 1 is bound to B later. */
const configOf = ({ rebound }: Story): Config => {
  const [a, b] = [
    { openPlatform: 'a', since: '2025-01-01' },
    { openPlatform: 'b', since: '2025-01-01' },
  ]
  const bound = { 1: [a, { ...b, since: dayOf(rebound) }], 2: [a], 3: [b] }
  return readConfig({
    apps: APP_LIST.map((name) => ({
      appid: APPIDS[name],
      alias: `app-${name}`,
      kind: 'mini-program',
      bindings: bound[name],
    })),
    retention: { undoDays: 3650, deletionGraceDays: 1 },
  })
}

const REFUSALS = ['SPLIT_REFUSED', 'MERGE_NOT_FOUND', 'NOT_SIGNED_IN', 'LOGIN_CONTENDED']

/** Plays a story on the real flows and the emulated database, and answers what was asked and stored. */
export const play = async (world: StoreWorld, scheduler: fc.Scheduler, story: Story): Promise<Recorder> => {
  const config = configOf(story)
  let now = BEGIN
  const recorder = createRecorder(world, APP_NAMES, () => {
    now += 1
  })
  const clock = () => now

  const bindingOf = (app: AppName) => {
    const rebound = app === '1' && now >= BEGIN + story.rebound * MOMENT_MS
    return { platform: rebound || app === '3' ? 'b' : 'a', epoch: rebound ? 1 : 0 }
  }
  const proofOf = (app: AppName, unionid?: string) => {
    const ids = {
      APPID: APPIDS[app],
      OPENID: `openid-${app}`,
      ...(unionid !== undefined && { UNIONID: unionid }),
    }
    return callerProof({ SOURCE: 'wx_client', ...ids }, config, now)
  }
  const nthMerge = (nth: number, isSplit: boolean): MergeId | undefined => {
    const merges = world.documents('merges').map(readMerge)
    const chosen = merges.filter(({ state }) => (state === 'split') === isSplit)
    return chosen[nth % chosen.length]?._id
  }

  /** The call in the model's words, and how it is made; undefined where there is nothing to do. */
  const callOf = (act: Act): readonly [Call, (ports: Ports) => Promise<unknown>] | undefined => {
    switch (act.does) {
      case 'login': {
        const { app } = act
        const binding = bindingOf(app)
        const unionid = act.shows === undefined ? undefined : `${act.shows}-of-${binding.platform}`
        const { evidence } = proofOf(app, unionid)
        return [{ does: 'login', app, binding, unionid }, (ports) => signIn(ports, config, evidence)]
      }
      case 'split':
      case 'lift': {
        const mergeId = nthMerge(act.nth, act.does === 'lift')
        if (mergeId === undefined) return undefined
        const reason = 'a story'
        return act.does === 'split'
          ? [{ does: 'split' }, (ports) => split(ports, mergeId, { at: now, reason })]
          : [{ does: 'lift' }, ({ db }) => liftBarrier(db, mergeId)]
      }
      case 'erase': {
        const proof = proofOf(act.app)
        const call = (ports: Ports) => askForDeletion({ ports: { ...ports, now, sealing }, config, proof })
        return [{ does: 'erase', app: act.app }, call]
      }
      case 'job': {
        const callFunction = async () => undefined
        return [
          { does: 'job' },
          (ports) =>
            runJobs({ ports, config, secret, callFunction, doors: noPayments, weChat: noWeChat, clock }),
        ]
      }
    }
  }

  const perform = async ({ act, fates }: Performed): Promise<void> => {
    const made = callOf(act)
    if (made === undefined) return
    const [call, run] = made
    const gate = recorder.gateOf(call, scheduler, fates)
    try {
      await run(world.ports(gate, clock))
    } catch (error) {
      if (isCut(error)) return
      if (!(error instanceof OneIdError && REFUSALS.includes(error.code))) throw error
    }
    gate.end()
  }

  for (const [at, moment] of story.moments.entries()) {
    now = Math.max(now, BEGIN + at * MOMENT_MS)
    const ends = Promise.all(moment.map(perform))
    await scheduler.waitFor(ends)
  }
  return recorder
}
