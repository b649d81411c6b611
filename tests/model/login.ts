import { conflict, contradicts, decide, signedIn } from './decide.ts'
import type { Outcome } from './outcome.ts'
import type {
  Heal,
  Hold,
  Holdings,
  InsertIdentity,
  InsertKeys,
  InsertUnion,
  InsertUser,
  Join,
  Mark,
  Process,
  Result,
} from './process.ts'
import type { Identity, Proof, State, Union } from './state.ts'
import {
  identityId,
  identityIn,
  putDocument,
  putUser,
  removeDocuments,
  unionId,
  unionIn,
  userIn,
} from './state.ts'
import type { Login, World } from './world.ts'
import { keeps, proofOf } from './world.ts'

const outcome = (request: string, result: Result, state: State, process: Process): Outcome => ({
  request,
  result,
  state,
  process,
})

export const again = ({ observed }: { readonly observed: number }): Process => ({ at: 'read', observed })

/** One aggregate reads the two keys; the users that it joins may be seen a little later. */
export const read = (state: State, login: Login, observed: number): readonly Outcome[] => {
  const proof = proofOf(login)
  const identity = identityIn(state, login.app)
  const union = proof && unionIn(state, proof)
  return [outcome('read', 'ok', state, { at: 'join', observed, identity, union })]
}

const decided = (world: World, state: State, login: Login, process: Join): Process => {
  const { observed, identity, union } = process
  const next = decide(world, state, login, observed, identity, union)
  const signsIn = next.at === 'done' && identity !== undefined
  return signsIn && userIn(state, identity.userId).status === 'deleted' ? { ...next, deleted: true } : next
}

export const join = (world: World, state: State, login: Login, process: Join): readonly Outcome[] => [
  outcome('join', 'ok', state, decided(world, state, login, process)),
]

/** One pointer: at a tombstone, it follows the alias; at a deleted user, it goes. */
export const heal = (state: State, process: Heal): readonly Outcome[] => {
  const [pointer, ...pointers] = process.pointers
  if (pointer === undefined) throw new Error('nothing to heal')
  const next = pointers.length > 0 ? { ...process, pointers } : again(process)
  const { id, from, to, stamp } = pointer
  const document = state.documents[id]
  if (document?.userId !== from) return [outcome('heal', 'changed', state, next)]
  const healed =
    to === undefined
      ? removeDocuments(state, (one) => one === document)
      : putDocument(state, id, { ...document, userId: to, stamp: stamp ?? document.stamp })
  return [outcome('heal', 'ok', healed, next)]
}

export const insertUser = (
  world: World,
  state: State,
  login: Login,
  process: InsertUser,
): readonly Outcome[] => {
  const count = state.usersCreated + 1
  const userId = `u${count}`
  const proof = proofOf(login)
  const user = {
    status: 'active',
    createdAt: world.clocksRunBackwards === true ? -count : count,
    version: 1,
    barriers: [],
    mergedInto: undefined,
    mergeId: undefined,
    administrator: false,
    unions: proof === undefined ? [] : [proof],
    splitting: [],
    deletionPending: false,
  } as const
  const next = { ...state, usersCreated: count, users: { ...state.users, [userId]: user } }
  return [outcome('insert-user', 'ok', next, { at: 'insert-keys', observed: process.observed, userId })]
}

const identityOf = (userId: string, firstSeen: number, proof: Proof | undefined): Identity => ({
  kind: 'identity',
  userId,
  stamp: undefined,
  firstSeen,
  unions: proof === undefined ? [] : [proof],
})

const unionOf = (userId: string, firstSeen: number, proof: Proof): Union => ({
  kind: 'union',
  userId,
  stamp: undefined,
  firstSeen,
  ...proof,
})

/** One insert of union and identity, in this order. The server may die between the two. */
export const insertKeys = (state: State, login: Login, process: InsertKeys): readonly Outcome[] => {
  const { userId, observed } = process
  const proof = proofOf(login)
  const duplicate = outcome('insert-keys', 'duplicate', state, again(process))
  const id = identityId(login.app)
  const identity = identityOf(userId, observed, proof)
  if (proof === undefined) {
    if (state.documents[id] !== undefined) return [duplicate]
    return [outcome('insert-keys', 'ok', putDocument(state, id, identity), signedIn(login, userId))]
  }
  if (unionIn(state, proof) !== undefined) return [duplicate]
  const half = putDocument(state, unionId(proof), unionOf(userId, observed, proof))
  const cutOff = outcome('insert-keys', 'lost', half, again(process))
  if (state.documents[id] !== undefined) return [{ ...duplicate, state: half }]
  return [outcome('insert-keys', 'ok', putDocument(half, id, identity), signedIn(login, userId)), cutOff]
}

export const insertIdentity = (state: State, login: Login, process: InsertIdentity): readonly Outcome[] => {
  const id = identityId(login.app)
  if (state.documents[id] !== undefined)
    return [outcome('insert-identity', 'duplicate', state, again(process))]
  const identity = identityOf(process.userId, process.observed, proofOf(login))
  const next = putDocument(state, id, identity)
  return [outcome('insert-identity', 'ok', next, signedIn(login, process.userId))]
}

/** One query: the unions of the user that claims, or of both that are to be merged. */
export const holdings = (world: World, state: State, login: Login, process: Holdings): readonly Outcome[] => {
  const { observed, plan } = process
  const proof = proofOf(login)
  const users = plan.to === 'claim' ? [plan.userId] : [plan.survivor, plan.loser]
  const held: readonly Proof[] = Object.values(state.documents).filter(
    (one): one is Union => one.kind === 'union' && users.includes(one.userId),
  )
  const shown = plan.to === 'claim' && proof !== undefined ? [...held, proof] : held
  const two = shown.some((a) => shown.some((b) => contradicts(a, b)))
  if (two && keeps(world, 'holdings are compared')) {
    return [outcome('holdings', 'ok', state, conflict(login, process.asker, 'USER_HAS_OTHER_UNIONID'))]
  }
  const next: Process =
    plan.to === 'claim'
      ? { at: 'insert-union', observed, userId: plan.userId, unions: plan.unions }
      : { at: 'begin', observed, plan }
  return [outcome('holdings', 'ok', state, next)]
}

/** What a login does that has only the mark left to write, if that. */
export const thenMark = (
  login: Login,
  { observed, userId, unions }: Pick<Mark, 'observed' | 'userId' | 'unions'>,
): Process => (unions === undefined ? signedIn(login, userId) : { at: 'mark', observed, userId, unions })

/** Compare-and-set: the user says that it holds the union, before it claims it. */
export const hold = (state: State, login: Login, process: Hold): readonly Outcome[] => {
  const { version, userId, ...rest } = process
  const user = userIn(state, userId)
  const proof = proofOf(login)
  if (user.version !== version || proof === undefined)
    return [outcome('hold', 'changed', state, again(process))]
  const next = putUser(state, userId, { ...user, version: version + 1, unions: [...user.unions, proof] })
  return [outcome('hold', 'ok', next, { ...rest, at: 'insert-union', userId })]
}

/** The user claims the union. Only the first claim succeeds. */
export const insertUnion = (
  world: World,
  state: State,
  login: Login,
  process: InsertUnion,
): readonly Outcome[] => {
  const proof = proofOf(login)
  if (proof === undefined) throw new Error('a claim without a unionid')
  if (unionIn(state, proof) !== undefined && keeps(world, 'unions are claimed')) {
    return [outcome('insert-union', 'duplicate', state, again(process))]
  }
  const next = putDocument(state, unionId(proof), unionOf(process.userId, process.observed, proof))
  return [outcome('insert-union', 'ok', next, thenMark(login, process))]
}

/** Compare-and-set: the identity has proved the union. `unions` only grows, so its length is its version. */
export const mark = (world: World, state: State, login: Login, process: Mark): readonly Outcome[] => {
  const proof = proofOf(login)
  const identity = identityIn(state, login.app)
  const unchanged = identity?.userId === process.userId && identity.unions.length === process.unions
  if (identity === undefined || proof === undefined || (!unchanged && keeps(world, 'marks compare'))) {
    return [outcome('mark', 'changed', state, again(process))]
  }
  const marked = { ...identity, unions: [...identity.unions, proof] }
  const next = putDocument(state, identityId(login.app), marked)
  return [outcome('mark', 'ok', next, signedIn(login, process.userId))]
}
