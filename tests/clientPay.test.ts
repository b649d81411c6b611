import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/**
 * Paying with the client SDK. Requests and replies: miniprogram/services/oneid/contract.ts. Words of a payment sheet:
 * wx.requestPayment reference (`requestPayment:fail cancel`, `requestPayment:fail (detail message)`), read 2026-11.
 */

const callFunction = vi.fn<(call: { name: string; data: unknown }) => Promise<{ result: unknown }>>()
const requestPayment = vi.fn<(payment: unknown) => Promise<unknown>>()
const storage = new Map<string, unknown>()
const setStorageSync = vi.fn<(name: string, value: unknown) => void>()
const getRandomValues = vi.fn<(option: { length: number }) => Promise<{ randomValues: ArrayBuffer }>>()

beforeEach(() => {
  // A purchase that a test leaves underway would be the next test's.
  vi.resetModules()
  vi.useFakeTimers()
  const canIUse = (schema: string) => schema === 'getRandomValues'
  storage.clear()
  // Nothing stored is an empty text (wx.getStorageSync reference, 2026-11).
  const getStorageSync = (name: string) => storage.get(name) ?? ''
  setStorageSync.mockImplementation((name, value) => void storage.set(name, structuredClone(value)))
  const onPhone = { requestPayment, canIUse, getRandomValues, getStorageSync, setStorageSync }
  vi.stubGlobal('wx', { cloud: { callFunction }, ...onPhone })
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  requestPayment.mockResolvedValue({ errMsg: 'requestPayment:ok' })
  getRandomValues.mockResolvedValue({ randomValues: new Uint8Array(16).map((_, at) => at).buffer })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  for (const mock of [callFunction, requestPayment, getRandomValues, setStorageSync]) mock.mockReset()
})

const load = () => import('../miniprogram/services/oneid/index.ts')

/** The 16 bytes 0 to 15 with version 4 and variant 10 as RFC 9562, section 5.4, puts them. */
const KEY = '00010203-0405-4607-a809-0a0b0c0d0e0f'
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const MINE = '6f0e8c52-3f5b-4a0e-9d59-0a6a2f0f7c11'

const PAYMENT = {
  timeStamp: '1795000000',
  nonceStr: 'nonce',
  package: 'prepay_id=wx1',
  signType: 'MD5',
  paySign: '0F',
}
const ORDERED = { ok: true, order: 'o1', product: 'coffee', fen: 990, expires: 1, payment: PAYMENT }
const status = (state: string, unionid: string) => ({
  ok: true,
  order: 'o1',
  product: 'coffee',
  fen: 990,
  state,
  unionid,
})
const SIGNED_IN = { ok: true, userId: 'uAAAAAAAAAAAAAAAAAAAAAA', isNew: false, unionid: 'known' }
const BUSY = { ok: false, code: 'BUSY', message: '服务繁忙，请稍后重试。', requestId: 'r-9' }
const NO_NETWORK = Object.assign(new Error('x'), { errCode: -1, errMsg: 'cloud.callFunction:fail timeout' })
const refusal = (errMsg: string) => Object.assign(new Error(errMsg), { errMsg })

const actionOf = (data: unknown): string =>
  typeof data === 'object' && data !== null && 'action' in data ? String(data.action) : ''
/** What was asked so far: actions of `pay`, and `login`. */
const asked = () =>
  callFunction.mock.calls.map(([{ name, data }]) => (name === 'pay' ? actionOf(data) : name))
const orders = () =>
  callFunction.mock.calls.flatMap(([{ data }]) => (actionOf(data) === 'order' ? [data] : []))

interface Answers {
  readonly order?: readonly unknown[]
  readonly await?: readonly unknown[]
  readonly login?: readonly unknown[]
}

/** Answers each kind of call in turn, the last answer for ever; an Error is what `wx.cloud` rejects with. */
const answering = (answers: Answers): void => {
  const left = new Map(Object.entries({ order: [ORDERED], login: [SIGNED_IN], ...answers }))
  callFunction.mockImplementation(async ({ name, data }) => {
    const kind = name === 'pay' ? actionOf(data) : name
    const [answer, ...later] = left.get(kind) ?? []
    if (later.length > 0) left.set(kind, later)
    if (answer instanceof Error) throw answer
    return { result: answer }
  })
}

/** What became of a promise by now, without waiting for it. */
const watch = (promise: Promise<unknown>) => {
  const outcome: { resolved?: unknown; rejected?: unknown } = {}
  promise.then(
    (value) => {
      outcome.resolved = value
    },
    (error: unknown) => {
      outcome.rejected = error
    },
  )
  return outcome
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
/** An answer that takes a second. */
const late = <T>(answer: T): Promise<T> => new Promise((resolve) => setTimeout(() => resolve(answer), 1_000))

describe('a payment', () => {
  it('is ordered, made on the sheet, and known at once', async () => {
    const { pay } = await load()
    answering({ await: [status('paid', 'missing')] })
    expect(await pay('coffee')).toEqual({ order: 'o1', status: 'paid', unionid: 'missing' })
    expect(callFunction.mock.calls).toEqual([
      [{ name: 'pay', data: { action: 'order', product: 'coffee', key: KEY } }],
      [{ name: 'pay', data: { action: 'await', order: 'o1' } }],
    ])
    expect(requestPayment.mock.calls).toEqual([[PAYMENT]])
    await pass(3_600_000)
    expect(asked()).toEqual(['order', 'await'])
  })

  it('that is not known at once is asked for 5 s and 20 s after it', async () => {
    const { pay } = await load()
    answering({ await: [status('created', 'missing'), NO_NETWORK, status('paid', 'missing')] })
    const outcome = watch(pay('coffee'))
    await pass(4_999)
    expect(asked()).toEqual(['order', 'await'])
    await pass(1)
    expect(asked()).toEqual(['order', 'await', 'await'])
    await pass(14_999)
    expect(asked()).toEqual(['order', 'await', 'await'])
    expect(outcome).toEqual({})
    await pass(1)
    expect(asked()).toEqual(['order', 'await', 'await', 'await'])
    expect(outcome).toEqual({ resolved: { order: 'o1', status: 'paid', unionid: 'missing' } })
  })

  it.each([
    ['nobody answers', [NO_NETWORK], ''],
    ['the service refuses', [BUSY], 'r-9'],
    ['the order stays open', [status('created', 'waiting')], ''],
  ])('is unconfirmed after three tries when %s', async (_, answers, requestId) => {
    const { pay, OneIdError } = await load()
    const onUnionid = vi.fn()
    answering({ await: answers })
    const outcome = watch(pay('coffee', { onUnionid }))
    await pass(19_999)
    expect(outcome).toEqual({})
    await pass(1)
    expect(outcome.rejected).toBeInstanceOf(OneIdError)
    expect(outcome.rejected).toMatchObject({
      code: 'PAYMENT_UNCONFIRMED',
      message: '支付结果确认中，请稍后在订单中查看。',
      requestId,
    })
    await pass(3_600_000)
    expect(asked()).toEqual(['order', 'await', 'await', 'await'])
    expect(onUnionid).not.toHaveBeenCalled()
  })

  it.each(['held', 'closed'])('of an order that is %s is unconfirmed at once', async (state) => {
    const { pay } = await load()
    answering({ await: [status(state, 'missing')] })
    await expect(pay('coffee')).rejects.toMatchObject({ code: 'PAYMENT_UNCONFIRMED' })
    expect(asked()).toEqual(['order', 'await'])
  })

  it('is one for all who ask for the product meanwhile, and a new one afterwards', async () => {
    const { pay } = await load()
    answering({ await: [status('paid', 'missing')] })
    const first = pay('coffee')
    expect(pay('coffee')).toBe(first)
    expect(pay('tea')).not.toBe(first)
    await Promise.all([first, pay('tea')])
    expect(orders()).toHaveLength(2)
    expect(requestPayment).toHaveBeenCalledTimes(2)
    await pay('coffee')
    expect(orders()).toHaveLength(3)
  })

  it('can be tried again after one that failed', async () => {
    const { pay } = await load()
    answering({ order: [BUSY, ORDERED], await: [status('paid', 'missing')] })
    await expect(pay('coffee')).rejects.toMatchObject({ code: 'BUSY', requestId: 'r-9' })
    expect(requestPayment).not.toHaveBeenCalled()
    expect(await pay('coffee')).toMatchObject({ status: 'paid' })
  })
})

describe('the order', () => {
  it('is sent once more, with the same key, when the cloud was not reached', async () => {
    const { pay } = await load()
    getRandomValues.mockImplementation(async () => ({
      randomValues: crypto.getRandomValues(new Uint8Array(16)).buffer,
    }))
    answering({ order: [NO_NETWORK, ORDERED], await: [status('paid', 'missing')] })
    expect(await pay('coffee')).toMatchObject({ order: 'o1' })
    const [once, again, ...more] = orders()
    expect(again).toEqual(once)
    expect(more).toEqual([])
  })

  it('is sent again after a login, by who has no account yet', async () => {
    const { pay } = await load()
    const unknown = { ok: false, code: 'NOT_SIGNED_IN', message: '请先登录', requestId: 'r-1' }
    answering({ order: [unknown, ORDERED], await: [status('paid', 'missing')] })
    expect(await pay('coffee')).toMatchObject({ status: 'paid' })
    expect(asked()).toEqual(['order', 'login', 'order', 'await'])
    expect(new Set(orders().map((data) => JSON.stringify(data))).size).toBe(1)
  })

  it('is not sent a third time', async () => {
    const { pay } = await load()
    answering({ order: [NO_NETWORK] })
    await expect(pay('coffee')).rejects.toMatchObject({ code: 'CLOUD_CALL_FAILED' })
    expect(asked()).toEqual(['order', 'order'])
  })

  it.each([
    ['that is none', { ok: true, order: 'o1' }],
    ['with a payment of nothing', { ...ORDERED, payment: null }],
    ['of another function', SIGNED_IN],
    ['without ok', { ...ORDERED, ok: undefined }],
  ])('with a reply %s is not understood', async (_, reply) => {
    const { pay } = await load()
    answering({ order: [reply] })
    await expect(pay('coffee')).rejects.toMatchObject({ code: 'UNEXPECTED_REPLY' })
    expect(asked()).toEqual(['order'])
  })
})

describe('a sheet that is not paid', () => {
  it('was cancelled: the order stays open, and the same key continues it', async () => {
    const { pay, OneIdError } = await load()
    answering({ await: [status('paid', 'missing')] })
    requestPayment.mockRejectedValueOnce(refusal('requestPayment:fail cancel'))
    const outcome = watch(pay('coffee', { key: MINE }))
    await pass(3_600_000)
    expect(outcome.rejected).toBeInstanceOf(OneIdError)
    expect(outcome.rejected).toMatchObject({ code: 'PAYMENT_CANCELLED', message: '已取消支付' })
    expect(asked()).toEqual(['order'])
    expect(console.warn).not.toHaveBeenCalled()
    expect(await pay('coffee', { key: MINE })).toMatchObject({ status: 'paid' })
    const same = { action: 'order', product: 'coffee', key: MINE }
    expect(orders()).toEqual([same, same])
    expect(getRandomValues).not.toHaveBeenCalled()
  })

  it.each([
    ['the order is open', status('created', 'waiting')],
    ['the order is closed', status('closed', 'missing')],
    ['nobody answers', NO_NETWORK],
  ])('has failed when %s', async (_, answer) => {
    const { pay } = await load()
    answering({ await: [answer] })
    requestPayment.mockRejectedValue(refusal('requestPayment:fail 支付验证签名失败'))
    await expect(pay('coffee')).rejects.toMatchObject({
      code: 'PAYMENT_FAILED',
      message: '支付未完成，请重试。',
    })
    expect(console.warn).toHaveBeenCalledWith(expect.stringContaining('支付验证签名失败'))
    await pass(3_600_000)
    expect(asked()).toEqual(['order', 'await'])
  })

  it('is paid all the same when the server says so', async () => {
    const { pay } = await load()
    const onUnionid = vi.fn()
    answering({ await: [status('paid', 'waiting'), status('paid', 'known')] })
    requestPayment.mockRejectedValue(refusal('requestPayment:fail 系统繁忙'))
    expect(await pay('coffee', { onUnionid })).toEqual({ order: 'o1', status: 'paid', unionid: 'waiting' })
    await pass(5_000)
    expect(onUnionid.mock.calls).toEqual([['known']])
  })

  it('is not to be paid again when the money is held', async () => {
    const { pay } = await load()
    answering({ await: [status('held', 'missing')] })
    requestPayment.mockRejectedValue(refusal('requestPayment:fail 系统繁忙'))
    await expect(pay('coffee')).rejects.toMatchObject({ code: 'PAYMENT_UNCONFIRMED' })
  })
})

describe('the unionid of a payment', () => {
  it('comes later: the payment does not wait for it, and the SDK logs in before it tells', async () => {
    const { pay } = await load()
    const onUnionid = vi.fn()
    answering({ await: [status('paid', 'waiting')] })
    expect(await pay('coffee', { onUnionid })).toEqual({ order: 'o1', status: 'paid', unionid: 'waiting' })
    await pass(4_999)
    expect(asked()).toEqual(['order', 'await'])
    callFunction.mockImplementationOnce(async () => ({ result: status('paid', 'known') }))
    callFunction.mockImplementationOnce(() => late({ result: SIGNED_IN }))
    await pass(1)
    expect(asked()).toEqual(['order', 'await', 'await', 'login'])
    expect(onUnionid).not.toHaveBeenCalled()
    await pass(1_000)
    expect(onUnionid.mock.calls).toEqual([['known']])
    await pass(3_600_000)
    expect(onUnionid).toHaveBeenCalledTimes(1)
    expect(asked()).toEqual(['order', 'await', 'await', 'login'])
  })

  it('that does not come is missing after three tries', async () => {
    const { pay } = await load()
    const onUnionid = vi.fn()
    answering({ await: [status('paid', 'waiting')] })
    await pay('coffee', { onUnionid })
    await pass(19_999)
    expect(onUnionid).not.toHaveBeenCalled()
    await pass(3_600_000)
    expect(onUnionid.mock.calls).toEqual([['missing']])
    expect(asked()).toEqual(['order', 'await', 'await', 'await'])
  })

  it('is missing too when later tries do not get through, and the payment is not touched by that', async () => {
    const { pay } = await load()
    const onUnionid = vi.fn()
    answering({ await: [status('paid', 'waiting'), NO_NETWORK] })
    expect(await pay('coffee', { onUnionid })).toMatchObject({ unionid: 'waiting' })
    await pass(20_000)
    expect(onUnionid.mock.calls).toEqual([['missing']])
  })

  it('is told when it was known at once, and when that login fails', async () => {
    const { pay } = await load()
    const onUnionid = vi.fn()
    answering({ await: [status('paid', 'known')], login: [NO_NETWORK] })
    expect(await pay('coffee', { onUnionid })).toMatchObject({ unionid: 'known' })
    await pass(0)
    expect(onUnionid.mock.calls).toEqual([['known']])
    expect(asked()).toEqual(['order', 'await', 'login'])
  })

  it('is not answered by a login that began before it', async () => {
    const { login, pay } = await load()
    answering({ await: [status('paid', 'known')] })
    callFunction.mockImplementationOnce(() => late({ result: SIGNED_IN }))
    const early = login()
    await pay('coffee')
    await pass(0)
    expect(asked()).toEqual(['login', 'order', 'await', 'login'])
    await pass(1_000)
    await early
  })
})

describe('the key of a purchase', () => {
  const keys = () => orders().map((data) => v.parse(v.object({ key: v.string() }), data).key)

  it.each([
    ['has no random values', false, 0],
    ['fails to give any', true, 2],
  ])('is a UUID where WeChat %s', async (_, canIUse, times) => {
    const { pay } = await load()
    vi.stubGlobal('wx', { ...wx, canIUse: () => canIUse })
    getRandomValues.mockRejectedValue(refusal('getRandomValues:fail'))
    answering({ await: [status('paid', 'missing')] })
    await pay('coffee')
    await pay('coffee')
    expect(keys()).toEqual([expect.stringMatching(UUID_V4), expect.stringMatching(UUID_V4)])
    expect(new Set(keys()).size).toBe(2)
    expect(getRandomValues).toHaveBeenCalledTimes(times)
  })
})

describe('a purchase that is not over', () => {
  /** Each has bytes of its own, so that no two keys are the same by chance. */
  const manyKeys = (): void => {
    let made = 0
    getRandomValues.mockImplementation(async () => {
      made += 1
      return { randomValues: new Uint8Array(16).fill(made).buffer }
    })
  }
  const keysOrdered = () => orders().map((data) => new Map(Object.entries(Object(data))).get('key'))
  const paid = status('paid', 'missing')

  it('is gone on with when the person cancelled, after a restart too; the next one is another', async () => {
    manyKeys()
    answering({ await: [paid] })
    requestPayment.mockRejectedValueOnce(refusal('requestPayment:fail cancel'))
    await expect((await load()).pay('coffee')).rejects.toMatchObject({ code: 'PAYMENT_CANCELLED' })
    vi.resetModules()
    const { pay } = await load()
    await pay('coffee')
    await pay('coffee')
    const [first, again, next] = keysOrdered()
    expect(again).toBe(first)
    expect(next).not.toBe(first)
  })

  it('is another for another product', async () => {
    manyKeys()
    answering({ await: [paid] })
    requestPayment.mockRejectedValueOnce(refusal('requestPayment:fail cancel'))
    const { pay } = await load()
    await expect(pay('coffee')).rejects.toMatchObject({ code: 'PAYMENT_CANCELLED' })
    await pay('tea')
    expect(new Set(keysOrdered()).size).toBe(2)
  })

  it('was paid, as the server learned later: the person gets it, and does not pay again', async () => {
    manyKeys()
    const orderPaid = { ok: false, code: 'ORDER_PAID', message: '订单已支付', requestId: 'r-1' }
    answering({ order: [ORDERED, orderPaid], await: [NO_NETWORK, NO_NETWORK, NO_NETWORK, paid] })
    const { pay } = await load()
    const outcome = watch(pay('coffee'))
    await pass(20_000)
    expect(outcome.rejected).toMatchObject({ code: 'PAYMENT_UNCONFIRMED' })
    expect(await pay('coffee')).toMatchObject({ order: 'o1', status: 'paid' })
    expect(requestPayment).toHaveBeenCalledTimes(1)
  })

  it('that was paid by somebody who kept its key is refused', async () => {
    answering({ order: [{ ok: false, code: 'ORDER_PAID', message: '订单已支付', requestId: 'r-1' }] })
    const { pay } = await load()
    await expect(pay('coffee', { key: MINE })).rejects.toMatchObject({ code: 'ORDER_PAID' })
  })

  it('and has expired is followed by a new one', async () => {
    manyKeys()
    const orderClosed = { ok: false, code: 'ORDER_CLOSED', message: '订单已关闭', requestId: 'r-1' }
    answering({ order: [ORDERED, orderClosed, ORDERED], await: [paid] })
    requestPayment.mockRejectedValueOnce(refusal('requestPayment:fail cancel'))
    const { pay } = await load()
    await expect(pay('coffee')).rejects.toMatchObject({ code: 'PAYMENT_CANCELLED' })
    expect(await pay('coffee')).toMatchObject({ status: 'paid' })
    const [first, again, next] = keysOrdered()
    expect(again).toBe(first)
    expect(next).not.toBe(first)
  })

  it('that WeChat Pay does not take again is given up', async () => {
    manyKeys()
    const refused = { ok: false, code: 'PAYMENT_REFUSED', message: '支付暂时不可用', requestId: 'r-1' }
    answering({ order: [ORDERED, refused, ORDERED], await: [paid] })
    requestPayment.mockRejectedValueOnce(refusal('requestPayment:fail cancel'))
    const { pay } = await load()
    await expect(pay('coffee')).rejects.toMatchObject({ code: 'PAYMENT_CANCELLED' })
    await expect(pay('coffee')).rejects.toMatchObject({ code: 'PAYMENT_REFUSED' })
    await pay('coffee')
    const [first, again, next] = keysOrdered()
    expect(again).toBe(first)
    expect(next).not.toBe(first)
  })

  it.each([['a text'], [{ coffee: 1 }], [{ coffee: { key: 1 } }]])(
    'is none where the storage has something else: %j',
    async (junk) => {
      storage.set('oneid.purchases', junk)
      answering({ await: [paid] })
      const { pay } = await load()
      expect(await pay('coffee')).toMatchObject({ status: 'paid' })
    },
  )

  it('is not remembered where the storage is full, and paid all the same', async () => {
    setStorageSync.mockImplementation(() => {
      throw new Error('setStorageSync:fail exceed storage max size')
    })
    answering({ await: [paid] })
    const { pay } = await load()
    expect(await pay('coffee')).toMatchObject({ status: 'paid' })
  })
})

describe('products and orderStatus', () => {
  it('ask with one call and answer what the server says', async () => {
    const { orderStatus, products } = await load()
    const coffee = { id: 'coffee', description: '一杯咖啡', fen: 990 }
    callFunction.mockResolvedValueOnce({ result: { ok: true, products: [coffee] } })
    expect(await products()).toEqual([coffee])
    callFunction.mockResolvedValueOnce({ result: { ok: true, products: [] } })
    expect(await products()).toEqual([])
    callFunction.mockResolvedValueOnce({ result: status('closed', 'missing') })
    expect(await orderStatus('o1')).toEqual(status('closed', 'missing'))
    expect(callFunction.mock.calls).toEqual([
      [{ name: 'pay', data: { action: 'products' } }],
      [{ name: 'pay', data: { action: 'products' } }],
      [{ name: 'pay', data: { action: 'query', order: 'o1' } }],
    ])
  })

  it('pass a refusal on', async () => {
    const { orderStatus, products } = await load()
    callFunction.mockResolvedValue({ result: BUSY })
    await expect(products()).rejects.toMatchObject({ code: 'BUSY', requestId: 'r-9' })
    await expect(orderStatus('o1')).rejects.toMatchObject({ code: 'BUSY' })
    callFunction.mockResolvedValue({ result: { ok: true } })
    await expect(products()).rejects.toMatchObject({ code: 'UNEXPECTED_REPLY' })
    await expect(orderStatus('o1')).rejects.toMatchObject({ code: 'UNEXPECTED_REPLY' })
  })
})
