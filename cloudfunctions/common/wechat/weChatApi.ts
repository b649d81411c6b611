import * as v from 'valibot'
import { OneIdError } from '../base/errors.ts'

const HOST = 'https://api.weixin.qq.com'

/** Half of what our functions have (10 s in cloudbaserc.json), so that there is time left to say so. */
const PATIENCE_MS = 5_000

interface Answer {
  readonly ok: boolean
  readonly text: () => Promise<string>
}

/** As much of the global `fetch` as a call to WeChat needs. */
export type Fetch = (
  url: string,
  init: {
    readonly method: 'GET' | 'POST'
    readonly redirect: 'error'
    readonly signal: AbortSignal
    readonly body?: string
    readonly headers?: Readonly<Record<string, string>>
  },
) => Promise<Answer>

type Query = Readonly<Record<string, string>>

const CauseSchema = v.object({
  cause: v.object({ code: v.pipe(v.string(), v.regex(/^[A-Z][A-Z_]{1,40}$/)) }),
})

/**
 * Why there was no answer, in one word such as ECONNRESET or TimeoutError. The error itself is not passed on: another
 * fetch than Node's may quote the address, and with it the AppSecret.
 */
const reasonOf = (error: unknown): string => {
  const parsed = v.safeParse(CauseSchema, error)
  if (parsed.success) return parsed.output.cause.code
  return error instanceof Error && error.name === 'TimeoutError' ? error.name : 'network'
}

const busy = (path: string, reason: string) => new OneIdError('WECHAT_BUSY', `${path}: ${reason}`)

const readJson = (path: string, text: string): unknown => {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson()), text)
  if (!parsed.success) throw busy(path, 'the answer is not JSON')
  return parsed.output
}

const addressOf = (path: string, query: Query): string => {
  const parameters = new URLSearchParams(query).toString()
  return parameters === '' ? `${HOST}${path}` : `${HOST}${path}?${parameters}`
}

const request = async (
  fetch: Fetch,
  path: string,
  query: Query,
  how: Omit<Parameters<Fetch>[1], 'redirect' | 'signal'>,
): Promise<unknown> => {
  let answer: Answer
  let text: string
  try {
    answer = await fetch(addressOf(path, query), {
      ...how,
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    text = await answer.text()
  } catch (error) {
    throw busy(path, reasonOf(error))
  }
  if (!answer.ok) throw busy(path, 'an HTTP error')
  return readJson(path, text)
}

/**
 * Asks an HTTPS API of WeChat, once. Refusals of WeChat are answers too: they come with status 200 and an `errcode`.
 * The content type says nothing: WeChat sends JSON as text/plain.
 * @param path `/sns/jscode2session`
 * @throws OneIdError WECHAT_BUSY if there is no answer that can be read
 */
export const askWeChat = (fetch: Fetch, path: `/${string}`, query: Query): Promise<unknown> =>
  request(fetch, path, query, { method: 'GET' })

/**
 * The same for APIs that want a body: it is sent as JSON, once.
 * @param query what these APIs still want in the address, the access_token for example
 * @throws OneIdError WECHAT_BUSY if there is no answer that can be read
 */
export const postToWeChat = (
  fetch: Fetch,
  path: `/${string}`,
  query: Query,
  body: Readonly<Record<string, unknown>>,
): Promise<unknown> =>
  request(fetch, path, query, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  })
