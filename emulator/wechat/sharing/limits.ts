/**
 * The function of the owner that decides whom it serves (developers.weixin.qq.com, cloud development, "environment
 * sharing", read 2026-11).
 */
export const AUTH_FUNCTION = 'cloudbase_auth'

/**
 * What OPENID, APPID and UNIONID are in a call from another account. The page of getWXContext says only when the FROM_
 * fields are there; the one of cloud hosting has no X-WX-OPENID beside X-WX-FROM-OPENID (read 2026-11).
 * Assumption: APPID is the owner's, and nobody's OPENID or UNIONID in the owner's app is told.
 */
export const OWNER_IN_CONTEXT: Readonly<Record<'appid' | 'openid' | 'unionid', boolean>> = {
  appid: true,
  openid: false,
  unionid: false,
}
