import { ENDED, same } from './merge.ts'
import type { Outcome } from './outcome.ts'
import type { Process, Return, Seen, Settle, SplitCommit, SplitPass, SplitRead } from './process.ts'
import type { Identity, Merge, Proof, State, Union } from './state.ts'
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
  if (merge.state !== process.merge.state || !same(seen, seenBy(state, merge))) {
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
    { request: 'commit', result: 'ok', state: next, process: { at: 'split-read', mergeId, pass: 'own' } },
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
const goingOf = (world: World, state: State, mergeId: string): readonly string[] => {
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
  return mine.flatMap(([id]) => (isLosers(id) ? [id] : []))
}

/** After a pass: the split itself goes away, its job writes down what is left to do. */
const ended = (world: World, mergeId: string, pass: SplitPass, moved: boolean): Process => {
  if (pass === 'own') return ENDED
  const last = pass === 'late' && (!moved || !keeps(world, 'a split ends with an empty pass'))
  return last ? { at: 'settle-survivor', mergeId } : { at: 'hand-back', of: 'split', id: mergeId, last }
}

/** The claim of a union goes with it. */
const returning = (rest: Omit<Return, 'at'>): Return => ({
  ...rest,
  at: rest.claims.length > 0 ? 'claim-loser' : 'return-own',
})

export const splitRead = (world: World, state: State, process: SplitRead): readonly Outcome[] => {
  const { mergeId, pass } = process
  const going = goingOf(world, state, mergeId)
  const claims = going.flatMap((id): readonly Proof[] => {
    const document = state.documents[id]
    if (document?.kind !== 'union') return []
    const { platform, epoch, unionid } = document
    return [{ platform, epoch, unionid }]
  })
  const next =
    going.length > 0 ? returning({ mergeId, pass, going, claims }) : ended(world, mergeId, pass, false)
  return [{ request: 'split-read', result: 'ok', state, process: next }]
}

/** The loser holds the union, or the survivor no more: as long as the split is not finished. */
const claimMoved = (state: State, { at, mergeId, claims: [claim] }: Return): State => {
  const merge = mergeIn(state, mergeId)
  const userId = at === 'claim-loser' ? merge.loser : merge.survivor
  const user = userIn(state, userId)
  if (claim === undefined || !user.splitting.includes(mergeId)) return state
  const others = user.unions.filter((one) => !sameProof(one, claim))
  const holds = others.length < user.unions.length
  const added = holds ? user.unions : [...user.unions, claim]
  const unions = at === 'claim-loser' ? added : others
  return putUser(state, userId, { ...user, unions, version: user.version + 1 })
}

/** One update of the documents that are still the survivor's: those that this merge stamped, then all others. */
const returned = (state: State, { at, mergeId, going }: Return): State => {
  const { survivor, loser } = mergeIn(state, mergeId)
  let next = state
  for (const id of going) {
    const document = next.documents[id]
    if (document?.userId !== survivor) continue
    const own = document.stamp === mergeId
    if (own !== (at === 'return-own')) continue
    next = putDocument(next, id, { ...document, userId: loser, stamp: own ? undefined : document.stamp })
  }
  return next
}

export const returnDocuments = (world: World, state: State, process: Return): readonly Outcome[] => {
  const { at: request, mergeId, pass, claims } = process
  const done = (next: State, then: Process): readonly Outcome[] => [
    { request, result: 'ok', state: next, process: then },
  ]
  switch (request) {
    case 'claim-loser':
      return done(claimMoved(state, process), { ...process, at: 'claim-survivor' })
    case 'claim-survivor':
      return done(claimMoved(state, process), returning({ ...process, claims: claims.slice(1) }))
    case 'return-own':
      return done(returned(state, process), { ...process, at: 'return-other' })
    case 'return-other':
      return done(returned(state, process), ended(world, mergeId, pass, true))
  }
}

/** The user may be merged and deleted again. */
const settled = (state: State, mergeId: string, userId: string): State => {
  const user = userIn(state, userId)
  if (!user.splitting.includes(mergeId)) return state
  const splitting = user.splitting.filter((one) => one !== mergeId)
  return putUser(state, userId, { ...user, splitting, version: user.version + 1 })
}

export const settle = (state: State, process: Settle): readonly Outcome[] => {
  const { at: request, mergeId } = process
  const merge = mergeIn(state, mergeId)
  const done = (next: State, then: Process): readonly Outcome[] => [
    { request, result: 'ok', state: next, process: then },
  ]
  switch (request) {
    case 'settle-survivor':
      return done(settled(state, mergeId, merge.survivor), { at: 'settle-loser', mergeId })
    case 'settle-loser':
      return done(settled(state, mergeId, merge.loser), { at: 'settle-journal', mergeId })
    case 'settle-journal':
      return done(putMerge(state, mergeId, { ...merge, passes: 2, waiting: 0 }), ENDED)
  }
}
