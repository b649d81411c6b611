import { newPurchaseKey } from './purchaseKey'

/** A purchase that was begun and is not known to be over. */
export interface OpenPurchase {
  readonly key: string
  /** Once the server has ordered. */
  readonly order?: string
}

const STORED_AS = 'oneid.purchases'

type Purchases = Record<string, OpenPurchase>

/**
 * The purchase of a product that a person has left without paying, or has paid without hearing of it, even in an earlier
 * visit: to go on with it is not to pay twice. A new one if there is none.
 */
export async function purchaseOf(product: string): Promise<OpenPurchase> {
  const open = stored()[product]
  if (open) return open
  const purchase = { key: await newPurchaseKey() }
  keepPurchase(product, purchase)
  return purchase
}

export function keepPurchase(product: string, purchase: OpenPurchase): void {
  store({ ...stored(), [product]: purchase })
}

/** It is over: the next one is another. */
export function forgetPurchase(product: string): void {
  const { [product]: over, ...others } = stored()
  if (over) store(others)
}

function stored(): Purchases {
  const purchases: unknown = wx.getStorageSync(STORED_AS)
  return isPurchases(purchases) ? purchases : {}
}

// A full storage must not keep anybody from paying; then only this purchase is not remembered.
function store(purchases: Purchases): void {
  try {
    wx.setStorageSync(STORED_AS, purchases)
  } catch (cause) {
    console.warn('oneid: the purchase is not remembered', cause)
  }
}

function isPurchases(value: unknown): value is Purchases {
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).every((one: unknown) => {
    return typeof one === 'object' && one !== null && 'key' in one && typeof one.key === 'string'
  })
}
