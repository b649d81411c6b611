import { afterJobs, afterLogins, whenQuiet } from './invariants.ts'
import type { Edge } from './requests.ts'
import { edges } from './requests.ts'
import type { Settled } from './settle.ts'
import { laterLogins, patterns, runJobs } from './settle.ts'
import type { State } from './state.ts'
import { stateKey, storedKey } from './stateKey.ts'
import type { World } from './world.ts'
import { beginningOf } from './world.ts'

export type Schedule = readonly Pick<Edge, 'process' | 'request' | 'result'>[]

export interface BadEnd {
  readonly what: string
  readonly schedule: Schedule
  readonly state: State
}

export interface Exploration {
  readonly states: number
  readonly ends: number
  /** The first of each kind. */
  readonly bad: readonly BadEnd[]
}

/** Everything that can become of an end: two orders of the jobs, and every pattern of later logins. */
interface Futures {
  readonly bad: string | undefined
  readonly settled: readonly Settled[]
}

const futuresOf = (world: World, end: State): Futures => {
  const settled: Settled[] = []
  let bad = whenQuiet(world, end)
  for (const first of ['oldest', 'youngest'] as const) {
    const quiet = runJobs(world, end, first)
    bad ??= afterJobs(quiet)
    if (bad !== undefined) break
    for (const showing of patterns(world)) settled.push(laterLogins(world, quiet, showing))
  }
  return { bad, settled }
}

/** Judges ends; ends that store the same have the same future. */
const judge = (world: World) => {
  const known = new Map<string, Futures>()
  return (end: State): string | undefined => {
    const key = storedKey(end)
    const futures = known.get(key) ?? futuresOf(world, end)
    known.set(key, futures)
    if (futures.bad !== undefined) return futures.bad
    for (const settled of futures.settled) {
      const bad = afterLogins(world, end.processes, settled)
      if (bad !== undefined) return bad
    }
    return undefined
  }
}

interface Node {
  readonly state: State
  readonly parent: Node | undefined
  readonly edge: Edge | undefined
}

const scheduleOf = (node: Node): Schedule => {
  const steps: { process: number; request: string; result: Edge['result'] }[] = []
  for (let at: Node | undefined = node; at?.edge !== undefined; at = at.parent) {
    const { process, request, result } = at.edge
    steps.unshift({ process, request, result })
  }
  return steps
}

export interface Search {
  /** Ends at the first bad end. */
  readonly untilBad?: boolean
  /** Breadth first: the first bad end has one of the shortest schedules. Takes more memory. */
  readonly shortest?: boolean
  /** Gives up when it has seen so many states. */
  readonly most?: number
}

/** Visits every state that a world can reach and judges every end. */
export const explore = (
  world: World,
  { untilBad = false, shortest = false, most = Number.POSITIVE_INFINITY }: Search = {},
): Exploration => {
  const judged = judge(world)
  const beginning: Node = { state: beginningOf(world), parent: undefined, edge: undefined }
  const seen = new Set([stateKey(beginning.state)])
  const bad = new Map<string, BadEnd>()
  let ends = 0
  let waiting: Node[] = [beginning]
  while (waiting.length > 0 && seen.size < most) {
    const now = shortest ? waiting : waiting.splice(-1)
    if (shortest) waiting = []
    for (const node of now) {
      const next = edges(world, node.state)
      if (next.length === 0) {
        ends++
        const what = judged(node.state)
        if (what !== undefined && !bad.has(what)) {
          bad.set(what, { what, schedule: scheduleOf(node), state: node.state })
        }
        if (what !== undefined && untilBad) return { states: seen.size, ends, bad: [...bad.values()] }
      }
      for (const edge of next) {
        const key = stateKey(edge.state)
        if (seen.has(key)) continue
        seen.add(key)
        waiting.push({ state: edge.state, parent: node, edge })
      }
    }
  }
  return { states: seen.size, ends, bad: [...bad.values()] }
}
