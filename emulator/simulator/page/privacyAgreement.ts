/** "用户隐私保护指引": what must be agreed to before a mini-program gets personal data. */
export interface PrivacyAgreement {
  /** Title of the guideline, as WeChat makes it of the app's name. */
  readonly name: string
  readonly isNeeded: () => boolean
  /**
   * Waits until the person has agreed.
   * @param api who asks, for the failure and for `eventInfo.referrer`
   * @throws WxFailure errno 104
   */
  readonly authorize: (api: string) => Promise<void>
  /** A tap on a button of open-type agreePrivacyAuthorization. */
  readonly agree: () => void
  /** `wx.onNeedPrivacyAuthorization`: the mini-program shows a sheet of its own; the last listener counts. */
  readonly listen: (listener: unknown) => void
  /** The guideline itself. */
  readonly open: () => Promise<void>
}
