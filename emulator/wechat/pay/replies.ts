import { createHash } from 'node:crypto'

/** The service provider behind cloud pay, as its documentation shows it: the merchant is its sub-merchant. */
export const PROVIDER = { appid: 'wxd62fd7d5d0d9d8a2', mchId: '1800008281' } as const

/** The request was not understood: nothing else of the reply counts (WeChat Pay v2). */
export const notUnderstood = (words: string) => ({ return_code: 'FAIL', return_msg: words })

/** Understood and refused: the SDK resolves with it all the same (wx-server-sdk 4.0.2). */
export const refusedBusiness = (code: string, words: string) => ({
  return_code: 'SUCCESS',
  return_msg: 'OK',
  appid: PROVIDER.appid,
  mch_id: PROVIDER.mchId,
  result_code: 'FAIL',
  err_code: code,
  err_code_des: words,
})

export const succeeded = (nonce: string, fields: Readonly<Record<string, unknown>>) => ({
  return_code: 'SUCCESS',
  return_msg: 'OK',
  result_code: 'SUCCESS',
  appid: PROVIDER.appid,
  mch_id: PROVIDER.mchId,
  nonce_str: nonce,
  ...fields,
})

/** `yyyyMMddHHmmss` in Beijing time, as WeChat Pay writes instants. */
export const payTime = (at: number): string =>
  new Date(at + 8 * 3_600_000).toISOString().replace(/[-:T]/g, '').slice(0, 14)

/** The instant that `yyyyMMddHHmmss` in Beijing time names; undefined for a text that names none. */
export const readPayTime = (text: string): number | undefined => {
  const at = Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6+08:00'))
  // Date.parse() takes 30 February for 2 March.
  return Number.isFinite(at) && payTime(at) === text ? at : undefined
}

/** `yyyy-MM-dd HH:mm:ss` in Beijing time, as WeChat Pay v2 writes when a refund came through. */
export const beijingTime = (at: number): string =>
  new Date(at + 8 * 3_600_000).toISOString().replace('T', ' ').slice(0, 19)

/** Stands in the place of the MD5 signature, whose key only the platform has; the phone checks that it is the same. */
export const signatureOf = (parts: readonly string[]): string =>
  createHash('md5')
    .update(`local ${parts.join('&')}`)
    .digest('hex')
    .toUpperCase()
