import { OneIdError } from '../../../base/errors.ts'
import { followAliases } from '../../../store/aliases.ts'
import {
  keysAnnounced,
  keysToAnnounce,
  mergesAnnounced,
  mergesToAnnounce,
} from '../../../store/announcements.ts'
import { announcementsOf } from '../announcements/ofKeys.ts'
import { announcementOf, inOrderOfMerging } from '../announcements/ofMerges.ts'
import { publish } from '../announcements/publish.ts'
import { alertOfRebounds } from '../announcements/rebound.ts'

import type { Verdict, Work } from '../work.ts'

/** Documents per batch; about eight requests announce so many. */
const BATCH = 100

/** What one batch left. */
interface Left {
  readonly unreadable: readonly string[]
  readonly more: boolean
}

type AnnounceBatch = (work: Work, except: readonly string[]) => Promise<Left>

const announceKeys: AnnounceBatch = async (work, except) => {
  const { db } = work.ports
  const { documents, ...left } = await keysToAnnounce(db, BATCH, except)
  const heirs = await followAliases(
    db,
    documents.map(({ userId }) => userId),
  )
  // Of a deleted user nothing is said: its keys go with it.
  const announcements = documents.flatMap((key) => {
    const heir = heirs.get(key.userId)
    return heir === undefined ? [] : announcementsOf(work, key, heir)
  })
  await publish(work, announcements)
  await alertOfRebounds(
    work,
    documents.filter(({ userId }) => heirs.has(userId)),
  )
  await keysAnnounced(db, documents)
  return left
}

const announceMerges: AnnounceBatch = async (work, except) => {
  const { db } = work.ports
  const { documents, ...left } = await mergesToAnnounce(db, BATCH, except)
  const heirs = await followAliases(
    db,
    documents.map(({ survivor }) => survivor),
  )
  await publish(
    work,
    inOrderOfMerging(documents).map((merge) => announcementOf(work, merge, heirs)),
  )
  await mergesAnnounced(db, documents)
  return left
}

/** Batch after batch, as long as the run lasts; answers the ids that cannot be announced, or that more is left. */
const announceAll = async (work: Work, announceBatch: AnnounceBatch): Promise<Left> => {
  let unreadable: readonly string[] = []
  while (work.clock() < work.until) {
    const left = await announceBatch(work, unreadable)
    unreadable = [...unreadable, ...left.unreadable]
    if (!left.more) return { unreadable, more: false }
  }
  return { unreadable, more: true }
}

/**
 * Turns what logins have written into audit lines, notifications and the jobs of merges: keys first, then merges, so
 * that a function hears of what a user was before it hears that the user has become another. Never done.
 * @throws OneIdError DATA_UNREADABLE after everything else was announced
 */
export const announceJob = async (work: Work): Promise<Verdict> => {
  const keys = await announceAll(work, announceKeys)
  const merges = keys.more ? keys : await announceAll(work, announceMerges)
  const unreadable = keys.unreadable.length + merges.unreadable.length
  if (unreadable > 0) throw new OneIdError('DATA_UNREADABLE', `${unreadable} documents are not announced`)
  return { due: work.clock() }
}
