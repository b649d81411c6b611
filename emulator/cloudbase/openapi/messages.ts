import protobuf from 'protobufjs'
import * as v from 'valibot'
import { PlatformError } from '../errors.ts'

/** The messages of `wx.openApi` as wx-server-sdk 4.0.2 writes and reads them: names, numbers and types. */
const { root } = protobuf.parse(
  `syntax = "proto3";
   message KeyValuePair { string key = 1; bytes value = 2; string contenttype = 3; string filename = 4; }
   message OpenApiData { repeated KeyValuePair pairs = 1; }
   message SvrkitApiData { string apiName = 1; bytes reqData = 2; }
   message CommApiData { int32 apiType = 1; OpenApiData openapiData = 2; SvrkitApiData svrkitData = 4; string appid = 6; }
   message CommOpenApiResp {
     bytes respData = 1; string contentType = 2; int32 errorCode = 3; int32 httpCode = 4; int32 svrkitErrorCode = 6;
   }
   message ApiGetOpenDataByCloudIdReq { repeated string cloudidList = 2; string appid = 3; }
   message OpenDatum { string cloudId = 1; string json = 2; }
   message ApiGetOpenDataByCloudIdResp { repeated OpenDatum dataList = 1; }`,
  { keepCase: true },
)

const Bytes = v.instance(Uint8Array)

const CommApiDataSchema = v.object({
  apiType: v.number(),
  openapiData: v.nullish(
    v.object({
      pairs: v.array(v.object({ key: v.string(), value: Bytes, filename: v.string() })),
    }),
  ),
  svrkitData: v.nullish(v.object({ apiName: v.string(), reqData: Bytes })),
  appid: v.string(),
})

/** Kinds of call that CommApiData carries. The SDK has numbers for more and sends these two. */
export const API_TYPE = { OPEN_API: 0, SVRKIT_API: 2 } as const

export type CommApiData = v.InferOutput<typeof CommApiDataSchema>

const decode = (name: string, bytes: Uint8Array | undefined): unknown => {
  const type = root.lookupType(name)
  try {
    if (bytes === undefined) throw new RangeError('no bytes')
    return type.toObject(type.decode(bytes), { defaults: true, arrays: true })
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error)
    throw new PlatformError('INVALID_PARAM', `requestData is no ${name}: ${words}`)
  }
}

const encode = (name: string, message: Record<string, unknown>): Uint8Array => {
  const type = root.lookupType(name)
  return type.encode(type.fromObject(message)).finish()
}

/** @throws PlatformError INVALID_PARAM */
export const readCommApiData = (bytes: Uint8Array | undefined): CommApiData =>
  v.parse(CommApiDataSchema, decode('CommApiData', bytes))

/** @throws PlatformError INVALID_PARAM */
export const readCloudIdList = (bytes: Uint8Array): readonly string[] =>
  v.parse(v.object({ cloudidList: v.array(v.string()) }), decode('ApiGetOpenDataByCloudIdReq', bytes))
    .cloudidList

export const writeResponse = (response: {
  readonly respData?: Uint8Array
  readonly contentType?: string
  readonly errorCode?: number
}): Uint8Array => encode('CommOpenApiResp', { httpCode: 200, ...response })

export const writeOpenData = (
  dataList: readonly { readonly cloudId: string; readonly json: string }[],
): Uint8Array => encode('ApiGetOpenDataByCloudIdResp', { dataList })
