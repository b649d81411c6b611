import { OneIdError } from '../../base/errors.ts'
import type { Secret } from '../../base/secret.ts'
import { auditId, writeAudit } from '../../store/audit.ts'
import { documentId } from '../../store/documentIds.ts'
import type { OrderDocument, StoredOrder } from '../../store/orders.ts'
import { changeOrder, readOrder } from '../../store/orders.ts'
import { createSealing } from '../../store/sealing.ts'
import { refundPayment } from '../../wechat/payment/refund.ts'
import { callerOf, isDirect } from '../account/caller.ts'
import { inRounds } from '../rounds.ts'
import type { Asked, PayCall } from './call.ts'
import { CALLBACK } from './call.ts'
import { statusOf } from './status.ts'
import { atWeChat } from './steps.ts'

const REFUND_PREFIX = 'rf'

/** Number of a refund at the merchant, at most 64 characters: the same key is the same refund. */
const refundNumberOf = (order: OrderDocument, key: string): string =>
  documentId(REFUND_PREFIX, [order._id, key])

type Refund = OrderDocument['refunds'][number]

const refundIn = ({ refunds }: OrderDocument, number: string): Refund | undefined =>
  refunds.find((refund) => refund.number === number)

/** WeChat Pay reported that the money could not go back. */
const hasFailed = ({ status }: Refund): boolean => status !== undefined && status !== 'SUCCESS'

const others = ({ refunds }: OrderDocument, number: string): readonly Refund[] =>
  refunds.filter((refund) => refund.number !== number)

/** What is given back: all that is left unless it says less; a refund that is known keeps its amount. */
const refundOf = (order: OrderDocument, { key, fen }: Asked<'refund'>, at: number): Refund => {
  const number = refundNumberOf(order, key)
  const known = refundIn(order, number)
  if (known !== undefined) {
    if (fen !== undefined && fen !== known.fen)
      throw new OneIdError('REFUND_REFUSED', 'the key has another amount')
    return hasFailed(known) ? { number, fen: known.fen, at, done: false } : known
  }
  const left = order.refunds.reduce((sum, refund) => sum - refund.fen, order.fen)
  if (order.state !== 'paid' || left <= 0 || (fen ?? left) > left)
    throw new OneIdError('REFUND_REFUSED', `${order.state}, ${left} fen are left`)
  return { number, fen: fen ?? left, at, done: false }
}

const requireAdministrator = async ({ ports, proof }: PayCall): Promise<string> => {
  const caller = await callerOf(ports.db, proof.evidence)
  if (!caller.user.administrator || !isDirect(caller)) throw new OneIdError('NOT_ADMINISTRATOR', 'refund')
  return caller.user._id
}

interface Written {
  readonly stored: StoredOrder
  readonly refund: Refund
  /** Nobody had asked WeChat Pay for it before. */
  readonly isNew: boolean
}

/** The order with this refund as it is now, or without it. Somebody else may change the order meanwhile. */
const writeRefund = (
  { ports }: PayCall,
  id: OrderDocument['_id'],
  refundNow: (order: OrderDocument) => Refund,
  end: 'noted' | 'done' | 'removed',
): Promise<Written> =>
  inRounds(ports, async () => {
    const stored = await readOrder(ports.db, id)
    if (stored === undefined) throw new OneIdError('ORDER_NOT_FOUND', 'refund')
    const { order } = stored
    const refund = refundNow(order)
    const kept =
      end === 'removed' ? [] : [{ ...refund, done: !hasFailed(refund) && (refund.done || end === 'done') }]
    const refunds = [...others(order, refund.number), ...kept]
    const changed = await changeOrder(ports.db, order, { refunds })
    if (changed === 'changed') return 'again'
    return {
      stored: { ...stored, order: changed },
      refund,
      isNew: refundIn(order, refund.number) === undefined,
    }
  })

/**
 * A refund that WeChat Pay refuses is none. One that it did not answer may be one, and stays noted, even if it is refused
 * when it is asked for again: the refusal says nothing about the first time.
 */
const ask = async (call: PayCall, { stored: { order }, refund, isNew }: Written): Promise<void> => {
  try {
    await refundPayment(call.doors, {
      ...atWeChat(call, order),
      envId: call.place.envId,
      functionName: CALLBACK,
      refundNumber: refund.number,
      totalFen: order.fen,
      refundFen: refund.fen,
    })
  } catch (error) {
    if (error instanceof OneIdError && error.code === 'REFUND_REFUSED' && isNew)
      await writeRefund(call, order._id, () => refund, 'removed')
    throw error
  }
}

/**
 * Gives money back, by an administrator. Noted before WeChat Pay is asked, so that two refunds at once cannot give back
 * more than was paid; asked for again with the same key it is given once. 6 requests.
 * @throws OneIdError NOT_SIGNED_IN, NOT_ADMINISTRATOR, ORDER_NOT_FOUND, REFUND_REFUSED, PAYMENT_BUSY
 */
export const refundOrder = async (call: PayCall, secret: Secret<string>, request: Asked<'refund'>) => {
  const { ports, config } = call
  const { pseudonym } = createSealing(secret)
  const administrator = await requireAdministrator(call)
  const noted = await writeRefund(
    call,
    request.order,
    (order) => refundOf(order, request, ports.clock()),
    'noted',
  )
  await ask(call, noted)
  // WeChat may have reported the refund by now.
  const asItIs = (order: OrderDocument) => refundIn(order, noted.refund.number) ?? noted.refund
  const { stored, refund } = await writeRefund(call, request.order, asItIs, 'done')
  const { order } = stored
  await writeAudit(ports.db, {
    _id: auditId('event', 'order.refunded', refund.number),
    kind: 'event',
    what: 'order.refunded',
    at: ports.clock(),
    actor: pseudonym(administrator),
    subjects: [order._id, ...(order.buyer === undefined ? [] : [order.buyer.userId])].map(pseudonym),
    reason: `${refund.fen} fen: ${request.reason}`,
  })
  return statusOf(config, stored, ports.clock())
}
