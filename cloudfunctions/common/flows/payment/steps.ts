import { OneIdError } from '../../base/errors.ts'
import { paidOrder } from '../../routes/paidOrder.ts'
import { orderNumberOf } from '../../store/documentIds.ts'
import type { OrderChange, OrderDocument, PaymentWindow, StoredOrder } from '../../store/orders.ts'
import { askOrder, closeAtWeChat } from '../../wechat/payment/orderState.ts'
import type { PaidUnionIdAnswer } from '../../wechat/payment/paidUnionId.ts'
import { askForPayer } from '../../wechat/payment/paidUnionId.ts'
import { nonceOf } from '../../wechat/payment/reply.ts'
import { addEvidence } from '../signIn.ts'
import { changeBy } from './marking.ts'
import type { Step } from './nextStep.ts'
import { nextLookAt, PATIENCE_AFTER_EXPIRY_MS } from './times.ts'
import type { OrderWork } from './work.ts'

/** What a step has changed, and until when (ms since 1970) nothing more can be done, if that is so. */
export interface Stepped {
  readonly change: OrderChange
  readonly rest?: number
}

type TakeStep = (work: OrderWork, stored: StoredOrder) => Promise<Stepped>

type WindowOf<State extends PaymentWindow['state']> = Extract<PaymentWindow, { state: State }>

const windowIn = <State extends PaymentWindow['state']>(
  { window }: OrderDocument,
  state: State,
): WindowOf<State> => {
  const isIt = (one: PaymentWindow | undefined): one is WindowOf<State> => one?.state === state
  if (isIt(window)) return window
  throw new OneIdError('INTERNAL', `an order whose window is ${window?.state ?? 'absent'}, not ${state}`)
}

const ended = (window: PaymentWindow): Stepped => ({ change: { window } })

export const atWeChat = ({ ports }: Pick<OrderWork, 'ports'>, order: OrderDocument) => ({
  mchId: order.mchId,
  orderNumber: orderNumberOf(order._id),
  nonce: nonceOf(ports.random),
  appid: order.shared ? order.appid : undefined,
})

const askPayment: TakeStep = async ({ ports, config, doors }, stored) => {
  const answer = await askOrder(doors, atWeChat({ ports }, stored.order))
  const now = ports.clock()
  if (answer === 'closed') return { change: { state: 'closed' } }
  if (typeof answer === 'string') return { change: {}, rest: nextLookAt(stored.order.createdAt, now) }
  const change = changeBy(config, stored, answer, now)
  return change === undefined ? { change: {}, rest: nextLookAt(stored.order.createdAt, now) } : { change }
}

/** Whether it was paid in the last moment is asked first: what is paid is not closed. */
const close: TakeStep = async (work, stored) => {
  const { order } = stored
  const now = work.ports.clock()
  const asked = await askPayment(work, stored)
  if (asked.change.state !== undefined || asked.change.disputes !== undefined) return asked
  const closed = await closeAtWeChat(work.doors, atWeChat(work, order))
  if (closed === 'closed' || now > order.expiresAt + PATIENCE_AFTER_EXPIRY_MS)
    return { change: { state: 'closed' } }
  return { change: {}, rest: nextLookAt(order.createdAt, now) }
}

/**
 * Where a timer or a payment began the chain of calls, WeChat takes the call for one of the environment's own app. If
 * the person is of another, WeChat does not know the openid: then the app is named.
 */
const payerOf = async (
  { doors, byBuyer }: OrderWork,
  { buyer, appid, shared, transactionId }: OrderDocument,
): Promise<PaidUnionIdAnswer> => {
  if (buyer === undefined || transactionId === undefined)
    throw new OneIdError('INTERNAL', 'a window without a buyer or a transaction')
  const payment = { openid: buyer.openid, transactionId }
  const answer = await askForPayer(doors, { ...payment, appid: shared ? appid : undefined })
  const mayBeNamed = 'refused' in answer && answer.refused === 'openid' && !shared && !byBuyer
  return mayBeNamed ? askForPayer(doors, { ...payment, appid }) : answer
}

/** The wait before WeChat is asked again within one turn; it doubles. */
const BUSY_WAIT_MS = 100

/** As long as WeChat is waited for, and some more: an order is not asked for after its lease. */
const LONGEST_ASKING_MS = 5_000

const lookUp: TakeStep = async (work, { order }) => {
  const { ports, lookUps } = work
  const window = windowIn(order, 'open')
  const isInTime = () => ports.clock() < order.lease.until - LONGEST_ASKING_MS
  let asked = 1
  let answer = await payerOf(work, order)
  while ('refused' in answer && answer.refused === 'busy' && asked < lookUps && isInTime()) {
    await ports.pause(BUSY_WAIT_MS * 2 ** asked)
    asked += 1
    answer = await payerOf(work, order)
  }
  const tries = window.tries + asked
  const at = ports.clock()
  if ('unionid' in answer) return ended({ state: 'answered', tries, unionid: answer.unionid, at })
  const { refused, number: reason } = answer
  if (refused === 'never' || refused === 'openid') return ended({ state: 'lost', tries, reason })
  return { change: { window: { ...window, tries, reason } }, rest: at + work.restMs }
}

const settle: TakeStep = async ({ ports, config }, { order }) => {
  const { tries, unionid, at } = windowIn(order, 'answered')
  const { buyer, appid, paidAt = at } = order
  if (buyer === undefined) return ended({ state: 'dropped', tries, reason: 'ACCOUNT_DELETED' })
  if (config.find(appid) === undefined)
    return ended({ state: 'dropped', tries, reason: 'APP_NOT_REGISTERED' })
  const added = await addEvidence(ports, config, paidOrder({ appid, openid: buyer.openid, unionid, at }))
  if (added === 'unknown') return ended({ state: 'dropped', tries, reason: 'IDENTITY_GONE' })
  const { decision } = added
  const seconds = Math.max(0, at - paidAt) / 1_000
  return ended({
    state: 'used',
    tries,
    seconds,
    ...(decision.kind === 'conflict' && { reason: decision.reason }),
  })
}

const giveUp: TakeStep = async (_, { order }) => {
  const { tries, reason } = windowIn(order, 'open')
  return ended({ state: 'lost', tries, reason: tries === 0 ? 'LATE' : (reason ?? 'NO_ANSWER') })
}

const triesOf = ({ window }: OrderDocument): number => window?.tries ?? 0

/** The table of steps. Each may be carried out twice: what it asks is only asked, and what it adds is added once. */
export const STEPS: Readonly<Record<Step, TakeStep>> = {
  'ask-payment': askPayment,
  close,
  'look-up': lookUp,
  settle,
  'give-up': giveUp,
  'wait-out': async (_, { order }) => ({ change: {}, rest: windowIn(order, 'open').until + 1 }),
  spare: async (_, { order }) => ended({ state: 'unneeded', tries: triesOf(order) }),
  drop: async (_, { order }) => ended({ state: 'dropped', tries: triesOf(order), reason: 'IDENTITY_GONE' }),
  tell: async ({ tell }, { order }) => {
    await tell(order)
    return { change: { announce: false } }
  },
}
