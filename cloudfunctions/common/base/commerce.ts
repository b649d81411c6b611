import * as v from 'valibot'

const identifier = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,31}$/))

/** `body` of an order has at most so many bytes (CloudPay.unifiedOrder reference of the WeChat documentation, 2026-11). */
const DESCRIPTION_BYTES_AT_MOST = 128

/** A merchant (商户) that is authorised for cloud payment in this environment. */
export const MerchantSchema = v.strictObject({
  /** The merchant's number at WeChat Pay; cloud payment calls it `subMchId`. */
  mchId: v.pipe(v.string(), v.regex(/^\d{8,10}$/, 'is the number of a merchant, 8 to 10 digits')),
  /** Aliases of the mini-programs that sell for it. */
  apps: v.pipe(v.array(identifier), v.minLength(1)),
})
export type Merchant = v.InferOutput<typeof MerchantSchema>

/** What can be bought. The client names it; what it costs only the server says. */
export const ProductSchema = v.strictObject({
  id: identifier,
  /** What the person reads on the payment sheet. */
  description: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxBytes(DESCRIPTION_BYTES_AT_MOST)),
  /** The price in fen. */
  fen: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000_000)),
  /** Aliases of the mini-programs that sell it; all that have a merchant if absent. */
  apps: v.optional(v.pipe(v.array(identifier), v.minLength(1))),
})
export type Product = v.InferOutput<typeof ProductSchema>

export interface Commerce {
  readonly merchants: readonly Merchant[]
  readonly products: readonly Product[]
}

/** Who is paid in an app. */
export const merchantOf = ({ merchants }: Pick<Commerce, 'merchants'>, alias: string): Merchant | undefined =>
  merchants.find(({ apps }) => apps.includes(alias))

/** What an app sells: nothing without a merchant. */
export const productsOf = (commerce: Commerce, alias: string): readonly Product[] =>
  merchantOf(commerce, alias) === undefined
    ? []
    : commerce.products.filter(({ apps }) => apps === undefined || apps.includes(alias))

const twice = (names: readonly string[]): string | undefined =>
  names.find((name, at) => names.indexOf(name) !== at)

/**
 * What contradicts itself, if anything does.
 * @param sellers aliases of the mini-programs in the registry: nobody else can pay
 */
export const commerceProblem = (
  { merchants, products }: Commerce,
  sellers: readonly string[],
): string | undefined => {
  const served = twice(merchants.flatMap(({ apps }) => apps))
  if (served !== undefined) return `merchants: ${served} has two of them`
  const sold = twice(products.map(({ id }) => id))
  if (sold !== undefined) return `products: ${sold} is listed twice`
  const named = [...merchants, ...products].flatMap(({ apps = [] }) => apps)
  const stranger = named.find((alias) => !sellers.includes(alias))
  return stranger === undefined ? undefined : `merchants, products: ${stranger} is no mini-program of apps`
}
