import type { Choice } from '../choice.ts'
import { asyncCall, type Options, textOption, WxFailure } from './api.ts'
import { askFunctions, callFunction, createCloudId } from './functionCall.ts'
import { reportingUnknown } from './notEmulated.ts'

/**
 * `new wx.cloud.Cloud({ resourceAppid, resourceEnv })`: the environment of another account
 * (https://developers.weixin.qq.com/miniprogram/dev/wxcloud/reference-sdk-api/utils/Cloud.Cloud.html, read 2026-11).
 * Without `resourceAppid`, or with the app's own, it is another handle of its own environment. There is one environment
 * here, whatever `resourceEnv` says.
 * @param own the members of `wx.cloud`
 */
export function createResourceCloud(choice: Choice, own: Readonly<Record<string, unknown>>) {
  function Cloud(options: Options = {}): object {
    const owner = textOption(options, 'resourceAppid')
    return ['', choice.app.appid, choice.app.alias].includes(owner)
      ? reportingUnknown('wx.cloud.Cloud', { ...own, init: asyncCall('cloud.init', () => undefined) })
      : sharedCloud(choice, owner)
  }
  return Cloud
}

/** `init` asks cloudbase_auth of the owner; what it answers holds until the next `init`. */
function sharedCloud(choice: Choice, owner: string): object {
  let auth: string | undefined
  return reportingUnknown('wx.cloud.Cloud', {
    CloudID: createCloudId,
    init: asyncCall('cloud.init', async () => {
      auth = undefined
      const reply = await askFunctions('init', choice, {}, { 'x-resource-app': owner })
      auth = String(reply['auth'])
      return undefined
    }),
    callFunction: asyncCall('cloud.callFunction', async (options) => {
      if (auth === undefined) throw notInitialised()
      return callFunction(choice, options, { 'x-resource-app': owner, 'x-resource-auth': auth })
    }),
  })
}

/** Calls must wait for `init` (same page). Assumption: the number; its name in wx-server-sdk 4.0.2 fits. */
function notInitialised(): WxFailure {
  const words = 'errCode: -601016 missing env auth info | errMsg: await init() first'
  return new WxFailure(`cloud.callFunction:fail Error: ${words}`, { errCode: -601016 })
}
