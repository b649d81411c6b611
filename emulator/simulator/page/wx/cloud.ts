import { asyncCall, type WxTopic } from './api.ts'
import { createCloudFiles } from './cloudFiles.ts'
import { createDatabase } from './database.ts'
import { callFunction, createCloudId } from './functionCall.ts'
import { reportingUnknown } from './notEmulated.ts'
import { createResourceCloud } from './resourceCloud.ts'

/** `wx.cloud`: calls go to the local cloud. */
export const cloud: WxTopic = ({ choice }) => {
  const own = {
    init: () => undefined,
    database: createDatabase(choice),
    CloudID: createCloudId,
    ...createCloudFiles(choice),
    callFunction: asyncCall('cloud.callFunction', (options) => callFunction(choice, options)),
  }
  return { cloud: reportingUnknown('wx.cloud', { ...own, Cloud: createResourceCloud(choice, own) }) }
}
