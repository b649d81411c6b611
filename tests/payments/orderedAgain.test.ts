import { expect, it } from 'vitest'
import { placeOrder } from '../../cloudfunctions/common/flows/payment/order.ts'
import { callerProof } from '../../cloudfunctions/common/routes/caller.ts'
import { shopWith, useStoredOrders } from './storedOrders.ts'

const config = shopWith([{ openPlatform: 'main', since: '2021-03-01' }])
const priced = (fen: number) => ({
  ...config,
  merchants: [{ mchId: '1000000001', apps: ['shop'] }],
  products: [{ id: 'coffee', description: '一杯咖啡', fen }],
})

const { at, signsIn, ports, caller } = useStoredOrders()

/** WeChat Pay v2 takes an order number twice only with the same parameters (unified order, 2026-11). */
it('an order that is asked for again says the same to WeChat Pay, whatever the time, price and address are now', async () => {
  const now = Date.parse('2026-11-20T08:00:00Z')
  at(now)
  await signsIn(config)
  const said: Readonly<Record<string, unknown>>[] = []
  const order = (fen: number, address: string) =>
    placeOrder(
      {
        ports: ports(),
        config: priced(fen),
        doors: {
          payCall: async (_, params) => {
            said.push(params)
            const payment = {
              timeStamp: '1',
              nonceStr: 'n',
              package: 'prepay_id=1',
              signType: 'MD5',
              paySign: '0',
            }
            return { returnCode: 'SUCCESS', resultCode: 'SUCCESS', payment }
          },
          askPaidUnionId: () => Promise.reject(new Error('nobody asks')),
        },
        proof: callerProof(caller, config, now),
        place: { envId: 'local', address },
      },
      { action: 'order', product: 'coffee', key: 'a-purchase-of-alice' },
    )
  const first = await order(1_900, '203.0.113.7')
  at(now + 60_000)
  expect(await order(2_500, '198.51.100.9')).toEqual(first)
  const [one, other] = said.map(({ nonceStr, ...params }) => params)
  expect(other).toEqual(one)
  expect(one).toMatchObject({
    totalFee: 1_900,
    spbillCreateIp: '203.0.113.7',
    timeStart: '20261120160000',
    timeExpire: '20261120161500',
    outTradeNo: first.order.slice('or-'.length),
    functionName: 'payCallback',
    tradeType: 'JSAPI',
  })
})
