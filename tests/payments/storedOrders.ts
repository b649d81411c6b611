import * as v from 'valibot'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Config, ConfigInput } from '../../cloudfunctions/common/base/config.ts'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import { AppIdSchema, OpenIdSchema } from '../../cloudfunctions/common/base/ids.ts'
import { runJobs } from '../../cloudfunctions/common/flows/jobs/run.ts'
import { ORDER, TRANSACTION } from '../../cloudfunctions/common/flows/payment/testing.ts'
import { signIn } from '../../cloudfunctions/common/flows/signIn.ts'
import { callerProof } from '../../cloudfunctions/common/routes/caller.ts'
import { identityId, orderId, orderNumberOf } from '../../cloudfunctions/common/store/documentIds.ts'
import type { OrderDocument } from '../../cloudfunctions/common/store/orders.ts'
import { insertOrder } from '../../cloudfunctions/common/store/orders.ts'
import type { PaymentReport } from '../../cloudfunctions/common/wechat/payment/report.ts'
import type { Gate } from '../interleaving.ts'
import type { StoreWorld } from '../storeWorld.ts'
import { createStoreWorld, noPayments, noWeChat, secret } from '../storeWorld.ts'

/** Orders as they are found in the database, `jobs` on them in this process, and a time that the test sets. */

const SHOP = v.parse(AppIdSchema, 'wx00000000000000a1')
const OPENID = v.parse(OpenIdSchema, 'openid-of-alice-in-the-shop')

/** The shop under these bindings. */
export const shopWith = (
  bindings: ConfigInput['apps'][number]['bindings'],
  notify: readonly string[] = [],
): Config =>
  readConfig({
    apps: [{ appid: SHOP, alias: 'shop', kind: 'mini-program', bindings }],
    notify: [...notify],
  })

/** What WeChat Pay would report of the order, paid for as it was ordered. */
export const reportOf = ({ _id, mchId, fen, appid, buyer, createdAt }: OrderDocument): PaymentReport => ({
  mchId,
  orderNumber: orderNumberOf(_id),
  transactionId: TRANSACTION,
  fen,
  paidAt: createdAt + 10_000,
  appid,
  openid: buyer?.openid,
})

interface Run {
  readonly config: Config
  /** What WeChat says when it is asked for the payer. */
  readonly payer?: () => Promise<unknown>
  /** What WeChat Pay says. */
  readonly payCall?: () => Promise<unknown>
  /** What functions are told, in order. */
  readonly told?: unknown[]
  readonly gate?: Gate
}

/** For a test file: each test begins with an empty database. */
export const useStoredOrders = () => {
  let world: StoreWorld
  let now = 0
  beforeAll(async () => {
    world = await createStoreWorld()
  })
  afterAll(() => world.close())
  beforeEach(() => world.clear())
  const ports = (gate?: Gate) => world.ports(gate, () => now)

  const signsIn = (config: Config, unionid?: string) => {
    const ids = { APPID: SHOP, OPENID, ...(unionid !== undefined && { UNIONID: unionid }) }
    const { evidence } = callerProof({ SOURCE: 'wx_client', ...ids }, config, now)
    return signIn(ports(), config, evidence)
  }

  return {
    at: (moment: number): void => {
      now = moment
    },
    signsIn,
    ports,
    /** What WeChat says of alice’s call. */
    caller: { SOURCE: 'wx_client', APPID: SHOP, OPENID },
    /** An order of alice that she has just paid. */
    paidOrder: async (config: Config, more: Partial<OrderDocument> = {}): Promise<OrderDocument> => {
      const { userId } = await signsIn(config)
      const identity = identityId(SHOP, OPENID)
      const order: OrderDocument = {
        ...ORDER,
        _id: orderId(identity, 'a-purchase-of-alice'),
        appid: SHOP,
        buyer: { userId, identity, openid: OPENID, address: '203.0.113.7' },
        createdAt: now - 10_000,
        expiresAt: now + 900_000,
        state: 'paid',
        transactionId: TRANSACTION,
        paidAt: now,
        due: now,
        ...more,
      }
      await insertOrder(ports().db, order)
      return order
    },
    run: ({
      config,
      payer = () => Promise.reject(new Error('nobody asks')),
      told = [],
      gate,
      ...asked
    }: Run) =>
      runJobs({
        ports: ports(gate),
        config,
        secret,
        callFunction: async (_, { oneid }) => {
          told.push(oneid)
        },
        doors: { ...noPayments, ...asked, askPaidUnionId: payer },
        weChat: noWeChat,
        clock: () => now,
      }),
    clear: () => world.clear(),
    documents: (collection: string) => world.documents(collection),
    unions: () => world.documents('identities').find(({ kind }) => kind === 'identity')?.['unions'],
    window: () => world.documents('orders')[0]?.['window'],
  }
}
