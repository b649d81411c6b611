import { type FailureView, failureOf, noticeOf } from '../../../view/failure'
import { ask } from '../ask'
import { faultOf } from '../reason'
import { type Due, dueOf, type GivenUp, givenUpOf } from './work'

interface BacklogData {
  stage: 'loading' | 'shown' | 'failed'
  busy: boolean
  due: Due[]
  givenUp: GivenUp[]
  /** Where the next page begins; empty after the last. */
  next: string
  reason: string
  failure: FailureView | null
  notice: string
}

const initial: BacklogData = {
  stage: 'loading',
  busy: false,
  due: [],
  givenUp: [],
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
    this.setData({ busy: true, givenUp: [], next: '' })
    try {
      await this.read()
    } catch (error) {
      this.setData({ stage: 'failed', busy: false, failure: failureOf(error) })
    }
  },

  async read() {
    const after = this.data.next
    const { waiting, deadJobs, next = '' } = await ask({ action: 'backlog', ...(after && { after }) })
    const givenUp = [...this.data.givenUp, ...deadJobs.map(givenUpOf)]
    this.setData({ stage: 'shown', busy: false, due: dueOf(waiting), givenUp, next, failure: null })
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

  async revive({ currentTarget }: WechatMiniprogram.BaseEvent) {
    const jobId = String(currentTarget.dataset['id'])
    const reason = this.data.reason.trim()
    const notice = faultOf(reason)
    this.setData({ notice })
    if (notice) return
    this.setData({ busy: true })
    try {
      await ask({ action: 'revive', jobId, reason })
      await this.retry()
    } catch (error) {
      this.setData({ busy: false, notice: noticeOf(error) })
    }
  },
})
