import { login, loginWithOpenData, type SignedIn } from '../../services/oneid/index'
import { type FailureView, failureOf, noticeOf } from '../../view/failure'
import { rememberRoute, routeWords } from '../../view/unionidRoute'
import { type AccountView, viewOf } from './account'

interface HomeData {
  stage: 'loading' | 'signedIn' | 'failed'
  /** A login is underway; after the first one the page keeps what it shows meanwhile. */
  busy: boolean
  account: AccountView | null
  failure: FailureView | null
  notice: string
}

const initial: HomeData = { stage: 'loading', busy: false, account: null, failure: null, notice: '' }

Page({
  data: initial,

  /** Coming back too: a payment may have brought the unionid, or another account. */
  onShow() {
    this.show(login())
  },

  again() {
    this.show(login({}))
  },

  retry() {
    this.again()
  },

  async show(work: Promise<SignedIn>) {
    this.setData({ busy: true })
    try {
      this.signedIn(await work)
    } catch (error) {
      // What was shown before is not true any less for a network that is gone.
      if (this.data.account) this.setData({ busy: false, notice: noticeOf(error) })
      else this.setData({ stage: 'failed', busy: false, failure: failureOf(error) })
    }
  },

  signedIn(me: SignedIn) {
    const account = viewOf(me, routeWords(me.userId))
    this.setData({ stage: 'signedIn', busy: false, account, failure: null, notice: '' })
  },

  async bringUnionid() {
    this.setData({ busy: true, notice: '' })
    try {
      const me = await loginWithOpenData()
      if (me.unionid === 'known') rememberRoute(me.userId, 'open-data')
      this.signedIn(me)
      if (me.unionid === 'missing') this.setData({ notice: '这次授权没有带来 UnionID，可以试试其他方式。' })
    } catch (error) {
      this.setData({ busy: false, notice: noticeOf(error) })
    }
  },

  copyUserId() {
    const { account } = this.data
    if (account) wx.setClipboardData({ data: account.userId })
  },
})
