import { account } from '../../services/oneid/index'
import { type FailureView, failureOf, noticeOf } from '../../view/failure'
import { type LinkedApp, linkedAppOf } from './linkedApp'

interface AppsData {
  stage: 'loading' | 'shown' | 'failed'
  busy: boolean
  apps: LinkedApp[]
  failure: FailureView | null
  notice: string
}

const initial: AppsData = { stage: 'loading', busy: false, apps: [], failure: null, notice: '' }

Page({
  data: initial,

  onLoad() {
    this.retry()
  },

  async retry() {
    this.setData({ busy: true })
    try {
      await this.list()
    } catch (error) {
      this.setData({ stage: 'failed', busy: false, failure: failureOf(error) })
    }
  },

  async list() {
    const { identities } = await account({ action: 'identities' })
    this.setData({ stage: 'shown', busy: false, apps: identities.map(linkedAppOf), failure: null })
  },

  async unlink({ currentTarget }: WechatMiniprogram.BaseEvent) {
    const app = this.data.apps.find(({ id }) => id === currentTarget.dataset['id'])
    if (!app) return
    const { confirm } = await wx.showModal({
      title: `解除关联 ${app.name}？`,
      content: '该应用将不再属于这个账号。绑定同一开放平台的应用，下次打开时仍会认出你。',
      confirmText: '解除',
    })
    if (!confirm) return
    this.setData({ busy: true, notice: '' })
    try {
      await account({ action: 'unlink', id: app.id })
      await this.list()
    } catch (error) {
      this.setData({ busy: false, notice: noticeOf(error) })
    }
  },
})
