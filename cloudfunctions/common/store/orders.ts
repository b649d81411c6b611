import * as v from 'valibot'
import { OneIdError } from '../base/errors.ts'
import type { OrderId } from '../base/ids.ts'
import { AppIdSchema, OpenIdSchema, OrderIdSchema, UnionIdSchema, UserIdSchema } from '../base/ids.ts'
import type { IdentityDocument } from './documents.ts'
import { Instant } from './documents.ts'
import { IDENTITIES, readKey } from './identities.ts'
import { readDocument } from './readDocument.ts'
import type { CloudDatabase } from './requests.ts'
import { findInOrder, findJoined, insert, update } from './requests.ts'

export const ORDERS = 'orders'

/** `due` of an order that nobody has to look at again. */
export const NEVER = Number.MAX_SAFE_INTEGER

const tries = v.number()

/** The five minutes after a payment in which WeChat tells the unionid of the payer, and what became of them. */
const WindowSchema = v.variant('state', [
  /** `until`: when it closes. `reason`: why the last try brought nothing. */
  v.object({ state: v.literal('open'), until: Instant, tries, reason: v.optional(v.string()) }),
  /** The unionid is here and not yet with the account. */
  v.object({ state: v.literal('answered'), tries, unionid: UnionIdSchema, at: Instant }),
  /** `seconds` from the payment to the unionid. `reason`: of a conflict. */
  v.object({ state: v.literal('used'), tries, seconds: v.number(), reason: v.optional(v.string()) }),
  /** `reason`: WeChat's number of the last refusal, or LATE when nobody heard of the payment in time. */
  v.object({ state: v.literal('lost'), tries, reason: v.string() }),
  /** The identity is no more: nobody wants to know. */
  v.object({ state: v.literal('dropped'), tries, reason: v.string() }),
  /** The unionid came by another route meanwhile. */
  v.object({ state: v.literal('unneeded'), tries }),
])
export type PaymentWindow = v.InferOutput<typeof WindowSchema>

const OrderSchema = v.object({
  _id: OrderIdSchema,
  /** Raised by every change. */
  version: v.number(),
  appid: AppIdSchema,
  /** The app is of another account, with which this environment is shared. */
  shared: v.boolean(),
  /**
   * Who ordered, and from where; taken off when the account is deleted, while the order stays as the law wants it.
   * WeChat Pay takes an order again only if it says the same, the address of the device included.
   */
  buyer: v.optional(
    v.object({ userId: UserIdSchema, identity: v.string(), openid: OpenIdSchema, address: v.string() }),
  ),
  mchId: v.string(),
  product: v.string(),
  description: v.string(),
  fen: v.number(),
  createdAt: Instant,
  expiresAt: Instant,
  /** `held`: a payment that does not agree with the order. */
  state: v.picklist(['created', 'paid', 'closed', 'held']),
  transactionId: v.optional(v.string()),
  paidAt: v.optional(Instant),
  /** Payments that do not agree with the order, with the fields that differ. */
  disputes: v.optional(
    v.array(
      v.object({ transactionId: v.string(), fields: v.array(v.string()), fen: v.number(), at: Instant }),
    ),
    [],
  ),
  /** `done`: WeChat Pay has taken it; noted before it is asked. `status`: what it reported later. */
  refunds: v.optional(
    v.array(
      v.object({
        number: v.string(),
        fen: v.number(),
        at: Instant,
        done: v.boolean(),
        status: v.optional(v.string()),
      }),
    ),
    [],
  ),
  window: v.optional(WindowSchema),
  /** Not told yet. */
  announce: v.boolean(),
  /** When `jobs` looks at it next. */
  due: Instant,
  /** Who works on it, and until when nobody else does. */
  lease: v.object({ by: v.string(), until: Instant }),
  lastError: v.optional(v.string()),
})
/** One purchase (`orders`). */
export type OrderDocument = v.InferOutput<typeof OrderSchema>

/** An order with the identity that ordered, if there still is one. */
export interface StoredOrder {
  readonly order: OrderDocument
  readonly identity: IdentityDocument | undefined
}

export type OrderChange = Partial<Omit<OrderDocument, '_id' | 'version'>>

/** Nobody works on it. */
export const NO_LEASE: OrderDocument['lease'] = { by: '', until: 0 }

const JoinedSchema = v.object({ identities: v.array(v.unknown()) })

const JOIN = {
  from: IDENTITIES,
  localField: 'buyer.identity',
  foreignField: '_id',
  as: 'identities',
} as const

const readStored = (row: unknown): StoredOrder => {
  const order = readDocument(ORDERS, OrderSchema, row)
  const [key] = readDocument(ORDERS, JoinedSchema, row).identities.map(readKey)
  return { order, identity: key?.kind === 'identity' ? key : undefined }
}

/** One request; `duplicate`: this purchase was ordered before. */
export const insertOrder = (db: CloudDatabase, order: OrderDocument): Promise<'inserted' | 'duplicate'> =>
  insert(db, ORDERS, [order])

/** One request. */
export const readOrder = async (db: CloudDatabase, id: OrderId): Promise<StoredOrder | undefined> =>
  (await findJoined(db, ORDERS, { _id: id }, JOIN, 1)).map(readStored)[0]

/** An order that a newer version wrote, or somebody edited, is put aside: it must not stop the others. */
const readOrPutAside = async (db: CloudDatabase, row: unknown): Promise<readonly StoredOrder[]> => {
  try {
    return [readStored(row)]
  } catch (error) {
    if (!(error instanceof OneIdError)) throw error
    const { _id } = v.parse(v.object({ _id: v.string() }), row)
    await update(db, ORDERS, { _id }, { due: NEVER, lease: db.command.set(NO_LEASE), lastError: error.code })
    return []
  }
}

/** `perishing`: not known to be paid, or paid with an open window. */
export type Urgency = 'perishing' | 'all'

const IdSchema = v.object({ _id: v.string() })

/** One request: ids of orders that are due and that nobody works on; those that wait longest first. */
export const dueOrders = async (
  db: CloudDatabase,
  urgency: Urgency,
  now: number,
  limit: number,
): Promise<readonly string[]> => {
  const { command } = db
  const due = { due: command.lte(now) }
  const perishing = command.or([
    { ...due, state: 'created' },
    { ...due, 'window.state': 'open' },
  ])
  const rows = await findInOrder(db, ORDERS, urgency === 'all' ? due : perishing, 'due', limit)
  return rows.map((row) => v.parse(IdSchema, row)._id)
}

/**
 * Two requests, however many they are: takes those of these orders that are still due. Taking one makes it due when the
 * lease ends, so that nobody can take it before.
 */
export const takeOrders = async (
  db: CloudDatabase,
  ids: readonly string[],
  now: number,
  lease: OrderDocument['lease'],
): Promise<readonly StoredOrder[]> => {
  const { command } = db
  const these = { _id: command.in([...ids]) }
  const change = { lease: command.set(lease), due: lease.until, version: command.inc(1) }
  await update(db, ORDERS, { ...these, due: command.lte(now) }, change)
  const rows = await findJoined(db, ORDERS, { ...these, 'lease.by': lease.by }, JOIN, ids.length)
  return (await Promise.all(rows.map((row) => readOrPutAside(db, row)))).flat()
}

const written = ({ command }: CloudDatabase, change: OrderChange): Record<string, unknown> => ({
  ...change,
  // The SDK would change field by field and leave what the earlier state had.
  ...(change.window !== undefined && { window: command.set(change.window) }),
  ...(change.lease !== undefined && { lease: command.set(change.lease) }),
})

/** One request: changes the order, unless somebody has since it was read. */
export const changeOrder = async (
  db: CloudDatabase,
  order: OrderDocument,
  change: OrderChange,
): Promise<OrderDocument | 'changed'> => {
  const { _id, version } = order
  const data = { ...written(db, change), version: version + 1 }
  if ((await update(db, ORDERS, { _id, version }, data)) === 0) return 'changed'
  return { ...order, ...change, version: version + 1 }
}

/** One request: whatever else has changed, unless it is paid already. Leaves alone who works on it. */
export const markOrder = async (db: CloudDatabase, id: OrderId, change: OrderChange): Promise<boolean> => {
  const { command } = db
  const unpaid = { _id: id, state: command.neq('paid') }
  return (await update(db, ORDERS, unpaid, { ...written(db, change), version: command.inc(1) })) === 1
}
