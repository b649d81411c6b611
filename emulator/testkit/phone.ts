import * as v from 'valibot'
import type { CallFunctionError } from '../cloudbase/functions/failure.ts'

/** A mini-program in somebody's hand. */
export interface Phone {
  /**
   * `wx.cloud.callFunction({ name, data })`: answers `result`.
   * @throws CallRejected with the errCode and errMsg that `wx.cloud` gives
   */
  readonly call: (name: string, data?: unknown) => Promise<unknown>
  /** `new wx.cloud.Cloud({ resourceAppid })`: the environment of another account's app, by appid or alias. */
  readonly resource: (app: string) => ResourceCloud
  /** `wx.login()`: the code. */
  readonly wxLogin: () => Promise<string>
  /**
   * Open data as the client hands it over: of `wx.getUserInfo` (the default) or `wx.getUserProfile`, or of a tap on a
   * button of open-type getPhoneNumber.
   * @throws PhoneRefused with the errMsg that `fail` gives
   */
  readonly openData: (api?: OpenDataApi) => Promise<OpenDataAnswer>
  /** A tap on a button of open-type getPhoneNumber: the code. */
  readonly phoneCode: () => Promise<string>
  readonly appid: string
  readonly openid: string
  readonly unionid?: string
}

/** The environment of another account, as a phone uses it. */
export interface ResourceCloud {
  /** Asks cloudbase_auth; what it answers holds until the next init. @throws CallRejected */
  readonly init: () => Promise<void>
  /** As `call` of the phone; without an init before, cloudbase_auth is asked by every call. @throws CallRejected */
  readonly call: (name: string, data?: unknown) => Promise<unknown>
}

/** What `wx.cloud.callFunction` rejects with. */
export class CallRejected extends Error {
  readonly errCode: number
  readonly errMsg: string

  constructor({ errCode, errMsg }: CallFunctionError) {
    super(errMsg)
    this.name = 'CallRejected'
    this.errCode = errCode
    this.errMsg = errMsg
  }
}

type OpenDataApi = 'getUserInfo' | 'getUserProfile' | 'getPhoneNumber'

const OpenDataSchema = v.object({
  encryptedData: v.string(),
  iv: v.string(),
  cloudID: v.string(),
  rawData: v.optional(v.string()),
  signature: v.optional(v.string()),
})
type OpenDataAnswer = v.InferOutput<typeof OpenDataSchema>

const CodeSchema = v.object({ code: v.string() })
const FailSchema = v.object({ errMsg: v.string() })

/** What `fail` of a client API gets. */
class PhoneRefused extends Error {
  readonly errMsg: string

  constructor(errMsg: string) {
    super(errMsg)
    this.name = 'PhoneRefused'
    this.errMsg = errMsg
  }
}

/** What each API must be given. */
const OPEN_DATA_OPTIONS = {
  getUserInfo: { withCredentials: true },
  getUserProfile: { desc: 'test' },
  getPhoneNumber: {},
} as const

const RejectionSchema = v.object({ errCode: v.number(), errMsg: v.string() })
const AnswerSchema = v.union([RejectionSchema, v.object({ result: v.unknown() })])
const AuthSchema = v.union([RejectionSchema, v.object({ auth: v.string() })])

const post = async (
  url: string,
  person: string,
  app: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> => {
  const reply = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-person': person, 'x-app': app, ...headers },
    body: JSON.stringify(body),
  })
  return reply.json()
}

/** @param url of the local cloud @param app appid or alias */
export const phoneOf = (url: string, person: string, app: string): Omit<Phone, 'appid' | 'openid'> => {
  const ask = async (api: string, options: object = {}): Promise<unknown> => {
    const answer = await post(`${url}/__cloud/wx/${api}`, person, app, options)
    const { errMsg } = v.parse(FailSchema, answer)
    if (errMsg !== `${api}:ok`) throw new PhoneRefused(errMsg)
    return answer
  }
  const call = async (name: string, data: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const sent = post(`${url}/__cloud/callFunction`, person, app, { name, data }, headers)
    const answer = v.parse(AnswerSchema, await sent)
    if ('errCode' in answer) throw new CallRejected(answer)
    return answer.result
  }
  const resource = (owner: string): ResourceCloud => {
    const headers: Record<string, string> = { 'x-resource-app': owner }
    return {
      init: async () => {
        const sent = post(`${url}/__cloud/init`, person, app, {}, { 'x-resource-app': owner })
        const answer = v.parse(AuthSchema, await sent)
        if ('errCode' in answer) throw new CallRejected(answer)
        headers['x-resource-auth'] = answer.auth
      },
      call: (name, data) => call(name, data, headers),
    }
  }
  return {
    call: (name, data) => call(name, data),
    resource,
    wxLogin: async () => v.parse(CodeSchema, await ask('login')).code,
    openData: async (api = 'getUserInfo') => v.parse(OpenDataSchema, await ask(api, OPEN_DATA_OPTIONS[api])),
    phoneCode: async () => v.parse(CodeSchema, await ask('getPhoneNumber')).code,
  }
}
