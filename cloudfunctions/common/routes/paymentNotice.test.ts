import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OneIdError } from '../base/errors.ts'
import { CALLBACK, CALLBACK_V2, callbackWithout, REPORTED } from '../wechat/payment/testing.ts'
import { says } from '../wechat/testing.ts'
import { readPaymentNotice } from './paymentNotice.ts'

const NOTICE = { kind: 'report', report: REPORTED }

const NOTIFICATION = {
  event_type: 'TRANSACTION.SUCCESS',
  summary: '支付成功',
  ParsedContent: { out_trade_no: '2021WERUN1647839289398', trade_state: 'SUCCESS' },
}
const HINT = { kind: 'hint', orderNumber: '2021WERUN1647839289398' }

const BODY = JSON.stringify(NOTIFICATION)
const POST = { httpMethod: 'POST', path: '/unifiedOrderTrigger', body: BODY, isBase64Encoded: false }

const FROM_PAY = { SOURCE: 'wx_paycallback' }
const BY_HTTP = { SOURCE: 'wx_http' }

const refused = (source: string) => expect.toSatisfy(says(`NOT_A_PAYMENT_CALLBACK: SOURCE is ${source}`))
const noCallback = expect.toSatisfy(says('INPUT_INVALID: the event is no callback of a payment'))
const noNotification = expect.toSatisfy(says('INPUT_INVALID: the body is no notification of a payment'))

describe('a callback of WeChat Pay', () => {
  it.each([
    ['the sample', CALLBACK],
    ['the names and texts of WeChat Pay v2', CALLBACK_V2],
    ['the sample with its cost as text', { ...CALLBACK, totalFee: '1' }],
  ])('is read from %s', (_, event) => {
    expect(readPaymentNotice(FROM_PAY, event)).toStrictEqual(NOTICE)
  })

  it.each(['wx_paycallback', 'wx_client,wx_paycallback', 'wx_client,scf,wx_paycallback'])(
    'is known by the last element of SOURCE: %s',
    (SOURCE) => {
      expect(readPaymentNotice({ SOURCE }, CALLBACK)).toStrictEqual(NOTICE)
    },
  )

  it('is one whoever else is in the context', () => {
    const context = { ...FROM_PAY, OPENID: 'oPERSON', APPID: 'wx0123456789abcdef', ENV: 'test-f0b102' }
    expect(readPaymentNotice(context, CALLBACK)).toStrictEqual(NOTICE)
  })

  it('never has openid, appid or number of the service provider', () => {
    const { report } = NOTICE
    const provider = { appid: 'wxd62fd7d5d0d9d8a2', mchId: '1800008281', openid: 'oPROVIDER_3WD3D_6J-4bA' }
    expect(readPaymentNotice(FROM_PAY, { ...CALLBACK, ...provider })).toStrictEqual(NOTICE)
    expect(readPaymentNotice(FROM_PAY, callbackWithout('subOpenid'))).toStrictEqual({
      kind: 'report',
      report: { ...report, openid: undefined },
    })
  })

  it('is none without the app that sold, although the service provider’s is there', () => {
    expect(() => readPaymentNotice(FROM_PAY, callbackWithout('subAppid'))).toThrow(noCallback)
  })

  it('keeps all 28 digits of a transaction', () => {
    const transactionId = '4200004561202203217657282769'
    expect(readPaymentNotice(FROM_PAY, { ...CALLBACK, transactionId })).toMatchObject({
      report: { transactionId: '4200004561202203217657282769' },
    })
    expect(() => readPaymentNotice(FROM_PAY, { ...CALLBACK, transactionId: Number(transactionId) })).toThrow(
      noCallback,
    )
  })

  it.each([
    ['it failed', { ...CALLBACK, resultCode: 'FAIL' }],
    ['it was not understood', { ...CALLBACK, returnCode: 'FAIL' }],
    ['no result is told', callbackWithout('resultCode')],
    ['no code is told', callbackWithout('returnCode')],
    ['the cost is missing', callbackWithout('totalFee')],
    ['the number is missing', callbackWithout('outTradeNo')],
    ['it came by HTTP', POST],
    ['it is empty', {}],
    ['it is a list', [CALLBACK]],
    ['it is a text', JSON.stringify(CALLBACK)],
    ['it is null', null],
    ['there is none', undefined],
  ])('is none where %s', (_, event) => {
    expect(() => readPaymentNotice(FROM_PAY, event)).toThrow(noCallback)
  })

  it('A40: gains nothing from __proto__, constructor or an inherited field', () => {
    const sent = JSON.stringify(CALLBACK)
    for (const event of [
      JSON.parse(`{"__proto__":${sent}}`),
      JSON.parse(`{"constructor":{"prototype":${sent}}}`),
      JSON.parse(`{"___proto__":${sent},"__proto___":${sent}}`),
      Object.create(CALLBACK),
    ]) {
      expect(() => readPaymentNotice(FROM_PAY, event)).toThrow(noCallback)
    }
    const beside: unknown = JSON.parse(`{"__proto__":{"totalFee":7,"more":7},${sent.slice(1)}`)
    expect(readPaymentNotice(FROM_PAY, beside)).toStrictEqual(NOTICE)
    expect(Object.hasOwn(Object.prototype, 'more')).toBe(false)
  })
})

describe('who is not WeChat Pay', () => {
  it.each([
    'wx_client',
    'wx_client,scf',
    'wx_devtools',
    'wx_trigger',
    'wx_crawler',
    'wx_unknown',
    'scf',
    'wx_paycallback,scf',
    'wx_paycallback,wx_client',
    'wx_paycallback,',
    'wx_paycallback2',
    ' wx_paycallback',
    'wx_client, wx_paycallback',
    'wx_client;wx_paycallback',
    'WX_PAYCALLBACK',
    'wx_http,scf',
    'wx_http,wx_client',
  ])('is refused, whatever is sent: SOURCE %s', (SOURCE) => {
    const person = { SOURCE, OPENID: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE' }
    for (const event of [CALLBACK, CALLBACK_V2, POST, undefined]) {
      expect(() => readPaymentNotice({ SOURCE }, event)).toThrow(refused(SOURCE))
      expect(() => readPaymentNotice(person, event)).toThrow(refused(SOURCE))
    }
  })

  it.each([
    ['absent', {}],
    ['absent', { SOURCE: '' }],
    ['wx_http', BY_HTTP],
  ])('is a person where SOURCE is %s, and is not named: %j', (source, context) => {
    for (const event of [CALLBACK, POST]) {
      expect(() => readPaymentNotice({ ...context, OPENID: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE' }, event)).toThrow(
        refused(source),
      )
    }
  })

  it.each([7, null, ['wx_http']])('is nobody whose SOURCE is no text: %j', (SOURCE) => {
    expect(() => readPaymentNotice({ SOURCE }, POST)).toThrow(refused('absent'))
  })

  it.each([undefined, null, {}, { SOURCE: '' }])('is nobody who sends a callback: %j', (context) => {
    expect(() => readPaymentNotice(context, CALLBACK)).toThrow(refused('absent'))
  })
})

describe('a hint by HTTP', () => {
  it.each([BY_HTTP, {}, { SOURCE: '' }, { SOURCE: 'wx_http', ENV: 'test-f0b102', OPENID: '' }])(
    'is the number of an order, and no report: %j',
    (context) => {
      expect(readPaymentNotice(context, POST)).toStrictEqual(HINT)
    },
  )

  it.each(['/unifiedOrderTrigger', '/payCallback/unifiedOrderTrigger', '//unifiedOrderTrigger'])(
    'comes to %s',
    (path) => {
      expect(readPaymentNotice(BY_HTTP, { ...POST, path })).toStrictEqual(HINT)
    },
  )

  it('is read from base64 where it says so', () => {
    expect(readPaymentNotice(BY_HTTP, { ...POST, isBase64Encoded: undefined })).toStrictEqual(HINT)
    const body = Buffer.from(BODY, 'utf8').toString('base64')
    expect(readPaymentNotice(BY_HTTP, { ...POST, body, isBase64Encoded: true })).toStrictEqual(HINT)
    expect(() => readPaymentNotice(BY_HTTP, { ...POST, body })).toThrow(noNotification)
    expect(() => readPaymentNotice(BY_HTTP, { ...POST, isBase64Encoded: true })).toThrow(noNotification)
  })

  it.each([
    ['GET', { httpMethod: 'GET' }],
    ['PUT', { httpMethod: 'PUT' }],
    ['a method in small letters', { httpMethod: 'post' }],
    ['no method', { httpMethod: undefined }],
    ['a path elsewhere', { path: '/' }],
    ['a path further down', { path: '/unifiedOrderTrigger/more' }],
    ['a path that ends in more', { path: '/unifiedOrderTrigger2' }],
    ['a path that only ends alike', { path: '/myunifiedOrderTrigger' }],
    ['a path with a query', { path: '/unifiedOrderTrigger?x=1' }],
    ['a path with a line end', { path: '/unifiedOrderTrigger\n' }],
    ['a path in small letters', { path: '/unifiedordertrigger' }],
    ['no path', { path: undefined }],
    ['no body', { body: undefined }],
    ['a body that is no text', { body: NOTIFICATION }],
    ['a mark of base64 that is no boolean', { isBase64Encoded: 'true' }],
  ])('is refused with %s', (_, given) => {
    expect(() => readPaymentNotice(BY_HTTP, { ...POST, ...given })).toThrow(refused('wx_http'))
  })

  it.each([undefined, null, 'POST', [], CALLBACK, CALLBACK_V2])('is no request: %j', (event) => {
    expect(() => readPaymentNotice(BY_HTTP, event)).toThrow(refused('wx_http'))
  })

  it.each([
    ['no JSON', '<xml></xml>'],
    ['nothing', ''],
    ['half of it', BODY.slice(0, -1)],
    ['null', 'null'],
    ['a list', `[${BODY}]`],
    ['the cipher alone', '{"resource":{"ciphertext":"x"}}'],
    ['no number', '{"ParsedContent":{}}'],
    ['a number that is none', '{"ParsedContent":{"out_trade_no":7}}'],
    ['a question', '{"ParsedContent":{"out_trade_no":{"$gt":""}}}'],
    ['33 characters', JSON.stringify({ ParsedContent: { out_trade_no: 'x'.repeat(33) } })],
    ['another spelling', '{"parsedContent":{"outTradeNo":"x"}}'],
    ['__proto__', `{"__proto__":${BODY}}`],
    ['__proto__ inside', '{"ParsedContent":{"__proto__":{"out_trade_no":"x"}}}'],
    ['constructor', `{"constructor":{"prototype":${BODY}}}`],
  ])('is INPUT_INVALID where the body has %s', (_, body) => {
    expect(() => readPaymentNotice(BY_HTTP, { ...POST, body })).toThrow(noNotification)
  })

  it('has a number of up to 32 characters', () => {
    const body = JSON.stringify({ ParsedContent: { out_trade_no: 'x'.repeat(32) } })
    expect(readPaymentNotice(BY_HTTP, { ...POST, body })).toStrictEqual({
      kind: 'hint',
      orderNumber: 'x'.repeat(32),
    })
  })
})

describe('whatever is sent', () => {
  const CODES: readonly string[] = ['NOT_A_PAYMENT_CALLBACK', 'INPUT_INVALID']

  /** What became of it: a kind of notice, or the code of the error. */
  const outcome = (context: unknown, event: unknown): string => {
    try {
      return readPaymentNotice(context, event).kind
    } catch (error) {
      expect(error).toBeInstanceOf(OneIdError)
      return error instanceof OneIdError ? error.code : 'another error'
    }
  }

  const LONG = 'x'.repeat(1_000_000)

  it.each([
    ['a SOURCE', { SOURCE: LONG }, POST, 'NOT_A_PAYMENT_CALLBACK'],
    ['a chain of callers', { SOURCE: 'scf,'.repeat(250_000) }, CALLBACK, 'NOT_A_PAYMENT_CALLBACK'],
    ['a name', FROM_PAY, { ['_a'.repeat(500_000)]: 1 }, 'INPUT_INVALID'],
    ['a time', FROM_PAY, { ...CALLBACK, timeEnd: '1'.repeat(1_000_000) }, 'report'],
    ['a cost', FROM_PAY, { ...CALLBACK, totalFee: '1'.repeat(1_000_000) }, 'INPUT_INVALID'],
    ['a transaction', FROM_PAY, { ...CALLBACK, transactionId: '1'.repeat(1_000_000) }, 'INPUT_INVALID'],
    ['a path', BY_HTTP, { ...POST, path: '/'.repeat(1_000_000) }, 'NOT_A_PAYMENT_CALLBACK'],
    ['a body', BY_HTTP, { ...POST, body: LONG }, 'INPUT_INVALID'],
    ['a deep body', BY_HTTP, { ...POST, body: '['.repeat(1_000_000) }, 'INPUT_INVALID'],
    ['base64', BY_HTTP, { ...POST, body: LONG, isBase64Encoded: true }, 'INPUT_INVALID'],
  ])('%s of a million characters is judged like any other', (_, context, event, judged) => {
    expect(outcome(context, event)).toBe(judged)
  })

  const names = fc.constantFrom(...Object.keys(CALLBACK), ...Object.keys(CALLBACK_V2), ...Object.keys(POST))
  const events = fc.oneof(
    fc.anything(),
    fc.dictionary(names, fc.anything()),
    fc.dictionary(names, fc.anything()).map((changed) => ({ ...CALLBACK, ...changed })),
    fc.dictionary(names, fc.anything()).map((changed) => ({ ...POST, ...changed })),
    fc.json().map((body) => ({ ...POST, body })),
  )
  const links = fc.constantFrom('wx_client', 'wx_paycallback', 'scf', 'wx_http', 'wx_trigger', '')
  const sources = fc.array(links, { minLength: 1, maxLength: 3 }).map((chain) => chain.join(','))
  const contexts = fc.oneof(
    fc.anything(),
    fc.record({ SOURCE: fc.oneof(sources, fc.anything()), OPENID: fc.anything() }, { requiredKeys: [] }),
    sources.map((SOURCE) => ({ SOURCE })),
  )

  it('A39, A40: is a notice or an error of ours', () => {
    fc.assert(
      fc.property(contexts, events, (context, event) => {
        expect(['report', 'hint', ...CODES]).toContain(outcome(context, event))
      }),
    )
  })

  it('is a report only where SOURCE ends with WeChat Pay, and a hint only by HTTP', () => {
    fc.assert(
      fc.property(sources, fc.constantFrom(CALLBACK, CALLBACK_V2, POST), (SOURCE, event) => {
        const judged = outcome({ SOURCE }, event)
        expect(judged === 'report').toBe(/(^|,)wx_paycallback$/.test(SOURCE) && event !== POST)
        expect(judged === 'hint').toBe(/^(wx_http)?$/.test(SOURCE) && event === POST)
      }),
    )
  })
})

describe('a report of a refund', () => {
  const refund = { returnCode: 'SUCCESS', outTradeNo: 'n', outRefundNo: 'rf-1', refundStatus: 'SUCCESS' }
  const report = { orderNumber: 'n', refundNumber: 'rf-1', status: 'SUCCESS' }

  it('comes the same way as a payment’s, and is none', () => {
    expect(readPaymentNotice({ SOURCE: 'wx_paycallback' }, refund)).toStrictEqual({ kind: 'refund', report })
  })

  it('comes from nobody else', () => {
    for (const SOURCE of ['wx_client', 'wx_trigger', 'wx_http'])
      expect(() => readPaymentNotice({ SOURCE }, refund)).toThrow(refused(SOURCE))
  })
})
