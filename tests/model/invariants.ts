import { contradicts } from './decide.ts'
import type { Process } from './process.ts'
import type { LaterLogin, Settled } from './settle.ts'
import type { State, User } from './state.ts'
import { identityIn, resolve, sameProof, unionIn, userIn } from './state.ts'
import type { World } from './world.ts'
import { proofOf } from './world.ts'

const isActive = (user: User): boolean => user.status === 'active'

const haveBarrier = (a: User, b: User): boolean => a.barriers.some((one) => b.barriers.includes(one))

/** Of two users that are apart: something that an administrator or another unionid has put between them. */
const areKeptApart = (state: State, a: string, b: string): boolean => {
  const [one, two] = [userIn(state, a), userIn(state, b)]
  return haveBarrier(one, two) || one.administrator || two.administrator
}

const documents = (state: State) => Object.entries(state.documents)

/** I1: nothing points at a tombstone or at a deleted user, and aliases end. */
const pointersAreAlive = (state: State): string | undefined => {
  for (const userId of Object.keys(state.users)) {
    try {
      resolve(state, userId)
    } catch {
      return 'I1 alias cycle'
    }
  }
  const bad = documents(state).find(([, { userId }]) => !isActive(userIn(state, userId)))
  return bad && `I1 ${bad[1].kind} of a ${userIn(state, bad[1].userId).status} user`
}

/** I5: what was taken by a merge belongs to whom its owner has become; a split lasts. */
const ownersHoldTheirs = (state: State): string | undefined => {
  const merges = Object.values(state.merges).sort((a, b) => a.committedAt - b.committedAt)
  for (const [id, { kind, userId }] of documents(state)) {
    const first = merges.find(({ losers }) => losers.includes(id))
    if (first && resolve(state, first.loser) !== userId) return `I5 ${kind} not with its owner`
  }
  const rejoined = merges.some((merge) => {
    if (merge.state !== 'split') return false
    const [survivor, loser] = [resolve(state, merge.survivor), resolve(state, merge.loser)]
    return survivor === loser
  })
  return rejoined ? 'I5 merged again after a split' : undefined
}

/** I6: no document of a deleted user, and no tombstone that leads to one. */
const deletedAreGone = (state: State): string | undefined => {
  for (const [id, user] of Object.entries(state.users)) {
    if (user.status === 'merged' && userIn(state, resolve(state, id)).status === 'deleted') {
      return 'I6 tombstone of a deleted user'
    }
  }
  const left = documents(state).find(
    ([, { userId }]) => userIn(state, resolve(state, userId)).status === 'deleted',
  )
  return left && `I6 ${left[1].kind} of a deleted user`
}

/** I7: nobody holds two unionids of one platform and epoch, unless an administrator has joined them. */
const holdOneUnionid = (state: State): string | undefined => {
  const joinedByHand = new Set(
    Object.values(state.merges).flatMap((one) => (one.byAdministrator ? [resolve(state, one.loser)] : [])),
  )
  const unions = documents(state).flatMap(([, one]) => (one.kind === 'union' ? [one] : []))
  const two = unions.some((a) =>
    unions.some((b) => {
      const user = resolve(state, a.userId)
      return contradicts(a, b) && user === resolve(state, b.userId) && !joinedByHand.has(user)
    }),
  )
  const ambiguous = documents(state).some(
    ([, one]) => one.kind === 'identity' && one.unions.some((a) => one.unions.some((b) => contradicts(a, b))),
  )
  if (ambiguous) return 'I7 one identity with two unionids of a binding'
  return two ? 'I7 one user with two unionids of a platform' : undefined
}

/** I8: an account is merged only into an older one, whoever asks. */
const olderSurvive = (state: State): string | undefined =>
  Object.values(state.merges).some(
    ({ survivor, loser }) => userIn(state, survivor).createdAt > userIn(state, loser).createdAt,
  )
    ? 'I8 the younger account survived'
    : undefined

/** I2: a login that showed a unionid and met no conflict leaves an identity that has proved it, unless it was deleted. */
const shownIsProved = (world: World, state: State): string | undefined => {
  if (Object.values(state.users).some(({ status }) => status === 'deleted')) return undefined
  const missing = state.processes.some((process, index) => {
    const call = world.calls[index]
    if (process.at !== 'done' || process.conflict !== undefined || call?.does !== 'login') return false
    const proof = proofOf(call)
    return proof !== undefined && !identityIn(state, call.app)?.unions.some((one) => sameProof(one, proof))
  })
  return missing ? 'I2 a shown unionid is not proved' : undefined
}

/** Holds whenever nothing is running. */
export const whenQuiet = (world: World, state: State): string | undefined =>
  state.processes.some((one) => one.at === 'done' && one.deleted === true)
    ? 'I6 signed in to a deleted account'
    : (olderSurvive(state) ?? shownIsProved(world, state))

/** Holds when the jobs have done their work, too. */
export const afterJobs = (state: State): string | undefined =>
  pointersAreAlive(state) ?? deletedAreGone(state) ?? ownersHoldTheirs(state) ?? holdOneUnionid(state)

const conflicts = (processes: readonly Process[], logins: readonly LaterLogin[]): ReadonlySet<string> =>
  new Set(
    [...processes, ...logins.map(({ ended }) => ended)].flatMap((one) =>
      one.at === 'done' && one.conflict !== undefined ? [one.conflict] : [],
    ),
  )

/**
 * A split has put this account apart from one that is deleted. The unions of that one went with it, and whoever shows
 * them next has a new account, from which no barrier keeps this one.
 */
const partedFromDeleted = (state: State, userId: string): boolean =>
  Object.values(state.merges).some((merge) => {
    const [survivor, loser] = [resolve(state, merge.survivor), resolve(state, merge.loser)]
    if (merge.state !== 'split' || (userId !== survivor && userId !== loser)) return false
    return userIn(state, userId === survivor ? loser : survivor).status === 'deleted'
  })

/** I2: who has proved a union in the binding in force belongs to its user. */
const provedAreTogether = (world: World, state: State, excused: boolean): string | undefined => {
  for (const [app, shown] of Object.entries(world.apps)) {
    const identity = identityIn(state, app)
    const proof = identity?.unions.find(
      (one) => one.platform === shown?.platform && one.epoch === shown.epoch,
    )
    if (identity === undefined || proof === undefined) continue
    const union = unionIn(state, proof)
    if (partedFromDeleted(state, identity.userId)) continue
    if (union === undefined) return 'I2 proved union is missing'
    if (union.userId === identity.userId || excused) continue
    if (!areKeptApart(state, union.userId, identity.userId))
      return 'I2 identity apart from the union it proved'
  }
  return undefined
}

/** I3: apps that showed the same unionid last are one user. */
const shownAreOne = (state: State, logins: readonly LaterLogin[]): string | undefined => {
  for (const { app, proof, ended } of logins) {
    const identity = identityIn(state, app)
    if (identity === undefined) return 'I3 no identity after a login'
    if (proof === undefined || ended.conflict !== undefined) continue
    const union = unionIn(state, proof)
    if (union === undefined) return 'I3 no union after a login that showed it'
    if (union.userId !== identity.userId) return 'I3 two accounts for one unionid'
  }
  return undefined
}

/** I3: a conflict has a cause: a second unionid, an administrator, a split, a deletion. */
const conflictsHaveCauses = (world: World, found: ReadonlySet<string>): string | undefined => {
  const causes = new Set<string>()
  if (world.calls.some(({ does }) => does === 'split')) causes.add('BARRIER').add('SPLIT_UNDERWAY')
  if (world.calls.some(({ does }) => does === 'erase')) causes.add('DELETION_PENDING')
  const unionids = new Map<string, Set<string>>()
  const shown = world.calls.map((call) => (call.does === 'login' ? proofOf(call) : undefined))
  for (const proof of [...shown, ...Object.values(world.apps)]) {
    if (proof === undefined) continue
    const binding = `${proof.platform}/${proof.epoch}`
    unionids.set(binding, (unionids.get(binding) ?? new Set()).add(proof.unionid))
  }
  if ([...unionids.values()].some(({ size }) => size > 1)) {
    causes.add('IDENTITY_HAS_OTHER_UNIONID').add('USER_HAS_OTHER_UNIONID')
  }
  const without = [...found].find((one) => !causes.has(one))
  return without && `I3 conflict ${without} without a cause`
}

/** I4: the ids that were handed out for a unionid lead to the account that has it in the end. */
const answersHold = (world: World, processes: readonly Process[], state: State): string | undefined => {
  if (world.calls.some(({ does }) => does === 'split' || does === 'erase')) return undefined
  for (const [index, process] of processes.entries()) {
    const call = world.calls[index]
    if (call?.does !== 'login' || process.at !== 'done' || process.answer === undefined) continue
    if (process.conflict !== undefined || call.binding === undefined || call.unionid === undefined) continue
    const union = unionIn(state, { platform: call.binding.platform, unionid: call.unionid })
    if (union === undefined || resolve(state, process.answer) !== union.userId) {
      return 'I4 an id that was handed out leads elsewhere'
    }
  }
  return undefined
}

/** What holds after the later logins of one pattern, whoever was told what before. */
export const afterLogins = (
  world: World,
  ended: readonly Process[],
  { state, logins }: Settled,
): string | undefined => {
  const found = conflicts(ended, logins)
  const excused = [...found].some((one) => !['BARRIER', 'SPLIT_UNDERWAY'].includes(one))
  return (
    afterJobs(state) ??
    whenQuiet(world, state) ??
    conflictsHaveCauses(world, found) ??
    provedAreTogether(world, state, excused) ??
    shownAreOne(state, logins) ??
    answersHold(world, ended, state) ??
    splitsLast(state)
  )
}

/** I5: after a split, what first appeared after the merge and proved only the loser's union is the loser's. */
const splitsLast = (state: State): string | undefined => {
  for (const merge of Object.values(state.merges)) {
    if (merge.state !== 'split' || merge.byAdministrator) continue
    const [survivor, loser] = [resolve(state, merge.survivor), resolve(state, merge.loser)]
    for (const [id, one] of documents(state)) {
      if (
        one.kind !== 'identity' ||
        one.stamp !== undefined ||
        merge.survivors.includes(id) ||
        one.userId !== survivor
      )
        continue
      const owners = one.unions.map((proof) => unionIn(state, proof)?.userId)
      if (owners.length > 0 && owners.every((owner) => owner === loser))
        return 'I5 newcomer not with what it proved'
    }
  }
  return undefined
}
