import { newPurchaseKey } from './purchaseKey'
import { store, stored } from './stored'

/** A purchase that was begun and is not known to be over. */
export interface OpenPurchase {
  readonly key: string
  /** Once the server has ordered. */
  readonly order?: string
}

type Purchases = Record<string, OpenPurchase>

/**
 * The purchase of a product that a person has left without paying, or has paid without hearing of it, even in an earlier
 * visit: to go on with it is not to pay twice. A new one if there is none.
 */
export async function purchaseOf(product: string): Promise<OpenPurchase> {
  const begun = open()[product]
  if (begun) return begun
  const purchase = { key: await newPurchaseKey() }
  keepPurchase(product, purchase)
  return purchase
}

export function keepPurchase(product: string, purchase: OpenPurchase): void {
  store('purchases', { ...open(), [product]: purchase })
}

/** It is over: the next one is another. */
export function forgetPurchase(product: string): void {
  const { [product]: over, ...others } = open()
  if (over) store('purchases', others)
}

function open(): Purchases {
  const purchases = stored('purchases')
  return isPurchases(purchases) ? purchases : {}
}

function isPurchases(value: unknown): value is Purchases {
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).every((one: unknown) => {
    return typeof one === 'object' && one !== null && 'key' in one && typeof one.key === 'string'
  })
}
