import { confirm, type Paid } from './confirmation'
import type { Ordered, OrderStatus, PayRequest, Product, Products } from './contract'
import { codeOf, failed, fieldOf, OneIdError } from './error'
import { callSignedIn } from './login'
import { forgetPurchase, keepPurchase, type OpenPurchase, purchaseOf } from './openPurchase'

export interface PayOptions {
  /**
   * A UUID of your own for this purchase, if you keep track of purchases yourself. If absent, an order of this product
   * that the person has left open is gone on with.
   */
  readonly key?: string
  /**
   * Told at most once, when a paid order has brought the unionid or all tries are over, be the page open or closed.
   * At `known` the SDK has logged in again, because the account may have become one with another.
   */
  readonly onUnionid?: (state: 'known' | 'missing') => void
}

const underway = new Map<string, Promise<Paid>>()

/**
 * Orders a product and lets the person pay for it.
 * Who asks for the same product meanwhile shares the outcome; the options of the first count.
 * @throws {OneIdError} `PAYMENT_CANCELLED`: the order stays open; `PAYMENT_FAILED`; `PAYMENT_UNCONFIRMED`: the server
 * does not know yet of what the person has paid. Paying again goes on with the same order, and never pays it twice.
 */
export function pay(product: string, options: PayOptions = {}): Promise<Paid> {
  const already = underway.get(product)
  if (already) return already
  const purchase = buy(product, options).finally(() => underway.delete(product))
  underway.set(product, purchase)
  return purchase
}

/** What can be bought. @throws {OneIdError} */
export async function products(): Promise<Product[]> {
  return (await ask<Products>({ action: 'products' }, 'products')).products
}

/** Whether an order is paid. @throws {OneIdError} */
export function orderStatus(order: string): Promise<OrderStatus> {
  return askStatus('query', order)
}

async function buy(product: string, options: PayOptions): Promise<Paid> {
  if (options.key !== undefined) return payOrder(await order(product, options.key), options)
  const open = await purchaseOf(product)
  try {
    const paid = await payFor(product, open, options)
    forgetPurchase(product)
    return paid
  } catch (error) {
    // Nobody paid the earlier one in time, or WeChat Pay does not take it again.
    const isOver = codeOf(error) === 'ORDER_CLOSED'
    if (isOver || codeOf(error) === 'PAYMENT_REFUSED') forgetPurchase(product)
    if (!isOver || open.order === undefined) throw error
    return buy(product, options)
  }
}

async function payFor(product: string, open: OpenPurchase, options: PayOptions): Promise<Paid> {
  try {
    const ordered = await order(product, open.key)
    keepPurchase(product, { ...open, order: ordered.order })
    return await payOrder(ordered, options)
  } catch (error) {
    // Paid before, and nobody has heard of it: that purchase is what the person gets.
    if (codeOf(error) !== 'ORDER_PAID' || open.order === undefined) throw error
    return confirmOrder(open.order, options)
  }
}

async function payOrder({ order, payment }: Ordered, options: PayOptions): Promise<Paid> {
  return confirmOrder(order, options, await failureOf(payment))
}

function confirmOrder(order: string, { onUnionid }: PayOptions, failure?: OneIdError): Promise<Paid> {
  const status = () => askStatus('await', order)
  return confirm({ order, status, failure, onUnionid })
}

async function order(product: string, key: string): Promise<Ordered> {
  const send = () => ask<Ordered>({ action: 'order', product, key }, 'order', 'payment')
  try {
    return await send()
  } catch (error) {
    // The first call may have arrived: the same key is the same order.
    if (codeOf(error) !== 'CLOUD_CALL_FAILED') throw error
    return send()
  }
}

/** Why the payment sheet says that it is not paid. @throws {OneIdError} if that is what the person wants */
async function failureOf(payment: Ordered['payment']): Promise<OneIdError | undefined> {
  try {
    await wx.requestPayment(payment)
    return undefined
  } catch (cause) {
    const errMsg = fieldOf(cause, 'errMsg')
    // The words for a cancel: wx.requestPayment reference, 2026-11.
    if (errMsg.startsWith('requestPayment:fail cancel')) {
      throw new OneIdError({ code: 'PAYMENT_CANCELLED', message: '已取消支付' })
    }
    return failed(cause, { code: 'PAYMENT_FAILED', message: '支付未完成，请重试。' })
  }
}

function ask<Reply extends { ok: true }>(request: PayRequest, ...fields: readonly string[]): Promise<Reply> {
  // A mini-program may sell something before it ever asked who somebody is.
  return callSignedIn('pay', request, ...fields)
}

function askStatus(action: 'await' | 'query', order: string): Promise<OrderStatus> {
  return ask({ action, order }, 'state', 'unionid')
}
