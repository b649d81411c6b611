import { type FailureView, failureOf, noticeOf } from '../../../view/failure'
import { ask } from '../ask'
import { faultOf } from '../reason'
import { type ConflictView, conflictOf } from './conflict'

interface ConflictsData {
  stage: 'loading' | 'shown' | 'failed'
  busy: boolean
  conflicts: ConflictView[]
  /** Where the next page begins; empty after the last. */
  next: string
  reason: string
  failure: FailureView | null
  notice: string
}

const initial: ConflictsData = {
  stage: 'loading',
  busy: false,
  conflicts: [],
  next: '',
  reason: '',
  failure: null,
  notice: '',
}

Page({
  data: initial,

  onLoad() {
    this.retry()
  },

  async retry() {
    this.setData({ busy: true, conflicts: [], next: '' })
    try {
      await this.read()
    } catch (error) {
      this.setData({ stage: 'failed', busy: false, failure: failureOf(error) })
    }
  },

  async read() {
    const after = this.data.next
    const { conflicts, next = '' } = await ask({ action: 'conflicts', ...(after && { after }) })
    const all = [...this.data.conflicts, ...conflicts.map(conflictOf)]
    this.setData({ stage: 'shown', busy: false, conflicts: all, next, failure: null })
  },

  async more() {
    this.setData({ busy: true, notice: '' })
    try {
      await this.read()
    } catch (error) {
      this.setData({ busy: false, notice: noticeOf(error) })
    }
  },

  type({ detail }: WechatMiniprogram.Input) {
    this.setData({ reason: detail.value })
  },

  async resolve({ currentTarget }: WechatMiniprogram.BaseEvent) {
    const conflictId = String(currentTarget.dataset['id'])
    const reason = this.data.reason.trim()
    const notice = faultOf(reason)
    this.setData({ notice })
    if (notice) return
    this.setData({ busy: true })
    try {
      await ask({ action: 'resolve', conflictId, reason })
      const conflicts = this.data.conflicts.filter((one) => one.conflictId !== conflictId)
      this.setData({ busy: false, conflicts, reason: '' })
    } catch (error) {
      this.setData({ busy: false, notice: noticeOf(error) })
    }
  },
})
