import { OneIdError } from '../base/errors.ts'
import type { MergeId, UserId } from '../base/ids.ts'
import type { ProvedUnion } from '../identity/facts.ts'
import type { SplitKey } from '../identity/splitting.ts'
import { losersKeys } from '../identity/splitting.ts'
import { unionId } from '../store/documentIds.ts'
import type { KeyDocument } from '../store/documents.ts'
import { readKeysOf } from '../store/identities.ts'
import { addJob, FIRST_PASS, jobId, NEW_JOB } from '../store/jobs.ts'
import { returnKeys } from '../store/keyWrites.ts'
import type { MergeDocument } from '../store/merges.ts'
import { findMerge } from '../store/merges.ts'
import type { CloudDatabase } from '../store/requests.ts'
import { commitSplit, moveClaim } from '../store/splits.ts'
import { originsOf } from './origins.ts'
import type { Ports } from './ports.ts'
import { inRounds } from './rounds.ts'

export interface SplitResult {
  readonly mergeId: MergeId
  /** The account that is back. */
  readonly loser: UserId
  readonly survivor: UserId
}

const whose = (key: KeyDocument, merge: MergeDocument, origins: readonly MergeId[]): SplitKey['before'] => {
  // What went back already says whose the newcomers are that were shown with it.
  if (key.userId === merge.loser) return 'loser'
  if (key.oneidMerge !== undefined) return origins.includes(key.oneidMerge) ? 'loser' : 'survivor'
  return key.firstSeen > merge.at ? 'nobody' : 'survivor'
}

const proves = (key: KeyDocument): readonly string[] =>
  key.kind === 'union' ? [] : key.unions.map(({ platform, unionid }) => unionId(platform, unionid))

/**
 * The keys of the loser go back to it, and with them what joined them since. 3 requests, 2 more for each union that was
 * claimed since the merge.
 * @returns how many keys went
 */
export const returnKeysOf = async (
  db: CloudDatabase,
  merge: MergeDocument,
  origins: readonly MergeId[],
): Promise<number> => {
  const keys = await readKeysOf(db, merge.survivor, merge.loser)
  const ids = losersKeys(
    keys.map((key) => ({ id: key._id, before: whose(key, merge, origins), proves: proves(key) })),
  )
  const going = keys.filter(({ _id, userId }) => userId === merge.survivor && ids.has(_id))
  for (const key of going) if (key.kind === 'union') await moveClaim(db, merge, claimOf(key))
  await returnKeys(
    db,
    going.map(({ _id }) => _id),
    merge.survivor,
    merge.loser,
    merge._id,
  )
  return going.length
}

const claimOf = ({ platform, epoch, unionid }: ProvedUnion): ProvedUnion => ({ platform, epoch, unionid })

/** @throws OneIdError MERGE_NOT_FOUND, SPLIT_TOO_LATE */
const splittable = (merge: MergeDocument | undefined, now: number): MergeDocument => {
  if (merge === undefined || merge.state === 'split') throw new OneIdError('MERGE_NOT_FOUND', 'split')
  if (now > merge.undoUntil) throw new OneIdError('SPLIT_TOO_LATE', merge._id)
  return merge
}

/**
 * Undoes a merge. The transaction makes two accounts of one; keys and business rows find their way back at once and,
 * once more, when no call that knew the old state can still be running. The barrier stays until it is lifted.
 * @throws OneIdError MERGE_NOT_FOUND, SPLIT_TOO_LATE, SPLIT_REFUSED
 */
export const split = async (
  ports: Ports,
  mergeId: MergeId,
  { at, reason }: { readonly at: number; readonly reason: string },
): Promise<SplitResult> => {
  const { db } = ports
  return inRounds(ports, async () => {
    const merge = splittable(await findMerge(db, mergeId), at)
    const { survivor, loser } = merge
    // First, so that it is finished even if nobody comes back from the transaction: without a split it does nothing.
    await addJob(db, {
      ...NEW_JOB,
      _id: jobId('split', mergeId, String(at)),
      kind: 'split',
      mergeId,
      due: at,
      users: [survivor, loser],
      cursor: FIRST_PASS,
    })
    const outcome = await commitSplit(db, merge, { at, reason })
    if (outcome === 'refused') throw new OneIdError('SPLIT_REFUSED', mergeId)
    if (outcome === 'again') return 'again'
    await returnKeysOf(db, merge, await originsOf(db, merge))
    return { mergeId, loser, survivor }
  })
}
