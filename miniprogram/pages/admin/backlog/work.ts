import type { Backlog, DeadJob } from '../../../services/oneid/contract'
import { momentOf } from '../../../view/moment'

const KINDS: Readonly<Record<string, string>> = {
  announce: '通知登记',
  backfill: '公众号关注者回填',
  erase: '注销',
  merge: '合并后的数据归并',
  migration: '公众号迁移',
  notify: '通知业务云函数',
  push: '微信消息',
  rollUp: '每日统计',
  split: '拆分后的数据归还',
  sweep: '清理',
  watch: '巡检',
}

export const kindName = (kind: string): string => KINDS[kind] ?? kind

/** Work of one kind that is due. */
export interface Due {
  kind: string
  name: string
  words: string
}

export function dueOf(waiting: Backlog['waiting']): Due[] {
  return waiting.map(({ kind, jobs, oldest }) => ({
    kind,
    name: kindName(kind),
    words: `${jobs} 个，最早应在 ${momentOf(oldest)}`,
  }))
}

/** A job that was given up, as the page shows it. */
export interface GivenUp {
  jobId: string
  name: string
  notes: string[]
}

export function givenUpOf({ jobId, kind, attempts, lastError, userIds }: DeadJob): GivenUp {
  const notes = [`试了 ${attempts} 次`, lastError, ...userIds].filter(Boolean)
  return { jobId, name: kindName(kind), notes }
}
