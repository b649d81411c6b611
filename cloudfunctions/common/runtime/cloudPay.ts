import * as v from 'valibot'
import cloud from 'wx-server-sdk'
import type { AppId } from '../base/ids.ts'
import type { PaymentDoors } from '../wechat/payment/door.ts'
import './cloud.ts'
import { inTime } from './inTime.ts'

/** WeChat usually answers within a second; whoever waits longer asks again later. */
const PATIENCE_MS = 4_000

const CallSchema = v.function()

/** `cloud.openapi` and `cloud.cloudPay`: any name on them is a call, and called themselves they speak for another app. */
const speakingFor = (api: unknown, appid: AppId | undefined): unknown =>
  appid === undefined ? api : v.parse(CallSchema, api)({ appid })

/** The SDK's own types know neither cloudPay nor the call of openapi with an app. */
const member = (api: unknown, name: string): ((params: object) => unknown) =>
  v.parse(CallSchema, Reflect.get(Object(api), name))

/** WeChat Pay and getPaidUnionId by cloud calls: no key and no access token is needed. */
export const paymentDoors: PaymentDoors = {
  payCall: (api, params, appid) => {
    const pay = speakingFor(Reflect.get(cloud, 'cloudPay'), appid)
    return inTime(PATIENCE_MS, Promise.resolve(member(pay, api)({ ...params })))
  },
  askPaidUnionId: (params, appid) => {
    const auth: unknown = Reflect.get(Object(speakingFor(cloud.openapi, appid)), 'auth')
    return inTime(PATIENCE_MS, Promise.resolve(member(auth, 'getPaidUnionId')({ ...params })))
  },
}
