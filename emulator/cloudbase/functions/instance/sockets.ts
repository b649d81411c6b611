import net from 'node:net'
import type { Verdict } from './verdicts.ts'
import { refusal } from './verdicts.ts'

/** The host that the arguments of `connect` name; undefined for a socket of the file system. */
const hostOf = (first: unknown, second: unknown): string | undefined => {
  // Node itself passes its arguments on as one list.
  if (Array.isArray(first)) return hostOf(first[0], first[1])
  if (typeof first === 'object' && first !== null) {
    if ('path' in first && typeof first.path === 'string') return undefined
    return 'host' in first && typeof first.host === 'string' ? first.host : 'localhost'
  }
  if (Number.isNaN(Number(first))) return undefined
  return typeof second === 'string' ? second : 'localhost'
}

const addressOf = (host: string): URL | undefined => {
  const address = `http://${net.isIPv6(host) ? `[${host}]` : host}`
  return URL.canParse(address) ? new URL(address) : undefined
}

const simulatedOnly = (host: string): Error =>
  Object.assign(
    new Error(`connect ECONNREFUSED ${host}: it is simulated for node:http, node:https and fetch only`),
    { code: 'ECONNREFUSED' },
  )

/**
 * Judges every connection of this thread: those of `node:net`, `node:tls` and `node:http2`, and of packages with an
 * HTTP client of their own. A simulated host cannot be redirected here, and what is meant for it, an AppSecret among
 * it, must not reach the real one.
 */
export const guardSockets = (verdict: (url: URL) => Verdict): void => {
  // Node's overloads cannot be expressed here, hence the cast.
  const original = net.Socket.prototype.connect as (...args: unknown[]) => net.Socket
  net.Socket.prototype.connect = function connect(this: net.Socket, ...args: unknown[]): net.Socket {
    const host = hostOf(args[0], args[1])
    const url = host === undefined ? undefined : addressOf(host)
    const decided = url === undefined ? 'pass' : verdict(url)
    if (url === undefined || decided === 'pass') return original.apply(this, args)
    const error = decided === 'refuse' ? refusal(url) : simulatedOnly(url.hostname)
    // Not at once: who asked still prepares the socket.
    process.nextTick(() => this.destroy(error))
    return this
  }
}
