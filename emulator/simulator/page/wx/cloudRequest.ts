import type { Choice } from '../choice.ts'
import { isRecord } from '../localCloud.ts'
import { asyncCall, type Options, WxFailure } from './api.ts'

/**
 * A request to a service of the local cloud, which knows by two headers who is calling from which app.
 * @throws WxFailure with the platform's errCode and errMsg
 */
export async function askCloud(
  service: 'database' | 'storage',
  { person, app }: Choice,
  body: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(`/__cloud/${service}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-person': person.id, 'x-app': app.appid },
    body: JSON.stringify(body),
  })
  const reply: unknown = await response.json()
  if (isRecord(reply) && 'errCode' in reply) {
    throw new WxFailure(String(reply['errMsg']), { errCode: reply['errCode'] })
  }
  if (!isRecord(reply) || !('data' in reply)) throw new Error(`status ${response.status} without a result`)
  return reply
}

/** What is found wrong on the phone has WeChat's number for "anything else", -1. */
function phoneFailure(name: string, error: unknown): WxFailure {
  if (error instanceof WxFailure) return error
  const words = error instanceof Error ? error.message : String(error)
  return new WxFailure(`${name}:fail Error: ${words}; at ${name} api; `, { errCode: -1 })
}

/** A call of the cloud. */
export const cloudCall = (name: string, work: (options: Options) => Promise<object>) =>
  asyncCall(name, (options) =>
    work(options).catch((error: unknown) => {
      throw phoneFailure(name, error)
    }),
  )

/**
 * A call of the cloud that moves a file: "如果请求参数中带有 success/fail/complete 回调中的任一个，则会返回一个 UploadTask 对象"
 * (…/wxcloud/reference-sdk-api/storage/uploadFile/client.uploadFile.html, 2026-11), and else a promise.
 * A report of 2024 has a phone answer a promise in both cases.
 */
export const cloudTask =
  (name: string, begin: (options: Options) => { task: object; outcome: Promise<object> }) =>
  (given?: unknown): object | undefined => {
    const options: Options = isRecord(given) ? given : {}
    const { task, outcome } = begin(options)
    const answered = cloudCall(name, () => outcome)(options)
    return answered ?? task
  }
