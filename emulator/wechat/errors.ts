import { randomBytes } from 'node:crypto'

const part = (): string => randomBytes(4).toString('hex')

/**
 * A business error of WeChat's HTTPS APIs: HTTP 200, `errmsg` ends with the id of the request (rid), which differs
 * every time; nobody may match on errmsg.
 */
export class WeChatRefusal extends Error {
  readonly errcode: number

  /** @param words errmsg without the rid */
  constructor(errcode: number, words: string) {
    super(words)
    this.name = 'WeChatRefusal'
    this.errcode = errcode
  }

  json(): { readonly errcode: number; readonly errmsg: string } {
    return { errcode: this.errcode, errmsg: `${this.message} rid: ${part()}-${part()}-${part()}` }
  }
}

/**
 * Global return codes with the platform's words (return code page of the official account documentation, 2026-11).
 * Errors of one API alone stand in that API's folder.
 */
export const REFUSALS = {
  busy: () => new WeChatRefusal(-1, 'system error'),
  invalidCredential: () =>
    new WeChatRefusal(40001, 'invalid credential, access_token is invalid or not latest,'),
  invalidGrantType: () => new WeChatRefusal(40002, 'invalid grant_type'),
  invalidOpenid: () => new WeChatRefusal(40003, 'invalid openid'),
  invalidAppid: () => new WeChatRefusal(40013, 'invalid appid'),
  invalidAccessToken: () => new WeChatRefusal(40014, 'invalid access_token'),
  invalidCode: () => new WeChatRefusal(40029, 'invalid code,'),
  /** api.weixin.qq.com answers this for a path that it does not have. */
  invalidUrl: () => new WeChatRefusal(40066, 'invalid url'),
  invalidSecret: () => new WeChatRefusal(40125, 'invalid appsecret,'),
  codeUsed: () => new WeChatRefusal(40163, 'code been used,'),
  /** Words as developers report them (developers.weixin.qq.com/community, 2021-05 and later). */
  addressNotListed: () =>
    new WeChatRefusal(40164, 'invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist'),
  missingAccessToken: () => new WeChatRefusal(41001, 'access_token missing'),
  missingAppid: () => new WeChatRefusal(41002, 'appid missing'),
  missingSecret: () => new WeChatRefusal(41004, 'appsecret missing'),
  missingCode: () => new WeChatRefusal(41008, 'missing code'),
  missingOpenid: () => new WeChatRefusal(41009, 'missing openid'),
  accessTokenExpired: () => new WeChatRefusal(42001, 'access_token expired'),
  requireGet: () => new WeChatRefusal(43001, 'require GET method'),
  requirePost: () => new WeChatRefusal(43002, 'require POST method'),
  emptyBody: () => new WeChatRefusal(44002, 'empty post data'),
  dailyQuota: () => new WeChatRefusal(45009, 'reach max api daily quota limit'),
  tooOften: () => new WeChatRefusal(45011, 'api minute-quota reach limit'),
  unreadableBody: () => new WeChatRefusal(47001, 'data format error'),
  notAuthorised: () => new WeChatRefusal(48001, 'api unauthorized'),
  // Assumption: the words of the next two; the page describes them in Chinese only.
  banned: () => new WeChatRefusal(48004, 'api forbidden'),
  restricted: () => new WeChatRefusal(50002, 'user limited'),
} as const

/** The refusal of a number, in the platform's words where they are known here. */
export const refusalWith = (errcode: number): WeChatRefusal =>
  Object.values(REFUSALS)
    .map((refuse) => refuse())
    .find((known) => known.errcode === errcode) ?? new WeChatRefusal(errcode, 'refused')
