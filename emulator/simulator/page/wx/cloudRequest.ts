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

/** A call of the cloud; what is found wrong on the phone has WeChat's number for "anything else", -1. */
export const cloudCall = (name: string, work: (options: Options) => Promise<object>) =>
  asyncCall(name, (options) =>
    work(options).catch((error: unknown) => {
      if (error instanceof WxFailure) throw error
      const words = error instanceof Error ? error.message : String(error)
      throw new WxFailure(`${name}:fail Error: ${words}; at ${name} api; `, { errCode: -1 })
    }),
  )
