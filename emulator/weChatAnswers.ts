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

type OpenApiAnswer = (appid: string, params: CloudCall['params']) => Readonly<Record<string, unknown>>

const PAY_APIS = ['unifiedOrder', 'queryOrder', 'closeOrder', 'refund', 'queryRefund'] as const

/**
 * Who pays: the person whom the function serves, or the one of another account in whose app's name it orders
 * (`cloud.cloudPay({ appid: FROM_APPID })`, example of environment sharing, 2026-11).
 */
const payerOf = (world: World, named: string | undefined, caller: Caller) => {
  const { appid, openid, fromAppid, fromOpenid } = caller
  const [app, payer] = named !== undefined && named === fromAppid ? [fromAppid, fromOpenid] : [appid, openid]
  const who = app === undefined || payer === undefined ? undefined : world.whoIs(app, payer)
  return who && { appid: who.app.appid, personId: who.person.id }
}

/** Cloud calls, in the words of the HTTPS APIs. */
const openApis = ({ phone, pay }: SimulatedWeChat): Readonly<Record<string, OpenApiAnswer>> => ({
  'phonenumber.getPhoneNumber': (appid, params) => phone.exchange(appid, params),
  'auth.getPaidUnionId': (appid, params) => ({
    unionid: pay.paidUnionId(appid, params),
    errcode: 0,
    errmsg: 'ok',
  }),
})

/**
 * What the simulated WeChat says to cloud calls and pay calls, and to CloudIDs that it issued.
 * @param refuse switches a cloud call to a refusal, whatever would have been answered
 */
export const createWeChatAnswers = (
  world: World,
  weChat: SimulatedWeChat,
  refuse: (api: string) => WeChatRefusal | undefined = () => undefined,
): CloudAnswers => ({
  // With it cloud.getOpenData and the cloud call cloudbase.getOpenData are answered too.
  openData: weChat.openData.read,
  openapi: Object.fromEntries(
    Object.entries(openApis(weChat)).map(([api, answer]) => [
      api,
      // A function that a timer or a payment called speaks for the owner of its environment.
      ({ appid = world.environmentOwner?.appid, params }: CloudCall): CloudAnswer =>
        answered(() => {
          const refusal = refuse(api)
          if (refusal !== undefined) throw refusal
          if (appid === undefined) throw REFUSALS.invalidAppid()
          return answer(appid, params)
        }),
    ]),
  ),
  pay: Object.fromEntries(
    PAY_APIS.map((api) => [
      api,
      ({ params, caller, appid }: CloudCall): CloudAnswer => ({
        json: weChat.pay.cloudPay(api, params, payerOf(world, appid, caller)) ?? {},
      }),
    ]),
  ),
})
