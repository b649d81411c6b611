/** What waits for the answer goes on, or fails with errno 104. */
export interface PrivacyAsked {
  /** After the tap on the `<button open-type="agreePrivacyAuthorization">` with this id. */
  readonly agree: (buttonId: string) => void
  readonly disagree: () => void
}

/**
 * Shows your own sheet instead of WeChat's whenever something that wants personal data waits for the person to agree to
 * the 用户隐私保护指引. One sheet is for all that wait (wx.onNeedPrivacyAuthorization reference, 2026-11). Call it once,
 * in app.ts. Before base library 2.32.3 nothing asks.
 */
export function onPrivacyNeeded(show: (asked: PrivacyAsked) => void): void {
  if (!wx.canIUse('onNeedPrivacyAuthorization')) return
  const waiting: ((given: Answer) => void)[] = []
  const answer = (given: Answer): void => {
    for (const resolve of waiting.splice(0)) resolve(given)
  }
  wx.onNeedPrivacyAuthorization((resolve: unknown) => {
    // The reference describes a function; miniprogram-api-typings 5.2.3 has an object there.
    if (typeof resolve !== 'function' || waiting.push((given) => resolve(given)) > 1) return
    resolve({ event: 'exposureAuthorization' })
    show({
      agree: (buttonId) => answer({ event: 'agree', buttonId }),
      disagree: () => answer({ event: 'disagree' }),
    })
  })
}

interface Answer {
  event: 'agree' | 'disagree' | 'exposureAuthorization'
  buttonId?: string
}
