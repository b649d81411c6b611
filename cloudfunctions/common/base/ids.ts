import * as v from 'valibot'

/** An app's id at WeChat: `wx` and 16 hexadecimal digits. */
export const AppIdSchema = v.pipe(v.string(), v.regex(/^wx[0-9a-f]{16}$/), v.brand('AppId'))
export type AppId = v.InferOutput<typeof AppIdSchema>

/**
 * WeChat documents neither length nor alphabet of openids and unionids; all that are known are 28 characters of
 * base64url. The bound keeps junk out without betting on 28. Case matters.
 */
const opaque = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{6,128}$/))

/** One person in one app. Not distinguishable from a unionid by its shape, hence the brand. */
export const OpenIdSchema = v.pipe(opaque, v.brand('OpenId'))
export type OpenId = v.InferOutput<typeof OpenIdSchema>

/** One person under one open platform account. */
export const UnionIdSchema = v.pipe(opaque, v.brand('UnionId'))
export type UnionId = v.InferOutput<typeof UnionIdSchema>

/** A name we give to an Open Platform account in the app registry; WeChat itself never tells its id. */
export const OpenPlatformIdSchema = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9-]{0,31}$/),
  v.brand('OpenPlatformId'),
)
export type OpenPlatformId = v.InferOutput<typeof OpenPlatformIdSchema>

/** The permanent account: 128 random bits, never derived from an openid or unionid. */
export const UserIdSchema = v.pipe(v.string(), v.regex(/^u[A-Za-z0-9_-]{22}$/), v.brand('UserId'))
export type UserId = v.InferOutput<typeof UserIdSchema>

/** One merge of two users: what a stamp on a document names. */
export const MergeIdSchema = v.pipe(v.string(), v.regex(/^mg-[A-Za-z0-9_-]{32}$/), v.brand('MergeId'))
export type MergeId = v.InferOutput<typeof MergeIdSchema>

/** One order. What follows the prefix is its number at the merchant (`out_trade_no`). */
export const OrderIdSchema = v.pipe(v.string(), v.regex(/^or-[A-Za-z0-9_-]{32}$/), v.brand('OrderId'))
export type OrderId = v.InferOutput<typeof OrderIdSchema>
