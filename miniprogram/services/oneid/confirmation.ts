import type { OrderStatus } from './contract'
import { OneIdError } from './error'
import { login } from './login'

/** An order that the server knows to be paid. */
export interface Paid {
  readonly order: string
  readonly status: 'paid'
  /** As it was when the order was known to be paid; `onUnionid` tells what becomes of `waiting`. */
  readonly unionid: OrderStatus['unionid']
}

export interface Confirmation {
  readonly order: string
  /** Asks the server. @throws {OneIdError} */
  readonly status: () => Promise<OrderStatus>
  /** What the payment sheet said, if it failed: the error of an order that the server does not know to be paid. */
  readonly failure: OneIdError | undefined
  readonly onUnionid: ((state: 'known' | 'missing') => void) | undefined
}

/**
 * Asks until the server knows the payment and its unionid: at once, and 5 s and 20 s after the payment.
 * Resolves as soon as the order is paid; the tries for the unionid go on without anybody waiting for them.
 * @throws {OneIdError} `failure`, or `PAYMENT_UNCONFIRMED`
 */
export function confirm({ order, status, failure, onUnionid }: Confirmation): Promise<Paid> {
  const tries = [Promise.resolve(), after(5_000), after(20_000)]
  return new Promise((resolve, reject) => {
    const follow = async (): Promise<void> => {
      let last: OrderStatus | undefined
      let requestId = ''
      for (const due of tries) {
        await due
        try {
          last = await status()
        } catch (error) {
          if (error instanceof OneIdError) requestId = error.requestId
        }
        // A sheet can fail after the money is taken, which is so for `held` too: the server's word counts.
        if (last?.state === 'paid') resolve({ order, status: 'paid', unionid: last.unionid })
        else if (failure && last?.state !== 'held') return reject(failure)
        if (last && last.state !== 'created' && last.unionid !== 'waiting') break
      }
      if (last?.state !== 'paid') return reject(unconfirmed(requestId))
      // Not a login that is underway: it may have begun before the unionid came.
      if (last.unionid === 'known') await login({}).catch(() => undefined)
      onUnionid?.(last.unionid === 'known' ? 'known' : 'missing')
    }
    follow()
  })
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function unconfirmed(requestId: string): OneIdError {
  return new OneIdError({
    code: 'PAYMENT_UNCONFIRMED',
    message: '支付结果确认中，请稍后在订单中查看。',
    requestId,
  })
}
