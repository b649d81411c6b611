import { randomBytes } from 'node:crypto'

/** A business error of WeChat's HTTPS APIs: always HTTP 200, `errmsg` ends with the id of the request. */
export interface WeChatError {
  readonly errcode: number
  readonly errmsg: string
}

const part = (): string => randomBytes(4).toString('hex')

/** @param words without the rid, which differs every time; nobody may match on errmsg */
const weChatError = (errcode: number, words: string): WeChatError => ({
  errcode,
  errmsg: `${words} rid: ${part()}-${part()}-${part()}`,
})

/** 40066 is what api.weixin.qq.com answers for a path that it does not have (global return codes, 2026-11). */
export const invalidUrl = (): WeChatError => weChatError(40066, 'invalid url')
