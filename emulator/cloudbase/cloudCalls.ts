import type { Caller } from './caller.ts'
import { PlatformError } from './errors.ts'

/** One cloud call (云调用) or pay call as WeChat receives it. */
export interface CloudCall {
  /** `auth.getPaidUnionId`; `unifiedOrder` for a pay call. */
  readonly api: string
  /** In snake_case, as WeChat's HTTPS APIs have them. */
  readonly params: Readonly<Record<string, unknown>>
  /** Files among the parameters, by parameter. */
  readonly media: Readonly<Record<string, { readonly bytes: Uint8Array; readonly filename: string }>>
  /** The app that the call speaks for: the one given to `cloud.openapi({ appid })`, else the caller's. */
  readonly appid: string | undefined
  readonly caller: Caller
}

/** What WeChat answers: JSON with errcode and errmsg where it refuses, or a file. */
export type CloudAnswer =
  | { readonly json: Readonly<Record<string, unknown>> }
  | { readonly file: { readonly contentType: string; readonly bytes: Uint8Array } }

export type CloudCallHandler = (call: CloudCall) => CloudAnswer | Promise<CloudAnswer>

/** What a CloudID stands for, or the platform's refusal (-601005 invalid, -601006 expired, -601007 somebody else's). */
export type OpenDatum =
  | { readonly data: Readonly<Record<string, unknown>> }
  | { readonly errCode: number; readonly errMsg: string }

/** Everything that answers for WeChat. The simulated WeChat gives one, a project's own file another. */
export interface CloudAnswers {
  /** By API name: `auth.getPaidUnionId`. */
  readonly openapi?: Readonly<Record<string, CloudCallHandler>>
  /** By API name: `unifiedOrder`. Keys of the answer in snake_case. */
  readonly pay?: Readonly<Record<string, CloudCallHandler>>
  /** Undefined when this one does not know the CloudID. */
  readonly openData?: (cloudId: string, caller: Caller) => OpenDatum | undefined
}

/**
 * What the platform itself says to a cloud call, by number. wx-server-sdk 4.0.2 lists them with these meanings; the
 * page of error codes does too (developers.weixin.qq.com, cloud development, errcode, 2026-11).
 */
export const CLOUD_CALL_CODES = {
  API_NOT_FOUND: -604100,
  NOT_PERMITTED: -604101,
  SYSTEM_ERROR: -604103,
  /** The chain of calls did not start in a mini-program. */
  ILLEGAL_SOURCE: -604104,
} as const

export interface RefusedCloudCall {
  readonly refused: (typeof CLOUD_CALL_CODES)[keyof typeof CLOUD_CALL_CODES]
}

/** Where the answers to cloud calls come from, and who hears of what goes wrong. */
export interface CloudAnswering {
  /** The first that knows an API answers it. */
  readonly answers: readonly CloudAnswers[]
  /** Nobody knows this API. `svrkit` are the SDK's own calls, which only the emulator could answer. */
  readonly onUnanswered: (kind: 'openapi' | 'pay' | 'svrkit', api: string) => void
  /** An answerer threw something else than PlatformError. */
  readonly onFault: (error: unknown) => void
}

/** Asks the first that knows the API. */
export const answerCloudCall = async (
  { answers, onUnanswered, onFault }: CloudAnswering,
  kind: 'openapi' | 'pay',
  call: CloudCall,
): Promise<CloudAnswer | RefusedCloudCall> => {
  for (const { [kind]: known = {} } of answers) {
    const handler = Object.hasOwn(known, call.api) ? known[call.api] : undefined
    if (handler === undefined) continue
    try {
      return await handler(call)
    } catch (error) {
      // A refusal by CloudBase itself: the wire answers it.
      if (error instanceof PlatformError) throw error
      onFault(error)
      return { refused: CLOUD_CALL_CODES.SYSTEM_ERROR }
    }
  }
  onUnanswered(kind, call.api)
  return { refused: CLOUD_CALL_CODES.API_NOT_FOUND }
}
