import { isRecord } from '../localCloud.ts'
import { asyncCall, WxFailure, type WxTopic } from './api.ts'
import { createCloudFiles } from './cloudFiles.ts'
import { createDatabase } from './database.ts'
import { reportingUnknown } from './notEmulated.ts'

const CALL_FUNCTION = '/__cloud/callFunction'

/** `wx.cloud`: calls go to the local cloud, which knows by two headers who is calling from which app. */
export const cloud: WxTopic = ({ choice }) => ({
  cloud: reportingUnknown('wx.cloud', {
    init: () => undefined,
    database: createDatabase(choice),
    CloudID: createCloudId,
    ...createCloudFiles(choice),
    callFunction: asyncCall('cloud.callFunction', async ({ name, data }) => {
      const reply = await post({ name, data: data ?? {} }, choice.person.id, choice.app.appid)
      if (reply['errCode']) throw new WxFailure(String(reply['errMsg']), { errCode: reply['errCode'] })
      return { result: reply['result'], requestID: reply['requestID'] }
    }),
  }),
})

/** What the local cloud exchanges for the open data that it stands for, on its way to the function. */
function createCloudId(cloudID: unknown): object {
  return { __cloudId: String(cloudID) }
}

async function post(body: object, person: string, app: string): Promise<Record<string, unknown>> {
  try {
    const response = await fetch(CALL_FUNCTION, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-person': person, 'x-app': app },
      body: JSON.stringify(body),
    })
    const reply: unknown = await response.json()
    if (isRecord(reply) && ('result' in reply || 'errCode' in reply)) return reply
    throw new Error(`status ${response.status} without a result`)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { errCode: -1, errMsg: `cloud.callFunction:fail ${reason}` }
  }
}
