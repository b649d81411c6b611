import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Story } from './stories/story.ts'
import { buy, openStory, PAID } from './stories/story.ts'

/**
 * From the order of a function to the callback of another, with wx-server-sdk 4.0.2. Fields: CloudPay.unifiedOrder and
 * paymentCallback references; windows and codes: getPaidUnionId reference (developers.weixin.qq.com, 2026-11).
 */

/** Fails at first, then answers as plain WeChat Pay is answered, then as cloud pay wants it. */
const UNWILLING = `
exports.main = async (event) => {
  await cloud.database().collection('callbacks').add({ data: { event, context: cloud.getWXContext() } })
  const { total } = await cloud.database().collection('callbacks').count()
  if (total === 1) throw new Error('not now')
  if (total === 2) return { return_code: 'SUCCESS' }
  return { errcode: 0, errmsg: 'ok' }
}`

/** The HTTP access of a function that takes notifications of the integration center. */
const TRIGGER = `
exports.main = async ({ path, httpMethod, headers, body }) => {
  const said = JSON.parse(body)
  const store = cloud.database().collection('triggers')
  await store.add({ data: { path, httpMethod, id: headers['x-tcb-integration-id'], said } })
  const { total } = await store.count()
  if (total === 1) return { statusCode: 500, headers: {}, body: '' }
  if (total === 2) return { code: 'FAIL', message: '失败' }
  return { code: 'SUCCESS', message: '成功' }
}`

/** Asks for the unionid at once, without a word about the app. */
const ASKING = `
exports.main = async ({ subOpenid: openid, transactionId }) => {
  const answer = await cloud.openapi.auth.getPaidUnionId({ openid, transactionId }).catch((error) => error)
  await cloud.database().collection('answers').add({ data: { errCode: answer.errCode } })
  return { errcode: 0 }
}`

const FUNCTIONS = {
  asking: { source: ASKING, openapi: ['auth.getPaidUnionId'] },
  unlisted: { source: PAID },
  unwilling: { source: UNWILLING },
  trigger: { source: TRIGGER },
}

/** One world for all of it, which begins anew with each test. */
let story: Story | undefined
beforeAll(async () => {
  story = await openStory('since-2021', { functions: FUNCTIONS })
  // Time passes when the test says so, however long a function takes.
  story.world.clock.freeze()
})
afterEach(async () => {
  await story?.faults()
  await story?.world.settled()
  await story?.change('/reset', { database: true })
})
afterAll(() => story?.close())

const open = async (policy: 'since-2021' | 'before-2021' = 'since-2021'): Promise<Story> => {
  if (story === undefined) throw new Error('no story yet')
  await story.change('/policy', { policy })
  return story
}

const callbacks = (told: Story) => told.world.database.documents('callbacks')

describe('a payment', () => {
  it('is ordered by a function, made on a phone and announced to another function', async () => {
    const told = await open()
    const ordered = await told.call('order')
    expect(ordered).toMatchObject({
      returnCode: 'SUCCESS',
      resultCode: 'SUCCESS',
      errCode: 0,
      errMsg: 'cloudPay.unifiedOrder:ok',
      payment: { signType: 'MD5', package: expect.stringMatching(/^prepay_id=/) },
    })
    const { payment } = ordered
    expect(await told.phone('describePayment', payment)).toEqual({
      errMsg: 'describePayment:ok',
      totalFee: 990,
      body: '一杯咖啡',
      merchant: '',
    })
    expect(await told.phone('requestPayment', payment)).toEqual({ errMsg: 'requestPayment:ok' })
    await told.world.settled()
    const alice = told.world.person('alice').in('shop')
    expect(callbacks(told)).toEqual([
      expect.objectContaining({
        event: expect.objectContaining({
          returnCode: 'SUCCESS',
          resultCode: 'SUCCESS',
          subAppid: alice.appid,
          subOpenid: alice.openid,
          outTradeNo: 'order-1',
          totalFee: 990,
          timeEnd: expect.stringMatching(/^\d{14}$/),
        }),
        // No user holds a phone here: OPENID is not guaranteed, and the local cloud does not invent one.
        context: { ENV: 'local', SOURCE: 'wx_paycallback' },
      }),
    ])
    await told.later('2d')
    expect(callbacks(told)).toHaveLength(1)
    expect(await told.phone('requestPayment', payment)).toEqual({
      errMsg: 'requestPayment:fail 该订单已支付',
    })
  })

  it('is no one else’s, and has no other amount than the one that was ordered', async () => {
    const told = await open()
    const { payment } = await told.call('order')
    expect(await told.phone('requestPayment', payment, 'bob')).toMatchObject({
      errMsg: expect.stringMatching(/^requestPayment:fail /),
    })
    expect(await told.phone('requestPayment', { ...Object(payment), package: 'prepay_id=1' })).toMatchObject({
      errMsg: 'requestPayment:fail 支付验证签名失败',
    })
    expect(await told.phone('requestPayment', {})).toMatchObject({
      errMsg: expect.stringContaining('timeStamp'),
    })
    expect(await told.look('/payments')).toMatchObject([{ state: 'NOTPAY' }])
  })

  it('that WeChat Pay refuses to order resolves all the same', async () => {
    const told = await open()
    expect(await told.call('order', { subMchId: '1900000009' })).toMatchObject({
      returnCode: 'SUCCESS',
      resultCode: 'FAIL',
      errCode: 0,
      errCodeDes: '商户号不存在',
    })
    expect(await told.call('order', { totalFee: 0.5 })).toMatchObject({ returnCode: 'FAIL', errCode: 0 })
  })
})

describe('an order with timeExpire', () => {
  // WeChat Pay v2, unified order (2026-11): yyyyMMddHHmmss in Beijing.
  it('cannot be paid after it', async () => {
    const told = await open()
    told.world.clock.set(Date.UTC(2027, 0, 31, 15, 50))
    const { payment } = await told.call('order', { timeExpire: '20270131235500' })
    await told.later('5m1s')
    expect(await told.phone('requestPayment', payment)).toEqual({ errMsg: 'requestPayment:fail 订单已过期' })
    expect(await told.look('/payments')).toMatchObject([{ state: 'NOTPAY' }])
  })

  it('that is too short, or none, resolves as any other refusal', async () => {
    const told = await open()
    told.world.clock.set(Date.UTC(2027, 1, 1, 15, 50))
    expect(await told.call('order', { timeExpire: '20270201235059' })).toMatchObject({
      returnCode: 'SUCCESS',
      resultCode: 'FAIL',
      errCode: 0,
      errCodeDes: 'time_expire时间过短，刷卡至少1分钟，其他5分钟',
    })
    expect(await told.call('order', { timeExpire: '2027-01-31' })).toMatchObject({ returnCode: 'FAIL' })
  })
})

describe('the callback', () => {
  it('comes again after an error and after every answer but the number 0', async () => {
    const told = await open()
    await buy(told, { functionName: 'unwilling' })
    const counts = [callbacks(told).length]
    for (const wait of ['14s', '1s', '15s', '2d']) {
      await told.later(wait)
      counts.push(callbacks(told).length)
    }
    expect(counts).toEqual([1, 1, 2, 3, 3])
  })

  it.each([
    ['lost, comes 15 s later', { effect: 'lose', times: 1 }, [0, 1, 1]],
    ['duplicated, comes twice', { effect: 'duplicate', times: 1 }, [2, 2, 2]],
    ['delayed, comes late and once', { effect: 'delay', ms: 60_000 }, [0, 0, 1]],
    ['lost for ever, comes never', { effect: 'lose' }, [0, 0, 0]],
  ])('%s', async (_, fault, expected) => {
    const told = await open()
    await told.faults({ at: 'pay.callback', ...fault })
    await buy(told)
    const counts = [callbacks(told).length]
    for (const wait of ['15s', '45s']) {
      await told.later(wait)
      counts.push(callbacks(told).length)
    }
    expect(counts).toEqual(expected)
  })
})

describe('the unionid of somebody who has paid', () => {
  it.each(['since-2021', 'before-2021'] as const)(
    '%s: in both forms, by cloud call and by HTTPS',
    async (policy) => {
      const told = await open(policy)
      const { openid, transactionId = '' } = await buy(told)
      const unionid = (await told.call('paid', { openid, transactionId }))['unionid']
      expect(unionid).toMatch(/^o/)
      expect(await told.call('paid', { openid, mchId: '1900000001', outTradeNo: 'order-1' })).toEqual({
        unionid,
        errCode: 0,
        errMsg: 'openapi.auth.getPaidUnionId:ok',
      })
      const query = { access_token: await told.token('shop'), openid, transaction_id: transactionId }
      expect(await told.ask('/wxa/getpaidunionid', query)).toEqual({ unionid, errcode: 0, errmsg: 'ok' })
    },
  )

  it('is told 4:59 after the payment, and not 5:01 after it', async () => {
    const told = await open()
    const { openid, transactionId } = await buy(told)
    await told.later('4m59s')
    expect(await told.call('paid', { openid, transactionId })).toMatchObject({ errCode: 0 })
    await told.later('2s')
    expect(await told.call('paid', { openid, transactionId })).toMatchObject({
      errCode: 89300,
      errMsg: expect.stringMatching(/^openapi\.auth\.getPaidUnionId:fail invalid trade/),
    })
  })

  it('is told to no function that does not list the call, and to none that HTTP called', async () => {
    const told = await open()
    const { openid, transactionId } = await buy(told)
    expect(await told.call('unlisted', { openid, transactionId })).toMatchObject({ errCode: -604101 })
    const byHttp = told.world.callAs({ source: 'wx_http' }, 'paid', { openid, transactionId })
    expect(await byHttp).toMatchObject({ errCode: -604104 })
  })

  it('is told to the callback itself, which speaks for the owner of the environment', async () => {
    const told = await open()
    await buy(told, { functionName: 'asking' })
    expect(told.world.database.documents('answers')).toMatchObject([{ errCode: 0 }])
  })
})

describe('where a chain may not make cloud calls', () => {
  // Number: list of wx-server-sdk 4.0.2; words: as docs.cloudbase.net has them of -604101 (FAQ, 2026-11).
  it('the callback of a payment is refused, and a phone is not', async () => {
    const told = await open()
    await told.faults({ at: 'openapi.*', effect: 'illegal-source', source: 'wx_paycallback' })
    const { openid, transactionId } = await buy(told, { functionName: 'asking' })
    expect(told.world.database.documents('answers')).toMatchObject([{ errCode: -604104 }])
    expect(await told.call('paid', { openid, transactionId })).toMatchObject({ errCode: 0 })
  })

  it('everybody is refused, by CloudBase and before it looks at permissions; pay calls are not', async () => {
    const told = await open()
    await told.faults({ at: 'openapi.*', effect: 'illegal-source' })
    const { openid, transactionId } = await buy(told)
    const refused = {
      errCode: -604104,
      errMsg: 'system error: error code: -604104',
    }
    for (const name of ['paid', 'unlisted']) {
      expect(await told.call(name, { openid, transactionId })).toEqual(refused)
    }
  })

  it('a source that is illegal anyway uses nothing up', async () => {
    const told = await open()
    await told.faults({ at: 'openapi.*', effect: 'illegal-source', times: 1 })
    const byHttp = told.world.callAs({ source: 'wx_http' }, 'paid', { openid: 'o' })
    expect(await byHttp).toMatchObject({ errCode: -604104 })
    expect(await told.look('/faults')).toMatchObject({ faults: [{ times: 1 }] })
  })
})

describe('the integration center', () => {
  const triggers = (told: Story) => told.world.database.documents('triggers')

  it.each([
    ['as an option', { function: 'trigger', integration: true }],
    ['by the path of a function', { function: 'trigger/unifiedOrderTrigger' }],
  ])('tells a function by HTTP until it says SUCCESS: %s', async (_, wanted) => {
    const told = await open()
    const answer = await told.change('/payments', { person: 'alice', app: 'shop', amount: 990, ...wanted })
    expect(answer).toMatchObject({ order: { state: 'SUCCESS', totalFee: 990 } })
    await told.world.settled()
    const counts = [triggers(told).length]
    for (const wait of ['14s', '1s', '15s', '2d']) {
      await told.later(wait)
      counts.push(triggers(told).length)
    }
    // Status 500, then a code that is not SUCCESS, then SUCCESS.
    expect(counts).toEqual([1, 1, 2, 3, 3])
    const alice = told.world.person('alice').in('shop')
    expect(triggers(told)[0]).toMatchObject({
      path: '/unifiedOrderTrigger',
      httpMethod: 'POST',
      id: 'local',
      said: {
        event_type: 'TRANSACTION.SUCCESS',
        ParsedContent: {
          appid: alice.appid,
          mchid: '1900000001',
          trade_state: 'SUCCESS',
          transaction_id: expect.stringMatching(/^4\d{27}$/),
          success_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/),
          payer: { openid: alice.openid },
          amount: { total: 990, currency: 'CNY' },
        },
      },
    })
  })
})
