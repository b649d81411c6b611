import { type Account, account } from '../../services/oneid/index'
import { type FailureView, failureOf, noticeOf } from '../../view/failure'
import { momentOf } from '../../view/moment'
import { type Holding, holdingsOf } from './holding'

interface PrivacyData {
  stage: 'loading' | 'shown' | 'failed'
  busy: boolean
  /** WeChat can show the contract of this mini-program. */
  hasContract: boolean
  /** When the account will be gone; empty unless that was asked for. */
  deletionDue: string
  holdings: Holding[]
  failure: FailureView | null
  notice: string
}

const initial: PrivacyData = {
  stage: 'loading',
  busy: false,
  hasContract: false,
  deletionDue: '',
  holdings: [],
  failure: null,
  notice: '',
}

Page({
  data: initial,

  /** Everything that is held, as text; not among what is drawn, because it may be long. */
  exported: '',

  onLoad() {
    this.setData({ hasContract: wx.canIUse('openPrivacyContract') })
    this.retry()
  },

  async retry() {
    this.setData({ busy: true })
    try {
      this.changed(await account({ action: 'me' }))
    } catch (error) {
      this.setData({ stage: 'failed', busy: false, failure: failureOf(error) })
    }
  },

  changed({ deletionDue }: Account) {
    const due = deletionDue === undefined ? '' : momentOf(deletionDue)
    this.setData({ stage: 'shown', busy: false, deletionDue: due, failure: null })
  },

  async doing(work: () => Promise<void>) {
    this.setData({ busy: true, notice: '' })
    try {
      await work()
    } catch (error) {
      this.setData({ notice: noticeOf(error) })
    }
    this.setData({ busy: false })
  },

  openContract() {
    wx.openPrivacyContract({
      fail: () => this.setData({ notice: '隐私保护指引没有打开，请稍后重试。' }),
    })
  },

  exportAll() {
    this.doing(async () => {
      const { data } = await account({ action: 'export' })
      this.exported = JSON.stringify(data, null, 2)
      this.setData({ holdings: holdingsOf(data) })
    })
  },

  copyExport() {
    wx.setClipboardData({ data: this.exported })
  },

  async askForDeletion() {
    const { confirm } = await wx.showModal({
      title: '注销账号？',
      content: '所有应用里的资料都会删除。等待期内可以随时撤回，到期后无法恢复。',
      confirmText: '注销',
    })
    if (!confirm) return
    this.doing(async () => this.changed(await account({ action: 'delete' })))
  },

  cancelDeletion() {
    this.doing(async () => {
      this.changed(await account({ action: 'cancelDeletion' }))
      wx.showToast({ title: '已撤回' })
    })
  },
})
