import type { ShownUser } from '../../../services/oneid/contract'
import { dayOf } from '../../../view/moment'

/** A user among those that a search has found. */
export interface Found {
  userId: string
  name: string
  note: string
}

export const STATUS: Readonly<Record<ShownUser['status'], string>> = {
  active: '正常',
  merged: '已合并',
  deleted: '已注销',
}

export function foundOf({ userId, nickname, phone, status, createdAt, identities }: ShownUser): Found {
  const apps = identities.map(({ app }) => app).join('、') || '没有应用'
  const words = [STATUS[status], apps, phone, `注册于 ${dayOf(createdAt)}`]
  return { userId, name: nickname ?? '未填昵称', note: words.filter(Boolean).join(' · ') }
}
