import { again, thenMark } from './login.ts'
import type { Outcome } from './outcome.ts'
import type { Begin, Commit, MergePlan, Note, Process, RePoint, RePointFor, Seen } from './process.ts'
import type { Merge, State } from './state.ts'
import { mergeIn, putDocument, putMerge, putUser, resolve, running, sameProof, userIn } from './state.ts'
import type { Login, World } from './world.ts'
import { keeps } from './world.ts'

/** Everything that the transaction reads and writes, so that a change of it since is a conflict. */
const seenBy = (state: State, { survivor, loser, union }: MergePlan): Seen => {
  const document = union && state.documents[union.id]
  return [userIn(state, survivor).version, userIn(state, loser).version, document?.userId, document?.stamp]
}

export const same = (a: Seen, b: Seen): boolean => a.every((one, index) => one === b[index])

/** Snapshot of both users and the union; they must be as they were decided upon. */
export const begin = (world: World, state: State, process: Begin): readonly Outcome[] => {
  const { plan, observed } = process
  const seen = seenBy(state, plan)
  const decided = [plan.survivorVersion, plan.loserVersion, plan.union?.userId]
  if (keeps(world, 'versions are compared') && !same(decided, seen)) {
    return [{ request: 'begin', result: 'changed', state, process: again(process) }]
  }
  return [{ request: 'begin', result: 'ok', state, process: { at: 'commit', observed, plan, seen } }]
}

/** Documents that are a user's, directly or by a tombstone that was merged into it. */
const belongings = (state: State, userId: string): readonly string[] =>
  Object.entries(state.documents).flatMap(([id, one]) => (resolve(state, one.userId) === userId ? [id] : []))

/** Writes loser, survivor, union and journal, unless one of them was written since the snapshot. */
export const commit = (world: World, state: State, process: Commit): readonly Outcome[] => {
  const { plan, seen, observed } = process
  // A document that is only read does not make a conflict.
  const written = keeps(world, 'the merge writes the union') ? seen : seen.slice(0, 2)
  if (!same(written, seenBy(state, plan))) {
    return [{ request: 'commit', result: 'conflict', state, process: again(process) }]
  }
  const [survivor, loser] = [userIn(state, plan.survivor), userIn(state, plan.loser)]
  const mergeId = `m:${plan.loser}@${loser.version}`
  const barriersGiven = loser.barriers.filter((one) => !survivor.barriers.includes(one))
  const unionsGiven = loser.unions.filter((one) => !survivor.unions.some((held) => sameProof(one, held)))
  const merge: Merge = {
    survivor: plan.survivor,
    loser: plan.loser,
    state: 'open',
    committedAt: state.clock,
    barriersGiven,
    unionsGiven,
    byAdministrator: plan.union === undefined,
    losers: loser.status === 'active' ? belongings(state, plan.loser) : [],
    survivors: belongings(state, plan.survivor),
    passes: 0,
    waiting: running(state),
  }
  let next = putUser(state, plan.loser, {
    ...loser,
    status: 'merged',
    mergedInto: plan.survivor,
    mergeId,
    version: loser.version + 1,
  })
  next = putUser(next, plan.survivor, {
    ...survivor,
    version: survivor.version + 1,
    barriers: [...survivor.barriers, ...barriersGiven],
    unions: [...survivor.unions, ...unionsGiven],
  })
  const union = plan.union && state.documents[plan.union.id]
  if (plan.union && union && keeps(world, 'the merge writes the union')) {
    const taken = union.userId === plan.loser
    const stamp = taken ? stampOf(world, union.stamp, mergeId) : union.stamp
    next = putDocument(next, plan.union.id, { ...union, userId: plan.survivor, stamp })
  }
  next = { ...putMerge(next, mergeId, merge), clock: state.clock + 1 }
  const part: RePointFor = { by: 'merger', unions: plan.unions }
  const { survivor: to, loser: from } = plan
  return [
    {
      request: 'commit',
      result: 'ok',
      state: next,
      process: { at: 're-point', observed, mergeId, loser: from, survivor: to, part },
    },
  ]
}

const stampOf = (world: World, stamp: string | undefined, mergeId: string): string =>
  stamp === undefined || !keeps(world, 'the first stamp stays') ? mergeId : stamp

/** One update of all documents of the loser that have no stamp, or of all that have one. */
const moved = (world: World, state: State, process: RePoint): State => {
  let next = state
  for (const [id, one] of Object.entries(state.documents)) {
    const stamped = one.stamp !== undefined
    if (one.userId !== process.loser || stamped !== (process.at === 're-point-stamped')) continue
    const stamp = stampOf(world, one.stamp, process.mergeId)
    next = putDocument(next, id, { ...one, userId: process.survivor, stamp })
  }
  return next
}

export const rePoint = (
  world: World,
  state: State,
  login: Login | undefined,
  process: RePoint,
): readonly Outcome[] => {
  const next = moved(world, state, process)
  const request = process.at
  if (request === 're-point') {
    return [{ request, result: 'ok', state: next, process: { ...process, at: 're-point-stamped' } }]
  }
  const { part, observed, survivor, mergeId } = process
  if (part.by === 'merger') {
    if (login === undefined) throw new Error('a merge after a login, without the login')
    const rest = thenMark(login, { observed, userId: survivor, unions: part.unions })
    return [{ request, result: 'ok', state: next, process: rest }]
  }
  return [{ request, result: 'ok', state: next, process: { at: 'note', mergeId, late: part.late } }]
}

export const ENDED: Process = { at: 'done', answer: undefined, conflict: undefined }

/** The job writes into the journal how far it has got, unless a split has come in between. */
export const note = (state: State, { mergeId, late }: Note): readonly Outcome[] => {
  const merge = mergeIn(state, mergeId)
  const closes = late && merge.state === 'open'
  const next = closes ? putMerge(state, mergeId, { ...merge, state: 'closed' }) : state
  const process: Process = { at: 'hand-back', of: 'merge', id: mergeId, last: late }
  return [{ request: 'note', result: 'ok', state: next, process }]
}
