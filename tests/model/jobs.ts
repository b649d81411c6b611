import { ENDED } from './merge.ts'
import type { Outcome } from './outcome.ts'
import type { Follow, HandBack, Process } from './process.ts'
import type { Passes, State } from './state.ts'
import { mergeIn, putMerge, putUser, resolve, running, userIn } from './state.ts'
import type { World } from './world.ts'
import { keeps } from './world.ts'

/** One pass that the timer would make now. */
interface Due {
  readonly request: string
  readonly process: Process
}

const isDue = ({ passes, waiting }: Passes): boolean => passes === 0 || (passes === 1 && waiting === 0)

/** Everything that is due, oldest merges first. */
export const due = (world: World, state: State): readonly Due[] => {
  const found: Due[] = []
  for (const [mergeId, merge] of Object.entries(state.merges)) {
    if (merge.passes === 2 || !isDue(merge)) continue
    const late = merge.passes === 1
    if (merge.state === 'split') {
      if (late && !keeps(world, 'late moving back')) continue
      found.push({ request: 'get', process: { at: 'split-read', mergeId, pass: late ? 'late' : 'first' } })
    } else {
      if (late && !keeps(world, 'late re-pointing')) continue
      found.push({ request: 'get', process: { at: 'follow', mergeId, late } })
    }
  }
  for (const [userId, erasure] of Object.entries(state.erasures)) {
    if (erasure.passes === 2 || !isDue(erasure)) continue
    const late = erasure.passes === 1
    if (late && !keeps(world, 'late erasure')) continue
    const { status, version, splitting, deletionPending } = userIn(state, userId)
    if (status === 'deleted') found.push({ request: 'get', process: { at: 'erase', userId, late } })
    if (status !== 'active' || !deletionPending) continue
    if (splitting.length > 0 && keeps(world, 'splits finish first')) continue
    found.push({ request: 'get', process: { at: 'delete', userId, version } })
  }
  return found
}

/** The timer takes up one thing that is due. */
export const jobBegin = (world: World, state: State): readonly Outcome[] =>
  due(world, state).map(({ request, process }) => ({ request, result: 'ok', state, process }))

/** Who the survivor has become; if it is deleted, its erasure takes everything along. */
export const follow = (world: World, state: State, { mergeId, late }: Follow): readonly Outcome[] => {
  const merge = mergeIn(state, mergeId)
  const { loser, survivor: then } = merge
  const survivor = keeps(world, 'jobs follow aliases') ? resolve(state, then) : then
  const request = { request: 'follow', result: 'ok' } as const
  if (userIn(state, survivor).status === 'deleted') {
    const left = putMerge(state, mergeId, { ...merge, passes: 2, waiting: 0 })
    return [{ ...request, state: left, process: ENDED }]
  }
  const part = { by: 'job', late } as const
  return [{ ...request, state, process: { at: 're-point', observed: 0, mergeId, loser, survivor, part } }]
}

/** The barrier of one split is gone from whoever carries it. */
export const lift = (state: State): readonly Outcome[] =>
  Object.keys(state.merges).map((lifted) => {
    const carriers = Object.entries(state.users).filter(([, { barriers }]) => barriers.includes(lifted))
    const next = carriers.reduce((at, [id, user]) => {
      const barriers = user.barriers.filter((one) => one !== lifted)
      return putUser(at, id, { ...user, barriers, version: user.version + 1 })
    }, state)
    return { request: 'lift', result: 'ok', state: next, process: ENDED, lifted }
  })

const passesAfter = (world: World, state: State, { last, of }: HandBack, { waiting }: Passes): Passes => {
  if (last) return { passes: 2, waiting: 0 }
  const fromHere = of === 'erasure' || keeps(world, 'late counts from the first pass')
  return { passes: 1, waiting: fromHere ? running(state) : waiting }
}

/** The job goes on later, or is done. That of a merge that was split meanwhile has nothing more to do. */
export const handBack = (world: World, state: State, process: HandBack): readonly Outcome[] => {
  const { of, id } = process
  const done = (next: State): readonly Outcome[] => [
    { request: 'hand-back', result: 'ok', state: next, process: ENDED },
  ]
  if (of === 'erasure') {
    const erasure = state.erasures[id] ?? { passes: 0, waiting: 0 }
    return done({
      ...state,
      erasures: { ...state.erasures, [id]: passesAfter(world, state, process, erasure) },
    })
  }
  const merge = mergeIn(state, id)
  if (of === 'merge' && merge.state === 'split') return done(state)
  return done(putMerge(state, id, { ...merge, ...passesAfter(world, state, process, merge) }))
}
