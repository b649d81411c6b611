import type { Caller } from '../caller.ts'
import type { RunningCall } from '../calls.ts'
import type { CloudAnswer, CloudAnswering, CloudCall, OpenDatum, RefusedCloudCall } from '../cloudCalls.ts'
import { answerCloudCall, CLOUD_CALL_CODES } from '../cloudCalls.ts'
import { PlatformError } from '../errors.ts'
import type { Action, Service, WireBody } from '../service.ts'
import type { CommApiData } from './messages.ts'
import { API_TYPE, readCloudIdList, readCommApiData, writeOpenData, writeResponse } from './messages.ts'
import { readParameters } from './parameters.ts'
import { headOf, isLegalSource } from './source.ts'

export interface OpenApiOptions extends CloudAnswering {
  /**
   * The APIs that a function may call. Asked at every call, so that a change counts at once; the platform takes it
   * over with an upload and keeps it for about ten minutes (docs.cloudbase.net, FAQ on -604101, 2026-11).
   */
  readonly permissionsOf: (functionName: string) => readonly string[]
  /** A function made a call that its config.json does not list. */
  readonly onNotPermitted: (functionName: string, api: string) => void
  /**
   * Whether this call is refused although its source is a legal one. There are environments in which a chain that a
   * payment or a timer began may make no cloud calls.
   * @param head what began the chain: `wx_paycallback`
   */
  readonly refusesSource: (api: string, head: string) => boolean
  /** What a CloudID stands for, as the SDK's getOpenData shows it. */
  readonly openDatum: (cloudId: string, caller: Caller) => OpenDatum
}

const refuse = (refused: RefusedCloudCall['refused']): RefusedCloudCall => ({ refused })

const apiNameOf = (body: WireBody): string => {
  const { apiName } = body
  if (typeof apiName !== 'string' || apiName === '') {
    throw new PlatformError('INVALID_PARAM', 'a cloud call needs an apiName')
  }
  return apiName
}

/** An absent appid is an empty string on the wire. */
const appidOf = (given: string, caller: Caller): string | undefined => (given === '' ? caller.appid : given)

const responseOf = (outcome: CloudAnswer | RefusedCloudCall): Uint8Array => {
  if ('refused' in outcome) return writeResponse({ errorCode: outcome.refused })
  if ('file' in outcome) {
    return writeResponse({ respData: outcome.file.bytes, contentType: outcome.file.contentType })
  }
  const respData = Buffer.from(JSON.stringify(outcome.json))
  // Assumption: the platform's exact content type is not public; the SDK looks for `application/json` in it.
  return writeResponse({ respData, contentType: 'application/json; encoding=utf-8' })
}

/** Cloud calls (云调用): `cloud.openapi.*`, `cloud.getOpenData` and the older `cloud.callOpenAPI`. */
export const createOpenApi = (options: OpenApiOptions): Service => {
  const { permissionsOf, onNotPermitted, onUnanswered, openDatum, refusesSource } = options

  const isAllowed = (api: string, running: RunningCall | undefined): running is RunningCall =>
    isLegalSource(running) && !refusesSource(api, headOf(running.caller))

  /**
   * Assumption: source first, then permission, then existence; which code wins when several apply is not public. So an
   * API that is in no config.json says -604101 before anybody looks for an answer to it.
   */
  const answer = async (call: Omit<CloudCall, 'caller'>, running: RunningCall | undefined) => {
    if (!isAllowed(call.api, running)) return refuse(CLOUD_CALL_CODES.ILLEGAL_SOURCE)
    if (!permissionsOf(running.functionName).includes(call.api)) {
      onNotPermitted(running.functionName, call.api)
      return refuse(CLOUD_CALL_CODES.NOT_PERMITTED)
    }
    const { caller } = running
    return answerCloudCall(options, 'openapi', {
      ...call,
      appid: appidOf(call.appid ?? '', caller),
      caller,
    })
  }

  /** Assumption: the SDK's own calls need no permission; the documentation of getOpenData names none. */
  const svrkit = (api: string, data: CommApiData['svrkitData'], running: RunningCall | undefined) => {
    if (!isAllowed(api, running)) return writeResponse({ errorCode: CLOUD_CALL_CODES.ILLEGAL_SOURCE })
    if (data?.apiName !== 'ApiGetOpenDataByCloudId') {
      onUnanswered('svrkit', api)
      return writeResponse({ errorCode: CLOUD_CALL_CODES.API_NOT_FOUND })
    }
    const list = readCloudIdList(data.reqData).map((cloudId) => ({
      cloudId,
      json: JSON.stringify({ cloudID: cloudId, ...openDatum(cloudId, running.caller) }),
    }))
    return writeResponse({ respData: writeOpenData(list) })
  }

  const openApi: Action = async (body, { parts, call, note }) => {
    const api = apiNameOf(body)
    note({ api })
    const message = readCommApiData(parts['requestData'])
    if (message.apiType === API_TYPE.SVRKIT_API) return svrkit(api, message.svrkitData, call)
    if (message.apiType !== API_TYPE.OPEN_API) {
      onUnanswered('svrkit', api)
      return writeResponse({ errorCode: CLOUD_CALL_CODES.API_NOT_FOUND })
    }
    const { params, media } = readParameters(message.openapiData?.pairs ?? [])
    const outcome = await answer({ api, params, media, appid: message.appid }, call)
    if ('refused' in outcome) note({ error: String(outcome.refused) })
    return responseOf(outcome)
  }

  /** `cloud.callOpenAPI({ api, data })`: JSON both ways, no case conversion, and it resolves with what WeChat says. */
  const callOpenApi: Action = async (body, { call, note }) => {
    const api = apiNameOf(body)
    note({ api })
    const outcome = await answer({ api, params: readRequestData(body), media: {}, appid: undefined }, call)
    if ('refused' in outcome) {
      note({ error: String(outcome.refused) })
      // Assumption: the form of a system error is not public; the SDK hands responseData on as the result.
      return { data: { responseData: JSON.stringify({ errcode: outcome.refused, errmsg: 'system error' }) } }
    }
    const responseData =
      'file' in outcome ? Buffer.from(outcome.file.bytes).toString('base64') : JSON.stringify(outcome.json)
    return { data: { responseData } }
  }

  return { name: 'wx', actions: { openApi, api: callOpenApi } }
}

const readRequestData = ({ requestData }: WireBody): Readonly<Record<string, unknown>> => {
  if (typeof requestData !== 'string' || requestData === '') return {}
  try {
    const parsed: unknown = JSON.parse(requestData)
    if (typeof parsed === 'object' && parsed !== null) return { ...parsed }
  } catch {
    // Answered below, as anything else that is no object.
  }
  throw new PlatformError('INVALID_PARAM', 'requestData is no JSON object')
}
