import type { ShownConflict } from '../../../services/oneid/contract'
import { momentOf } from '../../../view/moment'

/** An open conflict as the page shows it. */
export interface ConflictView {
  conflictId: string
  title: string
  words: string
  note: string
  users: string[]
}

const REASONS: Readonly<Record<string, readonly [title: string, words: string]>> = {
  IDENTITY_HAS_OTHER_UNIONID: ['UnionID 变了', '同一个 OpenID 先后带来两个不同的 UnionID。'],
  USER_HAS_OTHER_UNIONID: ['账号已有另一个 UnionID', '同一个开放平台下，一个人只应有一个 UnionID。'],
  BARRIER: ['曾被拆分', '微信证明是同一个人，但管理员拆分过这两个账号。'],
  SPLIT_UNDERWAY: ['正在拆分', '拆分完成之前，无法判断身份属于谁。'],
  ADMINISTRATOR: ['涉及管理员', '其中一个是管理员账号，不会自动合并。'],
  DELETION_PENDING: ['正在注销', '其中一个账号正在注销，完成或撤回之前不会合并。'],
}

export function conflictOf({
  conflictId,
  reason,
  at,
  app,
  userId,
  otherUserId,
}: ShownConflict): ConflictView {
  const [title, words] = REASONS[reason] ?? [reason, '']
  return {
    conflictId,
    title,
    words,
    note: `${app} · ${momentOf(at)}`,
    users: otherUserId === undefined ? [userId] : [userId, otherUserId],
  }
}
