import type { Paid, Product } from '../../services/oneid/index'

/** A product as the page shows it. */
export interface Offer {
  id: string
  description: string
  price: string
}

/** What has been bought, and what became of the unionid by it. */
export interface Purchase {
  description: string
  price: string
  order: string
  unionid: 'known-before' | 'known' | 'waiting' | 'missing'
  /** The unionid has shown that the account was one with another. */
  merged: boolean
}

export function offersOf(products: readonly Product[]): Offer[] {
  return products.map(({ id, description, fen }) => ({ id, description, price: yuan(fen) }))
}

/** @param before what a login said before the payment */
export function purchaseOf(offer: Offer, paid: Paid, before: { unionid: string }): Purchase {
  const { description, price } = offer
  const waited = paid.unionid === 'missing' ? 'missing' : 'waiting'
  const unionid = before.unionid === 'known' ? 'known-before' : waited
  return { description, price, order: paid.order, unionid, merged: false }
}

export function unionidCame(purchase: Purchase, state: 'known' | 'missing', merged: boolean): Purchase {
  const unionid = purchase.unionid === 'known-before' ? 'known-before' : state
  return { ...purchase, unionid, merged }
}

/** Fen as people read them: `¥19.00`. */
function yuan(fen: number): string {
  return `¥${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
}
