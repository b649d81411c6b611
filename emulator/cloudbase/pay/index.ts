import type { CloudAnswering } from '../cloudCalls.ts'
import { answerCloudCall } from '../cloudCalls.ts'
import { PlatformError } from '../errors.ts'
import type { Action, Service } from '../service.ts'
import { readAppid } from './apiOptions.ts'

const readOrder = (bytes: Uint8Array | undefined): Readonly<Record<string, unknown>> => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(bytes ?? []).toString('utf8'))
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed }
  } catch {
    // Answered below, as anything else that is no object.
  }
  throw new PlatformError('INVALID_PARAM', 'requestData is no JSON object')
}

/**
 * WeChat Pay of the cloud (云支付): `cloud.cloudPay.*`. A refusal by WeChat Pay (`return_code` or `result_code` FAIL) is
 * an answer as any other: the SDK resolves with it.
 *
 * No permission is needed, and no particular source: public payment callbacks call `cloudPay.queryOrder`.
 */
export const createPay = (answering: CloudAnswering): Service => {
  const wxPayApi: Action = async ({ apiName }, { parts, call, note }) => {
    if (typeof apiName !== 'string' || apiName === '') {
      throw new PlatformError('INVALID_PARAM', 'a pay call needs an apiName')
    }
    note({ api: apiName })
    const caller = call?.caller ?? { source: '' }
    const outcome = await answerCloudCall(answering, 'pay', {
      api: apiName,
      params: readOrder(parts['requestData']),
      media: {},
      appid: readAppid(parts['apiOptions']) ?? caller.appid,
      caller,
    })
    if ('refused' in outcome) {
      note({ error: String(outcome.refused) })
      // In JSON the SDK takes errcode and errmsg as they are.
      return { errcode: outcome.refused, errmsg: `system error: error code: ${outcome.refused}` }
    }
    // downloadBill answers a table or, with tar_type GZIP, bytes.
    return 'file' in outcome ? outcome.file.bytes : Buffer.from(JSON.stringify(outcome.json))
  }
  return { name: 'wx', actions: { wxPayApi } }
}
