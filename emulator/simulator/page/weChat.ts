import type { Choice } from './choice.ts'
import { isRecord } from './localCloud.ts'

/** What `fail` gets of an API that WeChat's servers refused. */
export class WeChatFailure extends Error {}

/**
 * Asks the simulated WeChat as the client of this person's phone does.
 * @returns what `success` gets, errMsg among it
 * @throws WeChatFailure whose message is the errMsg for `fail`
 */
export async function askWeChat(
  { person, app }: Choice,
  api: string,
  options: Readonly<Record<string, unknown>> = {},
): Promise<Record<string, unknown>> {
  const response = await fetch(`/__cloud/wx/${api}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-person': person.id, 'x-app': app.appid },
    // Functions among the options (success, fail) are no JSON and stay here.
    body: JSON.stringify(options),
  })
  const answer: unknown = await response.json()
  if (!isRecord(answer)) throw new Error(`status ${response.status} without an answer`)
  if (answer['errMsg'] !== `${api}:ok`) throw new WeChatFailure(String(answer['errMsg']))
  return answer
}
