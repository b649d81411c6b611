import type { Caller } from './cloudbase/caller.ts'
import type { CloudAnswer, CloudAnswers, CloudCall } from './cloudbase/cloudCalls.ts'
import { REFUSALS, WeChatRefusal } from './wechat/errors.ts'
import type { SimulatedWeChat } from './wechat/index.ts'
import type { World } from './wechat/world.ts'

const answered = (work: () => Readonly<Record<string, unknown>>): CloudAnswer => {
  try {
    return { json: work() }
  } catch (error) {
    if (error instanceof WeChatRefusal) return { json: error.json() }
    throw error
  }
}

/** A cloud call of an app, in the words of the HTTPS API. */
const openApi =
  (answer: (appid: string, params: CloudCall['params']) => Readonly<Record<string, unknown>>) =>
  ({ appid, params }: CloudCall): CloudAnswer =>
    answered(() => {
      if (appid === undefined) throw REFUSALS.invalidAppid()
      return answer(appid, params)
    })

const PAY_APIS = ['unifiedOrder', 'queryOrder', 'closeOrder', 'refund', 'queryRefund'] as const

const payerOf = (world: World, { appid, openid }: Caller) => {
  const who = appid === undefined || openid === undefined ? undefined : world.whoIs(appid, openid)
  return who && { appid: who.app.appid, personId: who.person.id }
}

/** What the simulated WeChat says to cloud calls and pay calls, and to CloudIDs that it issued. */
export const createWeChatAnswers = (world: World, weChat: SimulatedWeChat): CloudAnswers => ({
  // With it cloud.getOpenData and the cloud call cloudbase.getOpenData are answered too.
  openData: weChat.openData.read,
  openapi: {
    'phonenumber.getPhoneNumber': openApi((appid, params) => weChat.phone.exchange(appid, params)),
    'auth.getPaidUnionId': openApi((appid, params) => ({
      unionid: weChat.pay.paidUnionId(appid, params),
      errcode: 0,
      errmsg: 'ok',
    })),
  },
  pay: Object.fromEntries(
    PAY_APIS.map((api) => [
      api,
      ({ params, caller }: CloudCall): CloudAnswer => ({
        json: weChat.pay.cloudPay(api, params, payerOf(world, caller)) ?? {},
      }),
    ]),
  ),
})
