import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { AppId, MergeId, OpenId, OpenPlatformId, OrderId, UnionId, UserId } from '../base/ids.ts'
import { MergeIdSchema, OrderIdSchema } from '../base/ids.ts'

const DIGEST_CHARACTERS = 32

/**
 * The one function that builds document ids: a kind and 192 bits of SHA-256 over the length-prefixed parts, so that
 * no two lists of parts share an id, uniqueness needs no unique index, and no error text carries a raw openid.
 */
export const documentId = (kind: string, parts: readonly string[]): string => {
  const hash = createHash('sha256')
  for (const part of [kind, ...parts]) {
    const bytes = Buffer.from(part, 'utf8')
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    hash.update(length).update(bytes)
  }
  return `${kind}-${hash.digest('base64url').slice(0, DIGEST_CHARACTERS)}`
}

/** `wx-…`: one openid in one app. */
export const identityId = (appid: AppId, openid: OpenId): string => documentId('wx', [appid, openid])

/** `un-…`: one unionid under one open platform account. */
export const unionId = (platform: OpenPlatformId, unionid: UnionId): string =>
  documentId('un', [platform, unionid])

/** `mg-…`: the one merge that ends a user as it was in this version; who tries twice means the same merge. */
export const mergeId = (loser: UserId, version: number): MergeId =>
  v.parse(MergeIdSchema, documentId('mg', [loser, String(version)]))

/** `or-…`: one purchase of one identity; the client's key makes it one, however often it is sent. */
export const orderId = (identity: string, key: string): OrderId =>
  v.parse(OrderIdSchema, documentId('or', [identity, key]))

const ORDER_PREFIX = 'or-'

/** Number of an order at the merchant (`out_trade_no`, at most 32 characters): what follows the prefix of its id. */
export const orderNumberOf = (id: OrderId): string => id.slice(ORDER_PREFIX.length)

/** The order with this number, if the number is one of ours. */
export const orderIdOfNumber = (number: string): OrderId | undefined => {
  const parsed = v.safeParse(OrderIdSchema, `${ORDER_PREFIX}${number}`)
  return parsed.success ? parsed.output : undefined
}
