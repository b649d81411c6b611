import type { Choice } from '../choice.ts'
import { isRecord } from '../localCloud.ts'
import { type Options, WxFailure } from './api.ts'

type Headers = Readonly<Record<string, string>>

/**
 * A request of the page's person to the local cloud, which knows by two headers who is calling from which app.
 * @throws WxFailure with the platform's errCode and errMsg
 */
export async function askFunctions(
  call: 'callFunction' | 'init',
  { person, app }: Choice,
  body: object,
  more: Headers = {},
): Promise<Record<string, unknown>> {
  const reply = await post(`/__cloud/${call}`, body, { ...more, 'x-person': person.id, 'x-app': app.appid })
  if (!('errCode' in reply)) return reply
  const { errCode, errMsg = `cloud.${call}:fail ${String(reply['reason'])}` } = reply
  throw new WxFailure(String(errMsg), { errCode })
}

/** What `callFunction` does: of `wx.cloud`, and with headers of a Cloud that was made for another environment. */
export async function callFunction(choice: Choice, { name, data }: Options, more?: Headers): Promise<object> {
  const reply = await askFunctions('callFunction', choice, { name, data: data ?? {} }, more)
  return { result: reply['result'], requestID: reply['requestID'] }
}

/** What the local cloud exchanges for the open data that it stands for, on its way to the function. */
export function createCloudId(cloudID: unknown): object {
  return { __cloudId: String(cloudID) }
}

async function post(address: string, body: object, headers: Headers): Promise<Record<string, unknown>> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    const reply: unknown = await response.json()
    if (isRecord(reply) && ['result', 'auth', 'errCode'].some((name) => name in reply)) return reply
    throw new Error(`status ${response.status} without a result`)
  } catch (error) {
    return { errCode: -1, reason: error instanceof Error ? error.message : String(error) }
  }
}
