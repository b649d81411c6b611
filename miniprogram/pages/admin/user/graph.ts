import type { ShownMerge, ShownUser } from '../../../services/oneid/contract'
import { momentOf } from '../../../view/moment'
import { STATUS } from '../overview/found'
import { routeName } from '../routeName'

/** A user's graph as the page shows it. */
export interface Graph {
  userId: string
  title: string
  status: string
  isActive: boolean
  facts: string[]
  identities: Leaf[]
  unions: Leaf[]
  merges: MergeView[]
}

/** One openid or unionid. */
export interface Leaf {
  id: string
  title: string
  notes: string[]
}

export interface MergeView {
  mergeId: string
  title: string
  notes: string[]
  canSplit: boolean
  canLift: boolean
}

/** @param now milliseconds since 1970 */
export function graphOf(user: ShownUser, now: number): Graph {
  const { userId, nickname, status, phone, createdAt, mergedInto, deletionDue, administrator } = user
  return {
    userId,
    title: nickname ?? '未填昵称',
    status: STATUS[status],
    isActive: status === 'active',
    facts: [
      `注册于 ${momentOf(createdAt)}`,
      phone && `手机号 ${phone}`,
      administrator && '管理员',
      mergedInto && `已并入 ${mergedInto}`,
      deletionDue !== undefined && `将于 ${momentOf(deletionDue)} 注销`,
    ].filter((fact) => typeof fact === 'string'),
    identities: user.identities.map(({ id, app, openid, route, firstSeen, lastSeen, unionids }) => ({
      id,
      title: `${app} · ${openid}`,
      notes: [
        `途径：${routeName(route)}`,
        `首次 ${momentOf(firstSeen)}`,
        `最近 ${momentOf(lastSeen)}`,
        unionids.length > 0 ? `UnionID ${unionids.join('、')}` : 'UnionID 暂缺',
      ],
    })),
    unions: user.unions.map(({ id, openPlatform, unionid, route, firstSeen }) => ({
      id,
      title: `${openPlatform} · ${unionid}`,
      notes: [`途径：${routeName(route)}，${momentOf(firstSeen)}`],
    })),
    merges: user.merges.map((merge) => mergeOf(merge, userId, now)),
  }
}

function mergeOf(merge: ShownMerge, userId: string, now: number): MergeView {
  const { mergeId, survivor, loser, at, by, reason, state, undoUntil, barrier } = merge
  const isSplit = state === 'split'
  return {
    mergeId,
    title: survivor === userId ? `并入了 ${loser}` : `并入 ${survivor}`,
    notes: [
      `${momentOf(at)}，${routeName(by)}${reason ? `：${reason}` : ''}`,
      isSplit ? '已拆分' : `${momentOf(undoUntil)} 前可以拆分`,
      barrier ? '拆分后不会自动再合并' : '',
    ].filter(Boolean),
    canSplit: !isSplit && undoUntil > now,
    canLift: barrier,
  }
}
