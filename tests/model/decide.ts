import type { Hold, MergePlan, Process, StalePointer } from './process.ts'
import type { Identity, Proof, State, Union, User } from './state.ts'
import { identityId, sameProof, unionId, userIn } from './state.ts'
import type { Login, World } from './world.ts'
import { keeps, proofOf } from './world.ts'

const sameBinding = (a: Proof, b: Proof): boolean => a.platform === b.platform && a.epoch === b.epoch

/** Two unionids under one open platform and epoch are two people. */
export const contradicts = (a: Proof, b: Proof): boolean => sameBinding(a, b) && a.unionid !== b.unionid

const end = (login: Login, userId: string, conflict?: string): Process => ({
  at: 'done',
  answer: proofOf(login) === undefined ? undefined : userId,
  conflict,
})

export const signedIn = (login: Login, userId: string): Process => end(login, userId)
export const conflict = (login: Login, userId: string, reason: string): Process => end(login, userId, reason)

/** The older account survives; of two of the same age the smaller id. */
const isOlder = (state: State, a: string, b: string): boolean => {
  const [ageA, ageB] = [userIn(state, a).createdAt, userIn(state, b).createdAt]
  return ageA === ageB ? a < b : ageA < ageB
}

const planOf = (
  world: World,
  state: State,
  mine: string,
  theirs: string,
  proved: Pick<MergePlan, 'union' | 'unions'>,
): MergePlan => {
  const first = !keeps(world, 'the older survives') || isOlder(state, mine, theirs)
  const [survivor, loser] = first ? [mine, theirs] : [theirs, mine]
  const [survivorVersion, loserVersion] = [userIn(state, survivor).version, userIn(state, loser).version]
  return { to: 'merge', survivor, loser, survivorVersion, loserVersion, ...proved }
}

/** Why two active users are not merged, as far as the users themselves say. */
const obstacle = (world: World, shown: Proof, a: User, b: User): string | undefined => {
  if (a.administrator || b.administrator) return 'ADMINISTRATOR'
  if (a.deletionPending || b.deletionPending) return 'DELETION_PENDING'
  if (keeps(world, 'splits finish first') && a.splitting.length + b.splitting.length > 0)
    return 'SPLIT_UNDERWAY'
  if (a.barriers.some((barrier) => b.barriers.includes(barrier))) return 'BARRIER'
  if (!keeps(world, 'users hold their unions') || !keeps(world, 'holdings are compared')) return undefined
  const unions = [shown, ...a.unions, ...b.unions]
  const two = unions.some((one) => unions.some((other) => contradicts(one, other)))
  return two ? 'USER_HAS_OTHER_UNIONID' : undefined
}

const stalePointer = (state: State, id: string, key: Identity | Union): readonly StalePointer[] => {
  const { userId: from, stamp } = key
  const { status, mergedInto: to, mergeId } = userIn(state, from)
  if (status === 'active') return []
  if (status === 'deleted') return [{ id, from, to: undefined, stamp: undefined }]
  return [{ id, from, to, stamp: stamp === undefined ? mergeId : undefined }]
}

/** What a login does next, once it knows both keys and their users. `state` is read for the users only. */
export const decide = (
  world: World,
  state: State,
  login: Login,
  observed: number,
  identity: Identity | undefined,
  union: Union | undefined,
): Process => {
  const proof = proofOf(login)
  if (keeps(world, 'pointers are healed')) {
    const keys: readonly [string, Identity | Union | undefined][] = [
      [identityId(login.app), identity],
      [proof === undefined ? '' : unionId(proof), union],
    ]
    const pointers = keys.flatMap(([id, key]) => (key === undefined ? [] : stalePointer(state, id, key)))
    if (pointers.length > 0) return { at: 'heal', observed, pointers }
  }
  if (identity === undefined) {
    if (union === undefined) return { at: 'insert-user', observed }
    return { at: 'insert-identity', observed, userId: union.userId }
  }
  const { userId } = identity
  if (proof === undefined) return signedIn(login, userId)
  const proved = identity.unions.find((one) => sameBinding(one, proof))
  if (keeps(world, 'one unionid per identity and binding') && proved && proved.unionid !== proof.unionid) {
    return conflict(login, userId, 'IDENTITY_HAS_OTHER_UNIONID')
  }
  const unions = proved === undefined ? identity.unions.length : undefined
  if (union === undefined)
    return claim(world, login, proof, userIn(state, userId), { observed, userId, unions })
  if (!keeps(world, 'keys must agree')) return signedIn(login, userId)
  if (union.userId === userId) {
    return unions === undefined ? signedIn(login, userId) : { at: 'mark', observed, userId, unions }
  }
  const reason = obstacle(world, proof, userIn(state, userId), userIn(state, union.userId))
  if (reason !== undefined) return conflict(login, userId, reason)
  const plan = planOf(world, state, userId, union.userId, {
    union: { id: unionId(proof), userId: union.userId },
    unions,
  })
  return keeps(world, 'users hold their unions')
    ? { at: 'begin', observed, plan }
    : { at: 'holdings', observed, asker: userId, plan }
}

/** The identity's user claims a union that is nobody's: first it says so itself, so that nobody claims another for it. */
const claim = (
  world: World,
  login: Login,
  proof: Proof,
  user: User,
  rest: Pick<Hold, 'observed' | 'userId' | 'unions'>,
): Process => {
  const { observed, userId, unions } = rest
  if (!keeps(world, 'users hold their unions')) {
    return { at: 'holdings', observed, asker: userId, plan: { to: 'claim', userId, unions } }
  }
  if (keeps(world, 'splits finish first') && user.splitting.length > 0)
    return conflict(login, userId, 'SPLIT_UNDERWAY')
  const two = user.unions.some((one) => contradicts(one, proof))
  if (two && keeps(world, 'holdings are compared')) return conflict(login, userId, 'USER_HAS_OTHER_UNIONID')
  const holds = user.unions.some((one) => sameProof(one, proof))
  return holds ? { at: 'insert-union', ...rest } : { at: 'hold', ...rest, version: user.version }
}
