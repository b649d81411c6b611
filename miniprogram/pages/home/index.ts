import { login, OneIdError } from '../../services/oneid/index'
import { type AccountView, viewOf } from './account'

type Stage = 'loading' | 'signedIn' | 'failed'

interface FailureView {
  message: string
  code: string
  requestId: string
}

interface HomeData {
  stage: Stage
  /** A login is underway; after the first one the page keeps what it shows meanwhile. */
  busy: boolean
  account: AccountView | null
  failure: FailureView | null
}

const initial: HomeData = { stage: 'loading', busy: false, account: null, failure: null }

Page({
  data: initial,

  onLoad() {
    this.signIn()
  },

  async signIn() {
    this.setData({ busy: true })
    try {
      this.setData({ stage: 'signedIn', busy: false, account: viewOf(await login()), failure: null })
    } catch (error) {
      this.setData({ stage: 'failed', busy: false, account: null, failure: failureOf(error) })
    }
  },

  copyUserId() {
    const { account } = this.data
    if (account) wx.setClipboardData({ data: account.userId })
  },
})

function failureOf(error: unknown): FailureView {
  if (!(error instanceof OneIdError)) throw error
  return { message: error.message, code: error.code, requestId: error.requestId }
}
