import { isRecord } from '../localCloud.ts'
import { asyncCall, neededText, type Options, taskCall, typeName, WxFailure, type WxTopic } from './api.ts'
import { refuseOptions } from './httpExchange.ts'
import { createListeners } from './listeners.ts'
import { reportingUnknown } from './notEmulated.ts'

/** `WebSocket.readyState` and `SocketTask.readyState` are the same numbers. */
const OPEN = 1

/**
 * `wx.connectSocket` (developers.weixin.qq.com/miniprogram/dev/api/network/websocket/wx.connectSocket.html and SocketTask.html,
 * 2026-11) by the browser's WebSocket, which sends no headers of one's own and reaches the servers that the page's
 * policy lets it (build/html.ts). The calls without a task, as wx.onSocketOpen, are
 * reported: "推荐使用 SocketTask 的方式去管理 webSocket 链接".
 */
export const socket: WxTopic = () => ({
  connectSocket: taskCall('connectSocket', (options) => {
    const [opens, closes, errors, messages] = [
      createListeners(),
      createListeners(),
      createListeners(),
      createListeners(),
    ]
    let line: WebSocket | undefined
    const connect = (): object => {
      const url = neededText(options, 'url')
      if (!/^wss?:\/\/[^/]/i.test(url) || !URL.canParse(url))
        throw new WxFailure(`connectSocket:fail invalid url "${url}"`, { errno: 600_009 })
      refuseOptions('wx.connectSocket', options, ['header', 'tcpNoDelay', 'perMessageDeflate'])
      const { protocols } = options
      line = new WebSocket(url, Array.isArray(protocols) ? protocols.map(String) : [])
      line.binaryType = 'arraybuffer'
      line.addEventListener('open', () => opens.tell({ header: {} }))
      line.addEventListener('close', ({ code, reason }) => closes.tell({ code, reason }))
      line.addEventListener('error', () => errors.tell({ errMsg: 'connectSocket:fail network error' }))
      line.addEventListener('message', ({ data }) => messages.tell({ data }))
      return {}
    }
    const task = {
      get readyState() {
        return line?.readyState ?? 0
      },
      onOpen: opens.on,
      onClose: closes.on,
      onError: errors.on,
      onMessage: messages.on,
      send: asyncCall('sendSocketMessage', ({ data }) => {
        // Assumption: the words.
        if (line?.readyState !== OPEN) throw new Error('SocketTask.readyState is not OPEN')
        line.send(sendable(data))
        return {}
      }),
      close: asyncCall('closeSocket', (given) => {
        line?.close(...closing(given))
        return {}
      }),
    }
    // What listens to the task is added after it was returned.
    return { task: reportingUnknown('SocketTask', task), outcome: Promise.resolve().then(connect) }
  }),
})

function sendable(data: unknown): string | ArrayBuffer {
  if (typeof data === 'string' || data instanceof ArrayBuffer) return data
  throw new Error(
    `parameter error: parameter.data should be String or ArrayBuffer instead of ${typeName(data)};`,
  )
}

/** "1000（表示正常关闭连接）"; @throws Error when a browser takes no such code */
function closing(given: Options): [number, string] {
  const { code = 1000, reason = '' } = isRecord(given) ? given : {}
  return [Number(code), String(reason)]
}
