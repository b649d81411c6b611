import { request as connectVia } from 'node:http'
import { request } from 'node:https'
import type { Socket } from 'node:net'
import { connect } from 'node:tls'

/** How this machine reaches the internet. */
export interface Network {
  /** `http://host:port` of a proxy, with `user:password@` if it wants them, as in the variable `http_proxy`. Node 20's own fetch asks none. */
  readonly proxy?: string
  /** PEM of an authority that is trusted beside those of Node. */
  readonly authority?: string
}

export interface Sent {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Answered {
  readonly status: number
  readonly body: Buffer
}

/** Sends one HTTPS request. Rejects when there is no whole answer. */
export type Send = (sent: Sent) => Promise<Answered>

/** Nothing that a deployment asks takes longer. */
const ANSWER_WITHIN_MS = 60_000

/** A tunnel through the proxy (CONNECT). */
const tunnel = (proxy: string, host: string, signal: AbortSignal): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const { hostname, port, username, password } = new URL(proxy)
    const path = `${host}:443`
    const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
    const headers = {
      host: path,
      ...(username !== '' && { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` }),
    }
    connectVia({ host: hostname, port: port || 80, method: 'CONNECT', path, headers, signal })
      .on('connect', ({ statusCode }, socket) => {
        if (statusCode === 200) return resolve(socket)
        socket.destroy()
        reject(new Error(`the proxy answers ${statusCode} for ${host}`))
      })
      .on('error', reject)
      .end()
  })

/** Requests from this machine: each has a connection of its own. */
export const createSend =
  ({ proxy, authority: ca }: Network): Send =>
  async ({ method, url, headers, body }) => {
    const { hostname } = new URL(url)
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
    const trust = ca === undefined ? {} : { ca }
    const socket = proxy === undefined ? undefined : await tunnel(proxy, hostname, signal)
    const createConnection = () => connect({ ...(socket && { socket }), servername: hostname, ...trust })
    const way = socket === undefined ? { agent: false, ...trust } : { createConnection }
    return new Promise((resolve, reject) => {
      request(url, { method, headers, signal, ...way }, (response) => {
        const chunks: Buffer[] = []
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('error', reject)
          .on('close', () => {
            if (!response.complete) return reject(new Error('the connection ended before the answer did'))
            resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) })
          })
      })
        .on('error', reject)
        .end(body)
    })
  }
