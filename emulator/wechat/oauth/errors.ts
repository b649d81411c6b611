import { WeChatRefusal } from '../errors.ts'

/** Global return codes that only user authorisation has (return code page, 2026-11). */
export const OAUTH_REFUSALS = {
  invalidRefreshToken: () => new WeChatRefusal(40030, 'invalid refresh_token,'),
  missingRefreshToken: () => new WeChatRefusal(41003, 'refresh_token missing'),
  refreshTokenExpired: () => new WeChatRefusal(42002, 'refresh_token expired'),
} as const

/** What a page of open.weixin.qq.com shows instead of asking. */
export interface PageRefusal {
  /** The number that the real page shows, where one is documented. */
  readonly number?: number
  readonly words: string
}

/**
 * Numbers that the authorisation page shows. 10005 is in public reports (000aee41e449004d93e24cae26a400 for one).
 * Assumptions: 10003, 10010, 10011, 10012 and 10016, as they are commonly told; that an unknown appid and a wrong
 * response_type have words only; that the page for websites has the same numbers.
 */
export const PAGE_REFUSALS = {
  unknownApp: { words: 'AppID 参数错误' },
  wrongResponseType: { words: 'response_type 参数错误：必须是 code' },
  otherHost: { number: 10003, words: 'redirect_uri 域名与后台配置不一致' },
  wrongScope: { number: 10005, words: 'Scope 参数错误或没有 Scope 权限' },
  missingScope: { number: 10010, words: 'scope 不能为空' },
  missingRedirect: { number: 10011, words: 'redirect_uri 不能为空' },
  missingAppid: { number: 10012, words: 'appid 不能为空' },
  openPlatformApp: { number: 10016, words: '不支持微信开放平台的 AppID，请使用公众号 AppID' },
} as const satisfies Record<string, PageRefusal>
