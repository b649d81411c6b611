import { type FailureView, failureOf, noticeOf } from '../../../view/failure'
import { ask } from '../ask'
import { faultOf } from '../reason'
import { type Graph, graphOf } from './graph'

interface UserData {
  stage: 'loading' | 'shown' | 'failed'
  busy: boolean
  /** The user, and after a merge those that it became. */
  graphs: Graph[]
  reason: string
  /** The account that is to become one with this one. */
  other: string
  failure: FailureView | null
  notice: string
}

const initial: UserData = {
  stage: 'loading',
  busy: false,
  graphs: [],
  reason: '',
  other: '',
  failure: null,
  notice: '',
}

Page({
  data: initial,

  userId: '',

  onLoad({ userId = '' }: { userId?: string }) {
    this.userId = userId
    this.retry()
  },

  async retry() {
    this.setData({ busy: true })
    try {
      await this.read()
    } catch (error) {
      this.setData({ stage: 'failed', busy: false, failure: failureOf(error) })
    }
  },

  async read() {
    const { users } = await ask({ action: 'show', userId: this.userId })
    const graphs = users.map((user) => graphOf(user, Date.now()))
    this.setData({ stage: 'shown', busy: false, graphs, failure: null })
  },

  typeReason({ detail }: WechatMiniprogram.Input) {
    this.setData({ reason: detail.value })
  },

  typeOther({ detail }: WechatMiniprogram.Input) {
    this.setData({ other: detail.value })
  },

  copy({ currentTarget }: WechatMiniprogram.BaseEvent) {
    wx.setClipboardData({ data: String(currentTarget.dataset['id']) })
  },

  /** Asked once more before anything happens; then the graph is read anew. */
  async deciding(title: string, content: string, work: (reason: string) => Promise<unknown>) {
    const reason = this.data.reason.trim()
    const notice = faultOf(reason)
    this.setData({ notice })
    if (notice) return
    const { confirm } = await wx.showModal({ title, content })
    if (!confirm) return
    this.setData({ busy: true })
    try {
      await work(reason)
      this.setData({ reason: '', other: '' })
      await this.read()
    } catch (error) {
      this.setData({ busy: false, notice: noticeOf(error) })
    }
  },

  merge() {
    const other = this.data.other.trim()
    this.deciding(
      '合并两个账号？',
      `${this.userId} 与 ${other} 将成为一个账号。保留期内可以拆分。`,
      (reason) => ask({ action: 'merge', users: [this.userId, other], reason }),
    )
  },

  split({ currentTarget }: WechatMiniprogram.BaseEvent) {
    const mergeId = String(currentTarget.dataset['id'])
    this.deciding('拆分账号？', '合并前的两个账号会恢复；合并之后产生的数据留在现在的账号里。', (reason) =>
      ask({ action: 'split', mergeId, reason }),
    )
  },

  lift({ currentTarget }: WechatMiniprogram.BaseEvent) {
    const mergeId = String(currentTarget.dataset['id'])
    this.deciding('允许再次自动合并？', '下次微信证明它们是同一个人时，会再次合并。', (reason) =>
      ask({ action: 'liftBarrier', mergeId, reason }),
    )
  },
})
