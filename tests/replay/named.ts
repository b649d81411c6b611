import type { Asked } from './asked.ts'
import { documentsIn, textOf } from './asked.ts'

/** What the model calls a request. */
export interface Named {
  readonly request: string
  readonly userId?: string
  readonly createdAt?: number
  /** Id of a merge as the database has it. */
  readonly mergeId?: string
  /** It compares before it sets: it has changed something, or somebody else has. */
  readonly compares?: true
  /** A split is not told of before its merge: its job comes again. */
  readonly early?: true
  /** What earlier reads of this call turn out to have been. */
  readonly reads?: readonly Read[]
}

export interface Read {
  /** The last journal that was read by its id, or the last users that were. */
  readonly of: 'journal' | 'users'
  readonly request: string
  readonly userId?: string
  readonly mergeId?: string
  /** The job that has taken it up. */
  readonly job?: string
}

export type CallKind = 'login' | 'split' | 'erase' | 'job' | 'lift'

/** A journal as it was read. */
interface Journal {
  readonly mergeId: string
  readonly isSplit: boolean
  readonly isAnnounced: boolean
}

/** What a call has asked so far, as far as it says what its next request is. */
export interface Memory {
  readonly kind: CallKind
  last: string
  journal: Journal | undefined
  /** The job that was leased last. */
  job: string | undefined
  /** The first of the users that were read by their ids. */
  userId: string | undefined
  /** The job works on a split, and has read its keys. */
  returns: boolean
  /** The job has made a pass, and says so when it is given back. */
  passed: boolean
  /** The user that a job has deleted, and has not erased yet. */
  deleted: string | undefined
}

export const newMemory = (kind: CallKind): Memory => ({
  kind,
  last: '',
  journal: undefined,
  job: undefined,
  userId: undefined,
  returns: false,
  passed: false,
  deleted: undefined,
})

/** Who lost a merge, by its id in the database. */
export type LoserOf = (mergeId: string) => unknown

const OTHER: Named = { request: 'other' }

const has = (fields: Readonly<Record<string, unknown>> | undefined, name: string): boolean =>
  fields !== undefined && name in fields

const STEPS: Readonly<Record<string, string>> = {
  startTransaction: 'begin',
  get: 'get',
  update: 'write',
  add: 'write',
  commit: 'commit',
}

const insertOf = ({ collection, data: [first, ...rest] }: Asked, { kind, last }: Memory): Named => {
  if (collection === 'jobs' && kind === 'erase') return { ...OTHER, reads: [{ of: 'users', request: 'get' }] }
  const userId = textOf(first, '_id') ?? ''
  if (collection === 'users')
    return { request: 'insert-user', userId, createdAt: Number(first?.['createdAt']) }
  if (collection !== 'identities') return OTHER
  if (rest.length > 0 || last === 'insert-user') return { request: 'insert-keys' }
  return { request: textOf(first, 'kind') === 'union' ? 'insert-union' : 'insert-identity' }
}

const deletionOf = (userId: string | undefined, memory: Memory): Named => {
  if (userId === undefined) {
    memory.passed = true
    return { request: 'erase-users' }
  }
  memory.deleted = userId
  return { request: 'delete', compares: true, reads: [{ of: 'users', request: 'get', userId }] }
}

const userUpdateOf = ({ where, data: [data] }: Asked, memory: Memory, loserOf: LoserOf): Named => {
  const userId = textOf(where, '_id')
  const lifted = textOf(where, 'barriers')
  if (lifted !== undefined) return { request: 'lift', mergeId: lifted }
  const splitting = textOf(where, 'splitting')
  if (splitting !== undefined) {
    const side = loserOf(splitting) === userId ? 'loser' : 'survivor'
    return { request: has(data, 'unions') ? `claim-${side}` : `settle-${side}` }
  }
  if (textOf(data, 'status') === 'deleted') return deletionOf(userId, memory)
  if (has(data, 'deletion')) return { request: 'request-deletion', compares: true }
  return has(data, 'unions') ? { request: 'hold', compares: true } : OTHER
}

const keyUpdateOf = ({ where, data: [data] }: Asked, { kind, journal }: Memory): Named => {
  if (has(data, 'unions')) return { request: 'mark', compares: true }
  if (!has(data, 'userId')) return OTHER
  if (textOf(where, '_id') !== undefined) return { request: 'heal', compares: true }
  const stamps = has(data, 'oneidMerge')
  if (has(where, '_id')) return { request: stamps ? 'return-own' : 'return-other' }
  if (!stamps) return { request: 're-point-stamped' }
  if (kind !== 'job' || journal === undefined) return { request: 're-point' }
  const { mergeId } = journal
  return {
    request: 're-point',
    reads: [
      { of: 'journal', request: 'get', mergeId },
      { of: 'users', request: 'follow' },
    ],
  }
}

/** A job is taken, given back or done. */
const jobWriteOf = ({ where }: Asked, memory: Memory): Named => {
  const early = memory.returns && memory.journal?.isAnnounced === false
  const named = memory.passed ? { request: 'hand-back', ...(early && { early }) } : OTHER
  memory.job = textOf(where, '_id')
  memory.passed = false
  memory.returns = false
  memory.journal = undefined
  memory.deleted = undefined
  return named
}

const updateOf = (asked: Asked, memory: Memory, loserOf: LoserOf): Named => {
  const [data] = asked.data
  switch (asked.collection) {
    case 'users':
      return userUpdateOf(asked, memory, loserOf)
    case 'identities':
      return keyUpdateOf(asked, memory)
    case 'merges':
      if (has(data, 'announce')) return OTHER
      memory.passed = !has(data, 'split.settled')
      return { request: memory.passed ? 'note' : 'settle-journal' }
    case 'jobs':
      return jobWriteOf(asked, memory)
    default:
      return OTHER
  }
}

const removalOf = (asked: Asked, memory: Memory): Named => {
  const { collection, where } = asked
  // What a deletion removes are jobs about a user.
  if (collection === 'jobs' && textOf(where, '_id') !== undefined) return jobWriteOf(asked, memory)
  if (collection !== 'identities') return OTHER
  if (textOf(where, '_id') !== undefined) return { request: 'heal', compares: true }
  const { deleted, userId = '' } = memory
  memory.deleted = undefined
  return { request: 'erase', ...(deleted !== userId && { reads: [{ of: 'users', request: 'get', userId }] }) }
}

const keysReadBy = (memory: Memory): Named => {
  const { kind, journal, returns, job = '' } = memory
  if (kind === 'split') return { request: 'split-read' }
  if (kind !== 'job' || !journal?.isSplit || returns) return OTHER
  memory.returns = true
  memory.passed = true
  return { request: 'split-read', reads: [{ of: 'journal', request: 'get', mergeId: journal.mergeId, job }] }
}

const readOf = ({ collection, where }: Asked, memory: Memory, reply: unknown): Named => {
  if (collection === 'identities') return keysReadBy(memory)
  if (!has(where, '_id')) return OTHER
  const [found] = documentsIn(reply)
  const mergeId = textOf(where, '_id')
  if (collection === 'merges' && mergeId !== undefined)
    memory.journal = {
      mergeId,
      isSplit: textOf(found, 'state') === 'split',
      isAnnounced: found?.['announce'] === false,
    }
  if (collection === 'users') memory.userId = textOf(found, '_id')
  return OTHER
}

/** Says what a request is, and remembers it. */
export const namedBy = (asked: Asked, memory: Memory, loserOf: LoserOf, reply: unknown): Named => {
  const { method } = asked
  if (asked.inTransaction) {
    const request = STEPS[method] ?? 'rollback'
    const mergeId = memory.kind === 'split' && request === 'get' ? memory.journal?.mergeId : undefined
    return { request, ...(mergeId !== undefined && { mergeId }) }
  }
  switch (method) {
    case 'end':
      return { request: memory.kind === 'login' ? 'read' : 'other' }
    case 'add':
      return insertOf(asked, memory)
    case 'update':
      return updateOf(asked, memory, loserOf)
    case 'remove':
      return removalOf(asked, memory)
    default:
      return readOf(asked, memory, reply)
  }
}
