import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CloudAnswers, CloudCall } from '../emulator/cloudbase/cloudCalls.ts'
import { PlatformError } from '../emulator/cloudbase/errors.ts'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'
import { CALL, SDKS, type TinyProject, writeTinyProject } from './sdkProject.ts'

/**
 * Cloud calls and cloud payment of functions that use the unmodified SDKs. Shapes and numbers are those of
 * the SDKs' documentation (developers.weixin.qq.com, 2026-11) and of their sources, where a comment names them.
 */

/** Every byte, the end of a line, and what looks like the end of a part. */
const BYTES = Buffer.concat([
  Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
  Buffer.from('\r\n----------------------------0--\r\n--'),
])

const seen: CloudCall[] = []
const unanswered: (readonly [string, string])[] = []
const notPermitted: (readonly [string, string])[] = []
const faults: unknown[] = []

const json = (answer: Record<string, unknown>) => (call: CloudCall) => {
  seen.push(call)
  return { json: answer }
}

const answers: CloudAnswers = {
  openapi: {
    'auth.getPaidUnionId': json({ errcode: 0, errmsg: 'ok', unionid: 'oUnion' }),
    'phonenumber.getPhoneNumber': json({
      errcode: 0,
      errmsg: 'ok',
      phone_info: { phoneNumber: '13800000000', country_code: '86' },
    }),
    'templateMessage.send': json({ errcode: 89300, errmsg: 'invalid trade rid: 6166f719-6cb5d09c-633ab469' }),
    'security.imgSecCheck': json({ errcode: 87014, errmsg: 'risky content' }),
    'wxacode.getUnlimited': () => ({ file: { contentType: 'image/jpeg', bytes: BYTES } }),
    'busy.api': () => {
      throw new PlatformError('EXCEED_REQUEST_LIMIT', 'too many requests')
    },
    'broken.api': () => {
      throw new Error('an answer that is none')
    },
  },
  pay: {
    unifiedOrder: json({
      return_code: 'SUCCESS',
      result_code: 'SUCCESS',
      payment: { app_id: 'wx1', time_stamp: '1', package: 'prepay_id=1', sign_type: 'MD5' },
    }),
    closeOrder: json({
      return_code: 'SUCCESS',
      result_code: 'FAIL',
      err_code: 'ORDERPAID',
      err_code_des: '订单已支付',
    }),
    downloadBill: ({ params }) => ({
      file: {
        contentType: 'text/plain',
        bytes: params['tar_type'] === 'GZIP' ? BYTES : Buffer.from('交易时间,公众账号ID'),
      },
    }),
  },
}

const PERMITTED = [...Object.keys(answers.openapi ?? {}), 'nobody.knows']

let project: TinyProject
let world: TestWorld

beforeAll(async () => {
  project = writeTinyProject({
    ...Object.fromEntries(
      SDKS.map(([version, sdk]) => [`sdk${version[0]}`, { source: CALL, openapi: PERMITTED, sdk }]),
    ),
    other: { source: CALL, openapi: ['wxacode.getUnlimited'] },
    unlisted: { source: CALL },
  })
  const functionSettings = Object.fromEntries(
    ['sdk4', 'sdk3', 'sdk2', 'other', 'unlisted'].map((name) => [name, { timeoutSeconds: 15 }]),
  )
  world = await createWorld({
    people: ['alice', 'bob'],
    apps: [{ alias: 'shop', openPlatformId: 'op' }],
    functions: project.functions,
    functionSettings,
    answers: [{}, answers],
    onUnanswered: (kind, api) => unanswered.push([kind, api]),
    onNotPermitted: (name, api) => notPermitted.push([name, api]),
    onFault: (error) => faults.push(error),
  })
})
beforeEach(() => {
  for (const list of [seen, unanswered, notPermitted, faults]) list.length = 0
})
afterAll(async () => {
  await world.close()
  project.remove()
})

const alice = () => world.person('alice').in('shop')

interface Asked {
  readonly path: readonly string[]
  readonly params: unknown
  readonly options?: unknown
}

const openapi = (api: string, params: unknown = {}, options?: unknown): Asked => ({
  path: ['openapi', ...api.split('.')],
  params,
  ...(options !== undefined && { options }),
})
const cloudPay = (api: string, params: unknown = {}, options?: unknown): Asked => ({
  path: ['cloudPay', api],
  params,
  ...(options !== undefined && { options }),
})

describe.each(SDKS)('wx-server-sdk %s', (version) => {
  const name = `sdk${version[0]}`
  const ask = (asked: Asked): Promise<unknown> => alice().call(name, asked)

  it('sends parameters in snake_case as JSON and gets the answer in camelCase', async () => {
    const params = { openid: 'o1', transactionId: '42', deep: { subMchId: [1, '汉', null, true] } }
    expect(await ask(openapi('auth.getPaidUnionId', params))).toEqual({
      resolved: { unionid: 'oUnion', errMsg: 'openapi.auth.getPaidUnionId:ok', errCode: 0 },
    })
    expect(seen).toEqual([
      {
        api: 'auth.getPaidUnionId',
        params: { openid: 'o1', transaction_id: '42', deep: { sub_mch_id: [1, '汉', null, true] } },
        media: {},
        appid: alice().appid,
        caller: expect.objectContaining({ source: 'wx_client', openid: alice().openid }),
      },
    ])
    expect(await ask(openapi('phonenumber.getPhoneNumber', { code: 'c' }))).toEqual({
      resolved: {
        phoneInfo: { phoneNumber: '13800000000', countryCode: '86' },
        errMsg: 'openapi.phonenumber.getPhoneNumber:ok',
        errCode: 0,
      },
    })
  })

  it('speaks for another app when it is told to, and keeps the case when it is told to', async () => {
    await ask(openapi('auth.getPaidUnionId', { aB: 1 }, { appid: 'wx2', convertCase: false }))
    expect(seen).toMatchObject([{ appid: 'wx2', params: { aB: 1 } }])
  })

  it('rejects with the errcode and errmsg of WeChat', async () => {
    expect(await ask(openapi('templateMessage.send'))).toEqual({
      rejected: {
        errCode: 89300,
        errMsg: 'openapi.templateMessage.send:fail invalid trade rid: 6166f719-6cb5d09c-633ab469',
      },
    })
  })

  it.each([
    ['nobody answers', 'nobody.knows', -604100],
    ['the function may not make', 'not.listed', -604101],
    ['the answer to throws', 'broken.api', -604103],
  ])('a call that %s is a system error', async (_, api, errCode) => {
    expect(await ask(openapi(api))).toMatchObject({
      // wx-server-sdk: its words for every error of the platform itself.
      rejected: { errCode, errMsg: expect.stringContaining(`system error: error code: ${errCode}`) },
    })
    expect(unanswered).toEqual(errCode === -604100 ? [['openapi', api]] : [])
    expect(notPermitted).toEqual(errCode === -604101 ? [[name, api]] : [])
    expect(faults).toEqual(errCode === -604103 ? [new Error('an answer that is none')] : [])
    expect(world.calls().at(-1)?.requests).toMatchObject([
      { action: 'wx.openApi', api, error: String(errCode) },
    ])
  })

  it('rejects with the number of a code when CloudBase itself refuses', async () => {
    // TCB_ERR_CODE of all three SDKs: EXCEED_REQUEST_LIMIT is -501003.
    expect(await ask(openapi('busy.api'))).toMatchObject({
      rejected: { errCode: -501003, errMsg: expect.stringContaining('too many requests') },
    })
    expect(faults).toEqual([])
  })

  it('sends and gets files byte by byte', async () => {
    const media = { contentType: 'image/png', value: { base64: BYTES.toString('base64') } }
    expect(await ask(openapi('security.imgSecCheck', { media, scene: 1 }))).toMatchObject({
      rejected: { errCode: 87014 },
    })
    expect(seen[0]?.params).toEqual({ scene: 1 })
    expect(seen[0]?.media['media']?.filename).toBe('media.png')
    expect(Buffer.from(seen[0]?.media['media']?.bytes ?? []).equals(BYTES)).toBe(true)
    expect(await ask(openapi('wxacode.getUnlimited', { scene: 'a=1' }))).toMatchObject({
      resolved: { contentType: 'image/jpeg', buffer: { data: [...BYTES] }, errCode: 0 },
    })
  })

  it('orders a payment', async () => {
    const order = { body: '汉字', outTradeNo: 'n1', subMchId: '1900009231', totalFee: 1 }
    expect(await ask(cloudPay('unifiedOrder', order))).toEqual({
      resolved: {
        returnCode: 'SUCCESS',
        resultCode: 'SUCCESS',
        payment: { appId: 'wx1', timeStamp: '1', package: 'prepay_id=1', signType: 'MD5' },
        errCode: 0,
        errMsg: 'cloudPay.unifiedOrder:ok',
      },
    })
    expect(seen).toMatchObject([
      {
        api: 'unifiedOrder',
        params: { body: '汉字', out_trade_no: 'n1', sub_mch_id: '1900009231', total_fee: 1 },
        appid: alice().appid,
      },
    ])
    await ask(cloudPay('unifiedOrder', order, { appid: 'wx2' }))
    expect(seen[1]?.appid).toBe('wx2')
  })

  it('resolves when WeChat Pay refuses, and its err_code is lost to errCode 0', async () => {
    expect(await ask(cloudPay('closeOrder'))).toEqual({
      resolved: {
        returnCode: 'SUCCESS',
        resultCode: 'FAIL',
        errCode: 0,
        errCodeDes: '订单已支付',
        errMsg: 'cloudPay.closeOrder:ok',
      },
    })
  })

  it('downloads a bill as text or bytes', async () => {
    expect(await ask(cloudPay('downloadBill', { billDate: '20261120' }))).toMatchObject({
      resolved: { data: '交易时间,公众账号ID' },
    })
    expect(await ask(cloudPay('downloadBill', { tarType: 'GZIP' }))).toMatchObject({
      resolved: { data: { data: [...BYTES] } },
    })
  })

  it('rejects a pay call that nobody answers', async () => {
    expect(await ask(cloudPay('microPay'))).toMatchObject({ rejected: { errCode: -604100 } })
    expect(unanswered).toEqual([['pay', 'microPay']])
  })

  it('has calls of its own that are not emulated', async () => {
    const params = { groupId: 'g', timestamp: 1, nonce: 'n' }
    expect(await ask({ path: ['getVoIPSign'], params })).toMatchObject({ rejected: { errCode: -604100 } })
    expect(unanswered).toEqual([['svrkit', 'ApiVoipSign']])
  })

  it('cloud.callOpenAPI resolves with what WeChat says, as it says it', async () => {
    const asked = (api: string) => ask({ path: ['callOpenAPI'], params: { api, data: { aB: 1 } } })
    expect(await asked('auth.getPaidUnionId')).toMatchObject({
      resolved: { result: { errcode: 0, errmsg: 'ok', unionid: 'oUnion' } },
    })
    expect(seen).toMatchObject([{ params: { aB: 1 } }])
    expect(await asked('nobody.knows')).toMatchObject({ resolved: { result: { errcode: -604100 } } })
  })
})

describe('who may make cloud calls', () => {
  it('each function what its own config.json lists', async () => {
    expect(await alice().call('other', openapi('wxacode.getUnlimited'))).toHaveProperty('resolved')
    for (const name of ['other', 'unlisted']) {
      expect(await alice().call(name, openapi('auth.getPaidUnionId'))).toMatchObject({
        rejected: { errCode: -604101 },
      })
    }
  })

  // Assumption: wx_paycallback; the documentation names mini-programs and timers.
  it.each(['wx_client', 'wx_client,scf', 'wx_devtools', 'wx_trigger', 'wx_paycallback'])(
    '%j may',
    async (source) => {
      expect(await world.callAs({ source }, 'sdk4', openapi('auth.getPaidUnionId'))).toHaveProperty(
        'resolved',
      )
    },
  )

  it.each(['', 'wx_http', 'wx_http,wx_client', 'scf'])('%j may not: -604104', async (source) => {
    const asked = [openapi('auth.getPaidUnionId'), { path: ['getOpenData'], params: { list: ['phone-id'] } }]
    for (const one of asked) {
      expect(await world.callAs({ source }, 'sdk4', one)).toMatchObject({ rejected: { errCode: -604104 } })
    }
    expect(seen).toEqual([])
  })
})
