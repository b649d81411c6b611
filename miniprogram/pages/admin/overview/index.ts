import { OneIdError } from '../../../services/oneid/index'
import { type FailureView, failureOf, noticeOf } from '../../../view/failure'
import { ask } from '../ask'
import { type CoverageView, coverageOf } from './coverage'
import { type Found, foundOf } from './found'
import { readSearch } from './search'
import { type Figure, figuresOf } from './windows'

/** The figures are of so many days. */
const DAYS = 30
const DAY_MS = 86_400_000

interface OverviewData {
  stage: 'loading' | 'shown' | 'stranger' | 'failed'
  busy: boolean
  days: number
  /** Nothing before the first count. */
  coverage: CoverageView | null
  /** The app whose routes are shown. */
  openApp: string
  figures: Figure[]
  /** Open conflicts, or `20+`. */
  conflicts: string
  typed: string
  /** Nothing was searched for yet. */
  found: Found[] | null
  failure: FailureView | null
  notice: string
}

const initial: OverviewData = {
  stage: 'loading',
  busy: false,
  days: DAYS,
  coverage: null,
  openApp: '',
  figures: [],
  conflicts: '',
  typed: '',
  found: null,
  failure: null,
  notice: '',
}

Page({
  data: initial,

  /** Coming back too: a conflict may be settled by now. */
  onShow() {
    this.retry()
  },

  async retry() {
    this.setData({ busy: true })
    try {
      const until = Date.now()
      const since = until - DAYS * DAY_MS
      const [{ days }, windows, { conflicts, next }] = await Promise.all([
        ask({ action: 'coverage', since, until }),
        ask({ action: 'paymentWindows', since, until }),
        ask({ action: 'conflicts' }),
      ])
      const open = `${conflicts.length}${next === undefined ? '' : '+'}`
      this.setData({
        stage: 'shown',
        busy: false,
        coverage: coverageOf(days),
        figures: figuresOf(windows),
        conflicts: open,
      })
    } catch (error) {
      const isStranger = error instanceof OneIdError && error.code === 'NOT_ADMINISTRATOR'
      this.setData({ stage: isStranger ? 'stranger' : 'failed', busy: false, failure: failureOf(error) })
    }
  },

  openRoutes({ currentTarget }: WechatMiniprogram.TouchEvent) {
    const { app } = currentTarget.dataset
    this.setData({ openApp: app === this.data.openApp ? '' : String(app) })
  },

  type({ detail }: WechatMiniprogram.Input) {
    this.setData({ typed: detail.value })
  },

  async search() {
    const by = readSearch(this.data.typed)
    if (!by) {
      this.setData({ found: null, notice: '请输入用户 ID、手机号，或“AppID OpenID”“开放平台 UnionID”。' })
      return
    }
    this.setData({ busy: true, notice: '' })
    try {
      const { users } = await ask({ action: 'find', by })
      this.setData({ busy: false, found: users.map(foundOf) })
    } catch (error) {
      this.setData({ busy: false, found: null, notice: noticeOf(error) })
    }
  },

  async becomeFirst() {
    this.setData({ busy: true, notice: '' })
    try {
      await ask({ action: 'becomeFirst', code: this.data.typed.trim() })
      this.setData({ typed: '' })
      await this.retry()
    } catch (error) {
      this.setData({ busy: false, notice: noticeOf(error) })
    }
  },
})
