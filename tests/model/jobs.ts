import type { Outcome, Passes, Process, State } from './state.ts'
import { resolve } from './state.ts'
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
      found.push({ request: 'get', process: { at: 'split-read', mergeId, late } })
    } else {
      if (late && !keeps(world, 'late re-pointing')) continue
      const { loser } = merge
      const follows = keeps(world, 'jobs follow aliases')
      const survivor = follows ? resolve(state, merge.survivor) : merge.survivor
      const part = { by: 'job', late } as const
      found.push({ request: 'get', process: { at: 're-point', observed: 0, mergeId, loser, survivor, part } })
    }
  }
  for (const [userId, erasure] of Object.entries(state.erasures)) {
    if (erasure.passes === 2 || !isDue(erasure)) continue
    const late = erasure.passes === 1
    if (late && !keeps(world, 'late erasure')) continue
    found.push({ request: 'get', process: { at: 'erase', userId, late } })
  }
  return found
}

/** The timer takes up one thing that is due. */
export const jobBegin = (world: World, state: State): readonly Outcome[] =>
  due(world, state).map(({ request, process }) => ({ request, result: 'ok', state, process }))
