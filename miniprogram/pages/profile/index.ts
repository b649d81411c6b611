import { type Account, account, type PhoneTap, savePhone } from '../../services/oneid/index'
import { type FailureView, failureOf, noticeOf } from '../../view/failure'
import { addressOf, keepPicture } from './avatar'

interface ProfileData {
  stage: 'loading' | 'shown' | 'failed'
  busy: boolean
  me: Account | null
  /** Address of the picture; empty without one. */
  picture: string
  /** As it stands in the field. */
  nickname: string
  failure: FailureView | null
  notice: string
}

const initial: ProfileData = {
  stage: 'loading',
  busy: false,
  me: null,
  picture: '',
  nickname: '',
  failure: null,
  notice: '',
}

Page({
  data: initial,

  onLoad() {
    this.retry()
  },

  async retry() {
    this.setData({ busy: true })
    try {
      await this.changed(await account({ action: 'me' }))
    } catch (error) {
      this.setData({ stage: 'failed', busy: false, failure: failureOf(error) })
    }
  },

  async changed(me: Account) {
    this.setData({ stage: 'shown', busy: false, me, nickname: me.nickname ?? '', failure: null })
    this.setData({ picture: await addressOf(me.avatar) })
  },

  /** What a tap has begun; the page keeps what it shows. */
  async saving(work: () => Promise<Account>, done: string) {
    this.setData({ busy: true, notice: '' })
    try {
      await this.changed(await work())
      wx.showToast({ title: done })
    } catch (error) {
      this.setData({ busy: false, notice: noticeOf(error) })
    }
  },

  typed({ detail }: WechatMiniprogram.Input) {
    this.setData({ nickname: detail.value })
  },

  saveNickname() {
    const nickname = this.data.nickname.trim()
    this.saving(() => account({ action: 'profile', nickname }), '已保存')
  },

  avatarChosen({ detail }: WechatMiniprogram.CustomEvent<{ avatarUrl: string }>) {
    const { me } = this.data
    if (!me) return
    this.saving(
      async () =>
        account({ action: 'profile', avatar: await keepPicture(detail.avatarUrl, me.userId, Date.now()) }),
      '已保存',
    )
  },

  phoneTapped({ detail }: { detail: PhoneTap }) {
    this.saving(() => savePhone(detail), '已绑定')
  },
})
