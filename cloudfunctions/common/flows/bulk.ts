import { bindingAt } from '../base/apps.ts'
import type { Config } from '../base/config.ts'
import type { ErrorCode } from '../base/errors.ts'
import { OneIdError } from '../base/errors.ts'
import type { UserId } from '../base/ids.ts'
import { decide } from '../identity/decide.ts'
import type { ConflictReason, Decision } from '../identity/decision.ts'
import type { Evidence } from '../identity/evidence.ts'
import { isHearsay } from '../identity/evidence.ts'
import { followAliases } from '../store/aliases.ts'
import { identityId } from '../store/documentIds.ts'
import { markedOf } from '../store/ephemeral.ts'
import { ERASED } from '../store/erasure.ts'
import type { StoredKeys } from '../store/identities.ts'
import { keyIdsOf, readManyKeys } from '../store/identities.ts'
import type { NewKeys } from '../store/keyWrites.ts'
import { insertManyKeys } from '../store/keyWrites.ts'
import { insertUsers, newUserId } from '../store/users.ts'
import type { Ports } from './ports.ts'
import { signIn } from './signIn.ts'

/** What one piece of evidence among many came to. */
export type BulkOutcome =
  | { readonly outcome: 'created' | 'attached' | 'merged' | 'known'; readonly userId: UserId }
  | { readonly outcome: 'conflict'; readonly userId: UserId; readonly reason?: ConflictReason }
  | { readonly outcome: 'refused'; readonly code: ErrorCode }

type ForSignIn = Pick<Config, 'find' | 'retention'>

/** Two keys each: as many ids as one query should name. */
const PER_REQUEST = 50

const OUTCOMES = { create: 'created', 'sign-in': 'known', attach: 'attached', merge: 'merged' } as const

const outcomeOf = (userId: UserId, decision: Decision): BulkOutcome => {
  if (decision.kind === 'conflict') return { outcome: 'conflict', userId, reason: decision.reason }
  if (decision.kind === 'refuse' || decision.kind === 'heal')
    throw new OneIdError('INTERNAL', `no sign-in ends with ${decision.kind}`)
  return { outcome: OUTCOMES[decision.kind], userId }
}

/** Errors that are about this one evidence; all others end the whole. */
const ABOUT_ONE: readonly ErrorCode[] = ['APP_NOT_REGISTERED', 'SNAPSHOT_USER']

const one = async (ports: Ports, config: ForSignIn, evidence: Evidence): Promise<BulkOutcome> => {
  try {
    const { userId, decision } = await signIn(ports, config, evidence)
    return outcomeOf(userId, decision)
  } catch (error) {
    if (!(error instanceof OneIdError) || !ABOUT_ONE.includes(error.code)) throw error
    return { outcome: 'refused', code: error.code }
  }
}

interface Judged {
  readonly evidence: Evidence
  readonly binding: ReturnType<typeof bindingAt>
  readonly decision: Decision
  /** Document id of the identity, and what is stored about it. */
  readonly id: string
  readonly identity: StoredKeys['identity']
}

const judge = (config: ForSignIn, evidence: Evidence, keys: StoredKeys): Judged => {
  const app = config.find(evidence.appid)
  const binding = app && bindingAt(app, evidence.observedAt)
  const decision = decide(evidence, { registered: app !== undefined, binding, ...keys })
  const id = identityId(evidence.appid, evidence.openid)
  return { evidence, binding, decision, id, identity: keys.identity }
}

/** Whoever has deleted the account comes back by signing in, and not because somebody tells of them. 1 request. */
const erasedAmong = async ({ db }: Ports, judged: readonly Judged[]): Promise<ReadonlySet<Judged>> => {
  const hearsay = judged.filter(({ evidence }) => isHearsay(evidence.route))
  const unknown = hearsay.filter(({ identity }) => identity === undefined).map(({ id }) => id)
  const marked = unknown.length === 0 ? new Set() : await markedOf(db, ERASED, [...new Set(unknown)])
  // Deleted, and the erasure has not come to the identity yet: that is the same.
  return new Set(hearsay.filter(({ id, identity }) => marked.has(id) || identity?.user.status === 'deleted'))
}

/** People whose keys are written together. */
type Together = ReadonlyMap<Judged, NewKeys>

/**
 * Who can be written together: people nobody knows, and new identities of users who are known by the union, be it from
 * the database or from one of these. Whoever shares a key with somebody before who goes alone has to wait for that one.
 */
const together = (ports: Ports, judged: readonly Judged[]): Together => {
  const found = new Map<Judged, NewKeys>()
  /** Ids of keys that somebody before needs for himself. */
  const needed = new Set<string>()
  /** By union: the user who has it once these are written. */
  const holders = new Map<string, UserId>()
  for (const each of judged) {
    const { evidence, decision, id } = each
    const [, unionKey = ''] = keyIdsOf(each)
    const isFree = !needed.has(id) && !needed.has(unionKey)
    const keys = isFree ? newKeysOf(ports, decision, holders.get(unionKey)) : undefined
    if (keys !== undefined) {
      found.set(each, { evidence, ...keys })
      if (unionKey !== '') holders.set(unionKey, keys.userId)
      needed.add(id)
    } else if (decision.kind !== 'sign-in') for (const key of keyIdsOf(each)) needed.add(key)
  }
  return found
}

/** @param holder who has the union by then, if one of those who are written with it brings it */
const newKeysOf = (
  { random }: Ports,
  decision: Decision,
  holder: UserId | undefined,
): Omit<NewKeys, 'evidence'> | undefined => {
  if (decision.kind === 'attach' && decision.adds === 'identity')
    return { userId: decision.userId, union: decision.union, isNewUser: false }
  if (decision.kind !== 'create') return undefined
  const { union } = decision
  return holder === undefined
    ? { userId: newUserId(random), union, isNewUser: true }
    : { userId: holder, union, isNewUser: false }
}

/** Two requests for all of them; if somebody was faster with one, everybody goes the long way. */
const write = async ({ db, clock }: Ports, people: Together): Promise<Together> => {
  if (people.size === 0) return people
  const readAt = clock()
  const all = [...people.values()]
  const users = all.filter(({ isNewUser }) => isNewUser)
  if (users.length > 0) await insertUsers(db, users, readAt)
  return (await insertManyKeys(db, all, readAt)) === 'inserted' ? people : new Map()
}

/** Who was answered for one row may have become somebody else by a later one. 1 request, and only after a merge. */
const asTheyAreNow = async (
  { db }: Ports,
  outcomes: readonly BulkOutcome[],
): Promise<readonly BulkOutcome[]> => {
  if (!outcomes.some(({ outcome }) => outcome === 'merged')) return outcomes
  const now = await followAliases(
    db,
    outcomes.flatMap((each) => ('userId' in each ? [each.userId] : [])),
  )
  return outcomes.map((each) =>
    'userId' in each ? { ...each, userId: now.get(each.userId) ?? each.userId } : each,
  )
}

const inOneRequest = async (
  ports: Ports,
  config: ForSignIn,
  evidences: readonly Evidence[],
): Promise<readonly BulkOutcome[]> => {
  const wanted = evidences.map((evidence) => {
    const app = config.find(evidence.appid)
    return { evidence, binding: app && bindingAt(app, evidence.observedAt) }
  })
  const stored = await readManyKeys(ports.db, wanted)
  const judged = stored.map((keys, at) => {
    const evidence = evidences[at]
    if (evidence === undefined) throw new OneIdError('INTERNAL', 'more keys than evidence')
    return judge(config, evidence, keys)
  })
  const erased = await erasedAmong(ports, judged)
  const others = judged.filter((each) => !erased.has(each))
  const written = await write(ports, together(ports, others))
  const outcomes: BulkOutcome[] = []
  for (const each of judged) {
    const person = written.get(each)
    if (erased.has(each)) outcomes.push({ outcome: 'refused', code: 'ACCOUNT_ERASED' })
    else if (person !== undefined)
      outcomes.push({ outcome: person.isNewUser ? 'created' : 'attached', userId: person.userId })
    else if (each.decision.kind === 'sign-in') outcomes.push(outcomeOf(each.decision.userId, each.decision))
    else outcomes.push(await one(ports, config, each.evidence))
  }
  return asTheyAreNow(ports, outcomes)
}

/**
 * Evidence about many people who are not there themselves, followers or legacy users: the same decisions as `signIn`,
 * with the writing of new identities put together. For fifty of them 4 requests; who is known costs nothing more, and
 * whatever else goes the way of a single sign-in. Cut off anywhere and done again, it comes to the same end. Nobody is
 * told of what is written together: there are too many, and who brought them knows.
 * @returns in the order of the evidence
 * @throws as signIn, except for what is about one of them
 */
export const signInMany = async (
  ports: Ports,
  config: ForSignIn,
  evidences: readonly Evidence[],
): Promise<readonly BulkOutcome[]> => {
  const outcomes: BulkOutcome[] = []
  for (let at = 0; at < evidences.length; at += PER_REQUEST)
    outcomes.push(...(await inOneRequest(ports, config, evidences.slice(at, at + PER_REQUEST))))
  return outcomes
}
