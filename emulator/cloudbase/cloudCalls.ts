import type { Caller } from './caller.ts'

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
