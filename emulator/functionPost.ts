import type { WeChatParts } from './wechat/door.ts'

type PostToFunction = NonNullable<WeChatParts['postToFunction']>

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Carries notifications to the HTTP access of functions. @param httpUrl where that is, as soon as it is open */
export const createFunctionPost =
  (httpUrl: () => Promise<string>): PostToFunction =>
  async ({ path, headers, body, timeoutMs }) => {
    const reply = await fetch(`${await httpUrl()}/http/${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    return { status: reply.status, body: parsed(await reply.text()) }
  }
