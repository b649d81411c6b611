import type { AdminRequest } from '../../../services/oneid/contract'

export type By = Extract<AdminRequest, { action: 'find' }>['by']

/**
 * What an administrator has typed: a userId, a phone number, or two words: appid and openid, or the name of an open
 * platform and a unionid. Nothing if it is none of these.
 */
export function readSearch(typed: string): By | undefined {
  const [first = '', second, ...more] = typed.trim().split(/\s+/)
  if (second !== undefined) {
    if (more.length > 0) return undefined
    if (/^wx[0-9a-f]{16}$/.test(first)) return { appid: first, openid: second }
    return { openPlatform: first, unionid: second }
  }
  if (/^u[A-Za-z0-9_-]{22}$/.test(first)) return { userId: first }
  const digits = first.replace(/-/g, '')
  if (/^1\d{10}$/.test(digits)) return { phone: `+86${digits}` }
  return /^\+[1-9]\d{6,14}$/.test(digits) ? { phone: digits } : undefined
}
