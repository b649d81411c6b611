import type { ConflictReason } from './decision.ts'
import type { ActiveUser, ProvedUnion } from './facts.ts'
import { contradict } from './facts.ts'

export interface MergeOrder {
  readonly survivor: ActiveUser
  readonly loser: ActiveUser
}

const isOlder = (one: ActiveUser, other: ActiveUser): boolean =>
  one.createdAt === other.createdAt ? one.userId < other.userId : one.createdAt < other.createdAt

/** The older user survives, and of the same age the one with the smaller id: whoever decides, decides the same. */
export const mergeOrder = (one: ActiveUser, other: ActiveUser): MergeOrder =>
  isOlder(one, other) ? { survivor: one, loser: other } : { survivor: other, loser: one }

/** What stands against a merge as long as nobody removes it, whoever wants it. */
export const obstacle = (
  one: ActiveUser,
  other: ActiveUser,
): Exclude<ConflictReason, 'IDENTITY_HAS_OTHER_UNIONID' | 'USER_HAS_OTHER_UNIONID'> | undefined => {
  if (one.administrator || other.administrator) return 'ADMINISTRATOR'
  if (one.deleting || other.deleting) return 'DELETION_PENDING'
  if (one.splitting || other.splitting) return 'SPLIT_UNDERWAY'
  if (one.barriers.some((barrier) => other.barriers.includes(barrier))) return 'BARRIER'
  return undefined
}

/** Whether these unions cannot all be one person's. */
export const areContradictory = (unions: readonly ProvedUnion[]): boolean =>
  unions.some((one) => unions.some((other) => contradict(one, other)))
