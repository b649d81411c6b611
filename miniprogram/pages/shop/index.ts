import { login, OneIdError, pay, products } from '../../services/oneid/index'
import { type FailureView, failureOf, noticeOf } from '../../view/failure'
import { rememberRoute } from '../../view/unionidRoute'
import { type Offer, offersOf, type Purchase, purchaseOf, unionidCame } from './purchase'

interface ShopData {
  stage: 'loading' | 'shown' | 'failed'
  busy: boolean
  offers: Offer[]
  /** The product that is being paid for. */
  buying: string
  purchase: Purchase | null
  failure: FailureView | null
  notice: string
}

const initial: ShopData = {
  stage: 'loading',
  busy: false,
  offers: [],
  buying: '',
  purchase: null,
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
      this.setData({ stage: 'shown', busy: false, offers: offersOf(await products()), failure: null })
    } catch (error) {
      this.setData({ stage: 'failed', busy: false, failure: failureOf(error) })
    }
  },

  async buy({ currentTarget }: WechatMiniprogram.BaseEvent) {
    const offer = this.data.offers.find(({ id }) => id === currentTarget.dataset['id'])
    if (!offer || this.data.buying) return
    this.setData({ buying: offer.id, purchase: null, notice: '' })
    try {
      const before = await login()
      const onUnionid = (state: 'known' | 'missing') => this.told(before, state)
      const paid = await pay(offer.id, { onUnionid })
      this.setData({ buying: '', purchase: purchaseOf(offer, paid, before) })
    } catch (error) {
      const cancelled = error instanceof OneIdError && error.code === 'PAYMENT_CANCELLED'
      const notice = cancelled ? '已取消支付。再点一次购买，会继续同一笔订单。' : noticeOf(error)
      this.setData({ buying: '', notice })
    }
  },

  /** The tries for the unionid are over. */
  async told(before: { userId: string; unionid: string }, state: 'known' | 'missing') {
    const { userId } = await login()
    if (before.unionid === 'missing' && state === 'known') rememberRoute(userId, 'paid-order')
    const { purchase } = this.data
    if (purchase) this.setData({ purchase: unionidCame(purchase, state, userId !== before.userId) })
  },
})
