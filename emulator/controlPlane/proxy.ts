import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { Certificates } from './certificate.ts'

export interface Proxy {
  /** What `http_proxy` is set to. */
  readonly url: string
  readonly close: () => Promise<void>
}

export interface ProxyOptions {
  readonly certificates: Certificates
  /** Any other host is not reachable: nothing leaves the machine. */
  readonly answersFor: (host: string) => boolean
  readonly onUnreachable: (host: string) => void
  readonly listener: RequestListener
}

/** A proxy (CONNECT, RFC 9110 9.3.6) behind which the hosts themselves are, with certificates of its own authority. */
export const startProxy = async (options: ProxyOptions): Promise<Proxy> => {
  const { certificate: cert, key } = options.certificates
  const sockets = new Set<Socket>()
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    // A client that goes away is no fault of this side.
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
  }
  const inner = createServer(options.listener)
  const outer = createServer((_request, response) => response.writeHead(405).end())
  outer.on('connection', keep)
  outer.on('connect', (request, socket: Socket, head: Buffer) => {
    const [host = '', port] = (request.url ?? '').split(':')
    if (port !== '443' || !options.answersFor(host)) {
      options.onUnreachable(host)
      socket.end('HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\n\r\n')
      return
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    if (head.length > 0) socket.unshift(head)
    const secure = new TLSSocket(socket, { isServer: true, cert, key })
    keep(secure)
    inner.emit('connection', secure)
  })
  const port = await new Promise<number>((resolve, reject) => {
    outer.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = outer.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        outer.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
