import { ENDED, same } from './merge.ts'
import type {
  Identity,
  Merge,
  Move,
  MoveBack,
  Outcome,
  Process,
  Proof,
  Seen,
  SplitCommit,
  SplitRead,
  State,
  Union,
} from './state.ts'
import {
  mergeIn,
  putDocument,
  putMerge,
  putUser,
  resolve,
  running,
  sameProof,
  unionId,
  userIn,
} from './state.ts'
import type { World } from './world.ts'
import { keeps } from './world.ts'

/** Merges that can be undone now. */
export const splittable = (world: World, state: State): readonly string[] =>
  Object.entries(state.merges).flatMap(([mergeId, merge]) => {
    const [survivor, loser] = [userIn(state, merge.survivor), userIn(state, merge.loser)]
    const can = merge.state !== 'split' && survivor.status === 'active' && loser.mergeId === mergeId
    const busy = survivor.splitting.length + loser.splitting.length > 0
    if (busy && keeps(world, 'splits finish first')) return []
    return can && loser.status === 'merged' ? [mergeId] : []
  })

const seenBy = (state: State, merge: Merge): Seen => [
  userIn(state, merge.survivor).version,
  userIn(state, merge.loser).version,
]

export const splitBegin = (world: World, state: State): readonly Outcome[] =>
  splittable(world, state).map((mergeId) => {
    const merge = mergeIn(state, mergeId)
    const process: Process = { at: 'split-commit', mergeId, merge, seen: seenBy(state, merge) }
    return { request: 'begin', result: 'ok', state, process }
  })

/** Both users and the journal in one transaction. */
export const splitCommit = (world: World, state: State, process: SplitCommit): readonly Outcome[] => {
  const { mergeId, seen } = process
  const merge = mergeIn(state, mergeId)
  const journalWritten = merge.state !== process.merge.state || merge.passes !== process.merge.passes
  if (journalWritten || !same(seen, seenBy(state, merge))) {
    return [{ request: 'commit', result: 'conflict', state, process: { at: 'start' } }]
  }
  const [survivor, loser] = [userIn(state, merge.survivor), userIn(state, merge.loser)]
  const barrier = keeps(world, 'barriers') ? [mergeId] : []
  let next = putUser(state, merge.loser, {
    ...loser,
    status: 'active',
    mergedInto: undefined,
    mergeId: undefined,
    version: loser.version + 1,
    barriers: [...loser.barriers, ...barrier],
    splitting: [...loser.splitting, mergeId],
  })
  next = putUser(next, merge.survivor, {
    ...survivor,
    version: survivor.version + 1,
    barriers: [...survivor.barriers.filter((one) => !merge.barriersGiven.includes(one)), ...barrier],
    unions: survivor.unions.filter((one) => !merge.unionsGiven.some((given) => sameProof(one, given))),
    splitting: [...survivor.splitting, mergeId],
  })
  next = putMerge(next, mergeId, { ...merge, state: 'split', passes: 0, waiting: running(state) })
  return [
    { request: 'commit', result: 'ok', state: next, process: { at: 'split-read', mergeId, late: false } },
  ]
}

type Side = 'survivor' | 'loser' | 'unknown'

const sideOf = (
  state: State,
  { committedAt, loser }: Merge,
  { stamp, firstSeen }: Identity | Union,
): Side => {
  if (stamp === undefined) return firstSeen > committedAt ? 'unknown' : 'survivor'
  const home = resolve(state, mergeIn(state, stamp).loser)
  return home === resolve(state, loser) ? 'loser' : 'survivor'
}

/** Identities and the unions that they have proved, unless both ends are known and on different sides. */
const edges = (
  sides: ReadonlyMap<string, Side>,
  documents: State['documents'],
): readonly [string, string][] =>
  Object.entries(documents).flatMap(([id, one]) => {
    if (one.kind !== 'identity' || !sides.has(id)) return []
    return one.unions.flatMap((proof): [string, string][] => {
      const union = unionId(proof)
      const [mine, its] = [sides.get(id), sides.get(union)]
      if (mine === undefined || its === undefined) return []
      return mine !== 'unknown' && its !== 'unknown' && mine !== its ? [] : [[id, union]]
    })
  })

const componentOf = (start: string, joined: readonly [string, string][]): ReadonlySet<string> => {
  const found = new Set([start])
  for (let size = 0; size < found.size; ) {
    size = found.size
    for (const [a, b] of joined) if (found.has(a) || found.has(b)) found.add(a).add(b)
  }
  return found
}

/** Which of the survivor's documents go back to the loser. */
const movesOf = (world: World, state: State, mergeId: string): readonly Move[] => {
  const merge = mergeIn(state, mergeId)
  const mine = Object.entries(state.documents).filter(([, one]) => one.userId === merge.survivor)
  const sides = new Map(mine.map(([id, one]) => [id, sideOf(state, merge, one)]))
  if (keeps(world, 'newcomers follow what went back')) {
    for (const [id, one] of Object.entries(state.documents))
      if (one.userId === merge.loser) sides.set(id, 'loser')
  }
  const joined = edges(sides, state.documents)
  const isLosers = (id: string): boolean => {
    const side = sides.get(id)
    if (side !== 'unknown') return side === 'loser'
    const touched = [...componentOf(id, joined)].map((one) => sides.get(one))
    return touched.includes('loser') && !touched.includes('survivor')
  }
  return mine.flatMap(([id, one]) =>
    isLosers(id) ? [{ id, from: one.userId, to: merge.loser, unstamp: one.stamp === mergeId }] : [],
  )
}

export const splitRead = (world: World, state: State, process: SplitRead): readonly Outcome[] => {
  const { mergeId, late } = process
  const moves = movesOf(world, state, mergeId)
  return [{ request: 'split-read', result: 'ok', state, process: { at: 'move-back', mergeId, late, moves } }]
}

/** A union that goes back is held by the loser from now on, and by the survivor no more. */
const givenOver = (state: State, { platform, epoch, unionid }: Union, from: string, to: string): State => {
  const proof = { platform, epoch, unionid }
  const [giver, taker] = [userIn(state, from), userIn(state, to)]
  const isOther = (one: Proof): boolean => !sameProof(one, proof)
  const given = { ...giver, unions: giver.unions.filter(isOther), version: giver.version + 1 }
  const taken = { ...taker, unions: [...taker.unions.filter(isOther), proof], version: taker.version + 1 }
  return putUser(putUser(state, from, given), to, taken)
}

/** Both users may be merged and deleted again. */
const finished = (state: State, mergeId: string): State => {
  const { survivor, loser } = mergeIn(state, mergeId)
  let next = state
  for (const id of [survivor, loser]) {
    const user = userIn(next, id)
    next = putUser(next, id, { ...user, splitting: user.splitting.filter((one) => one !== mergeId) })
  }
  return next
}

/** Updates of the documents that are still where they were read. */
export const moveBack = (world: World, state: State, process: MoveBack): readonly Outcome[] => {
  let next = state
  for (const { id, from, to, unstamp } of process.moves) {
    const document = next.documents[id]
    if (document?.userId !== from) continue
    next = putDocument(next, id, { ...document, userId: to, stamp: unstamp ? undefined : document.stamp })
    if (document.kind === 'union') next = givenOver(next, document, from, to)
  }
  const last =
    process.late && (process.moves.length === 0 || !keeps(world, 'a split ends with an empty pass'))
  if (last) next = finished(next, process.mergeId)
  const merge = mergeIn(next, process.mergeId)
  const fromHere = keeps(world, 'late counts from the first pass')
  const waiting = fromHere ? running(next) : merge.waiting
  const noted = last
    ? { ...merge, passes: 2 as const, waiting: 0 }
    : { ...merge, passes: 1 as const, waiting }
  return [
    { request: 'move-back', result: 'ok', state: putMerge(next, process.mergeId, noted), process: ENDED },
  ]
}
