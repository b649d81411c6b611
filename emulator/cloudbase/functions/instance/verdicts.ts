import type { HostRules } from './messages.ts'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

export type Verdict = { readonly to: URL } | 'pass' | 'refuse'

/**
 * Where a request goes. `https://api.weixin.qq.com/sns/x?y` becomes the simulated host's prefix followed by
 * `/sns/x?y`.
 * @param onOutside told once per foreign host
 */
export const hostVerdicts = (
  rules: HostRules,
  onOutside: (host: string) => void,
): ((url: URL) => Verdict) => {
  const met = new Set<string>()
  return (url) => {
    // With a dot at its end a name is the same name.
    const hostname = url.hostname.replace(/\.$/, '')
    if (LOOPBACK.test(hostname)) return 'pass'
    const prefix = Object.hasOwn(rules.simulated, hostname) ? rules.simulated[hostname] : undefined
    if (prefix !== undefined) return { to: new URL(`${prefix}${url.pathname}${url.search}`) }
    if (!met.has(hostname)) {
      met.add(hostname)
      onOutside(hostname)
    }
    return rules.others
  }
}

/** What a request that is refused fails with. */
export const refusal = (url: URL): Error =>
  Object.assign(
    new Error(
      `connect ECONNREFUSED ${url.hostname}: the local cloud lets no request leave this machine here`,
    ),
    {
      code: 'ECONNREFUSED',
    },
  )
