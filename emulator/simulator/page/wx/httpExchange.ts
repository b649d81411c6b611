import { type Options, WxFailure } from './api.ts'
import { createListeners } from './listeners.ts'
import { notEmulated, reportingUnknown } from './notEmulated.ts'

/** One exchange with an HTTP server: how it is sent, and what is heard of it meanwhile. */
export interface Sending {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Blob | ArrayBuffer | FormData | undefined
  readonly answer: 'arraybuffer' | 'blob' | 'text'
  /** In ms. */
  readonly timeout: number
  /** Whose progress the task tells; none unless given. */
  readonly progress?: 'down' | 'up'
}

export interface Received {
  readonly statusCode: number
  readonly header: Readonly<Record<string, string>>
  readonly content: unknown
}

/** "默认值为 60000": developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html (2026-11) */
const TIMEOUT = 60_000

let toldOfDomains = false

/** Milliseconds of the option `timeout`. */
export const timeoutOf = ({ timeout }: Options): number => (Number(timeout) > 0 ? Number(timeout) : TIMEOUT)

/** Headers as they are sent: names in lower case, and never a Referer, which cannot be set (same page). */
export function headersOf({ header }: Options): Record<string, string> {
  const given = Object.entries(typeof header === 'object' && header !== null ? header : {})
  const headers = given.map(([name, value]) => [name.toLowerCase(), String(value)] as const)
  return Object.fromEntries(headers.filter(([name]) => name !== 'referer'))
}

/**
 * A complete address of the web.
 * @throws WxFailure 600009, "invalid URL" of developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html
 * (2026-11), for every other one: `file://`, or a path without a host
 */
export function webAddress(name: string, url: string): string {
  if (/^https?:\/\/[^/]/i.test(url) && URL.canParse(url)) return url
  throw new WxFailure(`${name}:fail invalid url "${url}"`, { errno: 600_009 })
}

/**
 * Sends as the task of `wx.<name>`. The browser's own rules are stricter than WeChat's and hold here: the server of
 * another origin has to allow the page by CORS, and cookies are the browser's. Header names arrive in lower case.
 * @param sending made late, so that what is wrong with the options is a failure as any other
 */
export function exchange(name: string, sending: () => Sending | Promise<Sending>) {
  const headers = createListeners()
  const progress = createListeners()
  const request = new XMLHttpRequest()
  let aborted = false

  const send = async (): Promise<Received> => {
    const made = await sending()
    if (aborted) throw new Error('abort')
    // What goes to the cloud has no host of its own here.
    if (/^https?:/i.test(made.url)) tellDomains()
    return transfer(name, request, made, headers.tell, progress.tell)
  }
  // A task is returned first: what listens to it is added afterwards.
  const outcome = Promise.resolve().then(send)
  return {
    outcome,
    task: reportingUnknown(`${name}Task`, {
      abort() {
        aborted = true
        request.abort()
      },
      onHeadersReceived: headers.on,
      offHeadersReceived: headers.off,
      onProgressUpdate: progress.on,
      offProgressUpdate: progress.off,
    }),
  }
}

function transfer(
  name: string,
  request: XMLHttpRequest,
  { url, method, headers, body, answer, timeout, progress }: Sending,
  tellHeaders: (answer: unknown) => void,
  tellProgress: (answer: unknown) => void,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    request.open(method, url)
    request.responseType = answer
    request.timeout = timeout
    for (const [header, value] of Object.entries(headers)) request.setRequestHeader(header, value)
    const header = () => headerOf(request)
    request.addEventListener('readystatechange', () => {
      if (request.readyState !== XMLHttpRequest.HEADERS_RECEIVED || request.status === 0) return
      tellHeaders({ header: header(), statusCode: request.status, cookies: [] })
    })
    if (progress !== undefined) {
      const target = progress === 'up' ? request.upload : request
      target.addEventListener('progress', ({ loaded, total, lengthComputable }) =>
        tellProgress(progressOf(progress, loaded, lengthComputable ? total : loaded)),
      )
    }
    const end = (words: string, errno: number) => () =>
      reject(new WxFailure(`${name}:fail ${words}`, { errno }))
    request.addEventListener('timeout', end('timeout', 5))
    request.addEventListener('abort', () => reject(new Error('abort')))
    // Assumption: the words behind "fail"; phones and DevTools have others. 600003 is "network interrupted error".
    request.addEventListener('error', end('network error', 600_003))
    request.addEventListener('load', () =>
      resolve({ statusCode: request.status, header: header(), content: request.response }),
    )
    request.send(body ?? null)
  })
}

/** Names as developers.weixin.qq.com/miniprogram/dev/api/network/upload/UploadTask.onProgressUpdate.html has them (2026-11). */
function progressOf(way: 'down' | 'up', loaded: number, total: number): object {
  const progress = total === 0 ? 100 : Math.floor((loaded / total) * 100)
  return way === 'up'
    ? { progress, totalBytesSent: loaded, totalBytesExpectedToSend: total }
    : { progress, totalBytesWritten: loaded, totalBytesExpectedToWrite: total }
}

function headerOf(request: XMLHttpRequest): Record<string, string> {
  const lines = request.getAllResponseHeaders().trim().split(/\r?\n/)
  const pairs = lines.flatMap((line) => {
    const colon = line.indexOf(':')
    return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1).trim()] as const]
  })
  return Object.fromEntries(pairs)
}

/** Options that would change what arrives; they are named when they are used. */
export function refuseOptions(name: string, options: Options, absent: readonly string[]): void {
  for (const option of absent) if (options[option]) notEmulated(`${name}: ${option}`)
}

function tellDomains(): void {
  if (toldOfDomains) return
  toldOfDomains = true
  console.info(
    '合法域名不校验 · The list of legal domains is not checked, as in DevTools with 不校验合法域名',
  )
}
