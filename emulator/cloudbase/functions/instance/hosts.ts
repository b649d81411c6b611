import http from 'node:http'
import https from 'node:https'
import { syncBuiltinESMExports } from 'node:module'
import type { HostRules } from './messages.ts'
import { guardSockets } from './sockets.ts'
import type { Verdict } from './verdicts.ts'
import { hostVerdicts, refusal } from './verdicts.ts'

const wasString = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** The address that the arguments of `http.request` name, in any of its three forms. */
const addressOf = (scheme: 'http:' | 'https:', first: unknown, options: http.RequestOptions): URL => {
  const base = typeof first === 'string' || first instanceof URL ? new URL(first) : undefined
  const host = wasString(options.hostname)
    ? options.hostname
    : wasString(options.host)
      ? options.host
      : base?.hostname
  const url = new URL(
    `${base?.protocol ?? scheme}//${host?.includes(':') && !host.startsWith('[') ? `[${host}]` : (host ?? 'localhost')}`,
  )
  url.port = String(options.port ?? base?.port ?? '')
  const path = wasString(options.path) ? options.path : base ? `${base.pathname}${base.search}` : '/'
  // Not as a relative address: `//sns/userinfo` would be one of the host `sns`.
  return new URL(`${url.origin}${path.startsWith('/') ? '' : '/'}${path}`)
}

type RequestArguments = [unknown, unknown?, unknown?]

const splitArguments = ([first, second, third]: RequestArguments) => {
  const urlFirst = typeof first === 'string' || first instanceof URL
  const options = urlFirst ? (typeof second === 'object' && second !== null ? second : {}) : first
  const callback = [first, second, third].find((argument) => typeof argument === 'function')
  return {
    options: options as http.RequestOptions,
    callback: callback as ((reply: http.IncomingMessage) => void) | undefined,
  }
}

/** Replaces `request` and `get` of one module. Node's own overloads cannot be expressed here, hence the casts. */
const redirectModule = (
  module: typeof http | typeof https,
  scheme: 'http:' | 'https:',
  verdict: (url: URL) => Verdict,
) => {
  const original = module.request as (...args: unknown[]) => http.ClientRequest
  const plain = http.request
  const request = (...args: RequestArguments): http.ClientRequest => {
    const { options, callback } = splitArguments(args)
    const url = addressOf(scheme, args[0], options)
    const decided = verdict(url)
    if (decided === 'pass') return original(...args)
    if (decided === 'refuse') {
      const refused = plain({ host: '127.0.0.1', port: 1, method: options.method })
      refused.destroy(refusal(url))
      return refused
    }
    const { to } = decided
    // The agent may be an https one, and the connection options of TLS mean nothing here.
    const { agent: _agent, protocol: _protocol, host: _host, headers, ...rest } = options
    const withoutHost = Object.fromEntries(
      Object.entries(headers ?? {}).filter(([name]) => name.toLowerCase() !== 'host'),
    )
    const simulated = {
      ...rest,
      hostname: to.hostname,
      port: to.port,
      path: `${to.pathname}${to.search}`,
      headers: withoutHost,
    }
    return plain(simulated, callback)
  }
  module.request = request as typeof module.request
  module.get = ((...args: RequestArguments) => {
    const sent = request(...args)
    sent.end()
    return sent
  }) as typeof module.get
}

/**
 * Sends requests to WeChat's hosts to their simulations, for `node:http`, `node:https` and `fetch`. Product code
 * keeps the real hosts as constants. Connections that are made by other means are judged by the same rules.
 */
export const redirectHosts = (rules: HostRules, onOutside: (host: string) => void): void => {
  const verdict = hostVerdicts(rules, onOutside)
  redirectModule(https, 'https:', verdict)
  redirectModule(http, 'http:', verdict)
  guardSockets(verdict)
  syncBuiltinESMExports()
  const realFetch = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const asked = new Request(input, init)
    const decided = verdict(new URL(asked.url))
    if (decided === 'pass') return realFetch(asked)
    if (decided === 'refuse') throw new TypeError('fetch failed', { cause: refusal(new URL(asked.url)) })
    return realFetch(new Request(decided.to, asked))
  }
}
