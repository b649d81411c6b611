/** Orders and payments, as `pay` and the mini-program speak of them: a part of contract.ts. */

/** What can be bought in this app. Amounts are in fen. */
export interface Product {
  id: string
  description: string
  fen: number
}

export type PayRequest =
  | { action: 'products' }
  /**
   * Orders a product. `key` is a UUID that the client makes for each purchase and keeps until it is over: the same key
   * means the same order, however often it is sent.
   */
  | { action: 'order'; product: string; key: string }
  /** After `wx.requestPayment`: whether it is paid, and the unionid that the payment may bring. */
  | { action: 'await'; order: string }
  /** Whether it is paid, and nothing else. */
  | { action: 'query'; order: string }
  /** The person does not want it any more; an order that is paid is not closed. */
  | { action: 'close'; order: string }
  /** For administrators only. Everything that is left if `fen` is absent; the same key is the same refund. */
  | { action: 'refund'; order: string; key: string; fen?: number; reason: string }

export interface Products {
  ok: true
  products: Product[]
}

/** An order that waits for its payment. */
export interface Ordered {
  ok: true
  order: string
  product: string
  fen: number
  /** Milliseconds since 1970 until which it can be paid. */
  expires: number
  /** For `wx.requestPayment`, as it is. */
  payment: {
    timeStamp: string
    nonceStr: string
    package: string
    signType: 'MD5' | 'HMAC-SHA256'
    paySign: string
  }
}

export interface OrderStatus {
  ok: true
  order: string
  product: string
  fen: number
  /** `held`: the payment does not agree with the order, and an administrator looks at it. */
  state: 'created' | 'paid' | 'closed' | 'held'
  /** Milliseconds since 1970. */
  paidAt?: number
  /** Fen that were given back so far. */
  refunded?: number
  /**
   * `waiting`: it may still come; ask again in some seconds. When it is `known`, log in again: the account may have
   * become one with another.
   */
  unionid: 'known' | 'waiting' | 'missing'
}
