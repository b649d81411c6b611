import { isRecord } from '../localCloud.ts'
import { neededText, type Options, taskCall, textOption, type WxTopic } from './api.ts'
import { exchange, headersOf, refuseOptions, type Sending, timeoutOf, webAddress } from './httpExchange.ts'

/** Of the documented methods a browser cannot send TRACE and CONNECT. */
const METHODS = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE']

const ABSENT = ['enableChunked', 'enableHttpDNS', 'forceCellularNetwork']

/**
 * `wx.request` (developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html, 2026-11): every status
 * that a server answers is a success. `cookies` is empty: a browser shows Set-Cookie to nobody.
 */
export const request: WxTopic = () => ({
  request: taskCall('request', (options) => {
    const { task, outcome } = exchange('request', () => sendingOf(options))
    const answered = outcome.then(({ statusCode, header, content }) => ({
      statusCode,
      header,
      cookies: [],
      data: dataOf(content, options),
    }))
    return { task, outcome: answered }
  }),
})

function sendingOf(options: Options): Sending {
  const url = webAddress('request', neededText(options, 'url'))
  const method = textOption(options, 'method', 'GET').toUpperCase()
  if (!METHODS.includes(method)) throw new Error(`method "${method}" is not emulated by the simulator`)
  refuseOptions('wx.request', options, ABSENT)
  if (options['redirect'] === 'manual') refuseOptions('wx.request', options, ['redirect'])
  const headers = { 'content-type': 'application/json', ...headersOf(options) }
  const { data } = options
  const inQuery = method === 'GET' && isRecord(data) && !(data instanceof ArrayBuffer)
  return {
    url: inQuery ? withQuery(url, data) : url,
    method,
    headers,
    body: inQuery ? undefined : bodyOf(data, headers['content-type']),
    answer: options['responseType'] === 'arraybuffer' ? 'arraybuffer' : 'text',
    timeout: timeoutOf(options),
  }
}

/**
 * "最终发送给服务器的数据是 String 类型": a query string for GET and for application/x-www-form-urlencoded, else JSON.
 * Assumption: of another content type too.
 */
function bodyOf(data: unknown, contentType: string): Sending['body'] {
  if (data === undefined || data === null || data instanceof ArrayBuffer) return data ?? undefined
  if (!isRecord(data)) return String(data)
  return contentType.startsWith('application/x-www-form-urlencoded') ? queryOf(data) : JSON.stringify(data)
}

/** "encodeURIComponent(k)=encodeURIComponent(v)&…" */
function queryOf(data: Readonly<Record<string, unknown>>): string {
  return Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const text = isRecord(value) ? JSON.stringify(value) : String(value)
      return `${encodeURIComponent(name)}=${encodeURIComponent(text)}`
    })
    .join('&')
}

function withQuery(url: string, data: Readonly<Record<string, unknown>>): string {
  const query = queryOf(data)
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`
}

/** `dataType: 'json'`, the default: "会对返回的数据进行一次 JSON.parse"; what is no JSON stays a text. */
function dataOf(content: unknown, { dataType = 'json' }: Options): unknown {
  if (typeof content !== 'string' || dataType !== 'json') return content
  try {
    return JSON.parse(content)
  } catch {
    return content
  }
}
