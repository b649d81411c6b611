import { call } from './call'
import type { LoginRequest, SignedIn } from './contract'

let underway: Promise<SignedIn> | undefined

/**
 * Logs in with the identity that WeChat attaches to the call; there is nothing to pass.
 * Who calls while a call is underway shares its outcome.
 * @param given where the unionid is missing, what may bring it: a code that was fetched before the tap, with open data
 * or without, or a CloudID. Such a call stands for itself.
 * @throws {OneIdError} `retry` says whether a fresh code or only time helps
 */
export function login(given?: LoginRequest): Promise<SignedIn> {
  if (given !== undefined) return call('login', given, isSignedIn)
  underway ??= call('login', {}, isSignedIn).finally(() => {
    underway = undefined
  })
  return underway
}

function isSignedIn(reply: Partial<SignedIn>): reply is SignedIn {
  return typeof reply.userId === 'string'
}
