import type { ConformanceCase, Tools } from '../case.ts'
import { anyText, including, refused } from '../expectation.ts'
import { WRAPPER, WX_API, WX_ERRORS } from './sources.ts'

/** The answers are registered by the runner: a real app would need permissions, an order, a phone. */
const REGISTERED = 'the answers are registered'
const OPENAPI =
  'https://developers.weixin.qq.com/miniprogram/dev/wxcloudservice/wxcloud/guide/openapi/openapi.html'
const PAY =
  'https://developers.weixin.qq.com/miniprogram/dev/wxcloudservice/wxcloud/reference-sdk-api/open/pay/Cloud.CloudPay.html'

const asks = (
  id: string,
  source: string,
  run: (tools: Tools) => unknown,
  expect: unknown,
  rest: Partial<ConformanceCase> = {},
): ConformanceCase => ({
  id,
  source,
  run,
  expect,
  localOnly: REGISTERED,
  ...rest,
})

const openapi: readonly ConformanceCase[] = [
  asks(
    'openapi.call.reply',
    OPENAPI,
    ({ cloud }) => cloud.openapi.auth['getPaidUnionId']?.({ openid: 'o1', transactionId: '42' }),
    { unionid: 'u1', errMsg: 'openapi.auth.getPaidUnionId:ok', errCode: 0 },
  ),
  asks(
    'openapi.call.refused-by-wechat',
    OPENAPI,
    ({ cloud, failure }) =>
      failure(Promise.resolve(cloud.openapi.auth['getPaidUnionId']?.({ openid: 'stranger' }))),
    refused(89300, /^openapi\.auth\.getPaidUnionId:fail invalid openid rid: 1$/),
  ),
  asks(
    'openapi.call.number-in-front-of-the-message',
    `${WRAPPER}: CloudSDKError`,
    ({ cloud, failure }) =>
      failure(Promise.resolve(cloud.openapi.auth['getPaidUnionId']?.({ openid: 'stranger' }))),
    including({ message: /^errCode: 89300 .*\| errMsg: openapi\.auth\.getPaidUnionId:fail invalid openid/ }),
  ),
  asks(
    'openapi.call.parameters-in-snake-case',
    `${WRAPPER}: convertCase`,
    async ({ cloud }) =>
      (
        await cloud.openapi.security['msgSecCheck']?.({
          openId: 'o1',
          someList: [{ innerKey: 'keptValue' }],
          n: 1.5,
        })
      )?.['sentParams'],
    { openId: 'o1', someList: [{ innerKey: 'keptValue' }], n: 1.5 },
  ),
  asks(
    'openapi.call.without-case-conversion',
    `${WRAPPER}: convertCase`,
    async ({ cloud }) =>
      (await cloud.openapi({ convertCase: false }).security['msgSecCheck']?.({ open_id: 'o1' }))?.[
        'sent_params'
      ],
    { open_id: 'o1' },
  ),
  asks(
    'openapi.call.for-the-callers-app',
    'https://developers.weixin.qq.com/miniprogram/dev/wxcloudservice/wxcloud/guide/resource-sharing/openapi.html',
    async ({ cloud }) => {
      const { APPID } = cloud.getWXContext()
      return (await cloud.openapi.security['msgSecCheck']?.({}))?.['sentFor'] === APPID
    },
    true,
  ),
  asks(
    'openapi.call.for-another-app',
    'https://developers.weixin.qq.com/miniprogram/dev/wxcloudservice/wxcloud/guide/resource-sharing/openapi.html',
    async ({ cloud }) =>
      (await cloud.openapi({ appid: 'wx0123456789abcdef' }).security['msgSecCheck']?.({}))?.['sentFor'],
    'wx0123456789abcdef',
  ),
  asks(
    'openapi.call.deep-answer',
    'https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/user-info/phone-number/getPhoneNumber.html',
    async ({ cloud }) => (await cloud.openapi.phonenumber['getPhoneNumber']?.({ code: 'c' }))?.['phoneInfo'],
    {
      phoneNumber: '13580006666',
      purePhoneNumber: '13580006666',
      countryCode: 86,
      watermark: { timestamp: 1637744274, appid: 'wx1' },
    },
  ),
  asks(
    'openapi.call.file-comes-back',
    OPENAPI,
    ({ cloud }) => cloud.openapi.wxacode['getUnlimited']?.({ scene: 'a=1' }),
    including({ contentType: 'image/png', buffer: Buffer.from([137, 80, 78, 71]), errCode: 0 }),
  ),
  asks(
    'openapi.call.file-goes-out',
    OPENAPI,
    async ({ cloud }) =>
      (
        await cloud.openapi.security['imgSecCheck']?.({
          media: { contentType: 'image/png', value: Buffer.from([1, 2, 3]) },
        })
      )?.['sentFiles'],
    [{ name: 'media', size: 3 }],
  ),
  asks(
    'openapi.call.api-that-is-not-there',
    `${WX_ERRORS}: -604100`,
    ({ cloud, failure }) => failure(Promise.resolve(cloud.openapi.absent['absent']?.({}))),
    refused(-604100, /-604100/),
  ),
  asks(
    'openapi.call.from-a-called-function',
    `${WX_API}open/openapi`,
    async ({ cloud, self }) => {
      const { result } = await cloud.callFunction({ name: self, data: { role: 'paid' } })
      return Object(result)['unionid']
    },
    'u1',
  ),
  asks(
    'openapi.call.without-permission',
    `${OPENAPI}: an API that config.json does not list is -604101`,
    ({ cloud, failure }) => failure(Promise.resolve(cloud.openapi.wxacode['get']?.({ path: 'a' }))),
    refused(-604101, /-604101/),
    { refutes: ['emulator/cloudbase/openapi/index.ts: source first, then permission, then existence'] },
  ),
  asks(
    'openapi.raw.refused-by-the-platform',
    `${WX_ERRORS}: -604101`,
    async ({ cloud }) => (await cloud.callOpenAPI({ api: 'wxacode.get', data: { path: 'a' } }))['result'],
    including({ errcode: -604101 }),
    { refutes: ['emulator/cloudbase/openapi/index.ts: the form of a system error is not public'] },
  ),
  asks(
    'openapi.raw.reply',
    `${WX_API}open/Cloud.callOpenAPI.html`,
    ({ cloud }) => cloud.callOpenAPI({ api: 'auth.getPaidUnionId', data: { openid: 'o1' } }),
    including({ errMsg: 'callOpenAPI:ok', result: including({ unionid: 'u1' }) }),
  ),
]

const payment: readonly ConformanceCase[] = [
  asks(
    'pay.call.reply',
    PAY,
    ({ cloud }) => cloud.cloudPay.unifiedOrder({ body: 'b', outTradeNo: '1', subMchId: 'm', totalFee: 1 }),
    including({
      returnCode: 'SUCCESS',
      subMchId: 'm',
      payment: {
        appId: 'wx1',
        timeStamp: '1',
        nonceStr: 'n',
        package: 'prepay_id=p',
        signType: 'MD5',
        paySign: 's',
      },
      errMsg: 'cloudPay.unifiedOrder:ok',
      errCode: 0,
    }),
  ),
  asks(
    'pay.call.business-failure-is-no-error',
    `${WRAPPER}: cloudPay`,
    ({ cloud }) => cloud.cloudPay.queryOrder({ outTradeNo: '1' }),
    including({ returnCode: 'SUCCESS', resultCode: 'FAIL', errCodeDes: 'order not exist', errCode: 0 }),
  ),
  asks(
    'pay.call.number-of-a-business-failure-is-lost',
    `${WRAPPER}: errCode is overwritten`,
    async ({ cloud }) => (await cloud.cloudPay.queryOrder({ outTradeNo: '1' }))['errCode'],
    0,
  ),
]

const openData: readonly ConformanceCase[] = [
  asks(
    'open-data.call.list',
    `${WX_API}open/Cloud.getOpenData.html`,
    async ({ cloud }) =>
      (await cloud.getOpenData({ list: ['phone'] })).list.map((each) => Object(each)['data'] ?? each),
    [including({ phoneNumber: '13580006666', countryCode: '86' })],
  ),
  asks(
    'open-data.call.reply',
    `${WX_API}open/Cloud.getOpenData.html`,
    async ({ cloud }) => {
      const reply = await cloud.getOpenData({ list: ['phone', 'phone'] })
      return { errMsg: reply['errMsg'], length: reply.list.length }
    },
    { errMsg: 'getOpenData:ok', length: 2 },
  ),
  asks(
    'open-data.call.unknown',
    `${WX_ERRORS}: -601005`,
    async ({ cloud }) => (await cloud.getOpenData({ list: ['unknown'] })).list[0],
    including({ errCode: -601005, errMsg: anyText }),
    {
      refutes: [
        "emulator/cloudbase/openapi/index.ts: the SDK's own calls need no permission",
        'emulator/cloudbase/opendata/errors.ts: the words; of the',
      ],
    },
  ),
  asks(
    'open-data.call.expired',
    `${WX_ERRORS}: -601006`,
    async ({ cloud }) => {
      const reply = await cloud.getOpenData({ list: ['expired'] })
      return reply.list[0]
    },
    including({ errCode: -601006, errMsg: anyText }),
  ),
]

/** Cloud calls, payment and open data: the shapes of their replies. */
export const CLOUD_CALLS: readonly ConformanceCase[] = [...openapi, ...payment, ...openData]
