import type { LoginReply, LoginRequest, SignedIn } from './contract'
import { cloudCallFailed, OneIdError } from './error'

export type { LoginRequest, NextRoute, SignedIn, UnionidReason, UnionidState } from './contract'
export { OneIdError } from './error'

let underway: Promise<SignedIn> | undefined

/**
 * Logs in with the identity that WeChat attaches to the call; there is nothing to pass.
 * Who calls while a call is underway shares its outcome.
 * @param given where the unionid is missing, what may bring it: a code that was fetched before the tap, with open data
 * or without, or a CloudID. Such a call stands for itself.
 * @throws {OneIdError} `retry` says whether a fresh code or only time helps
 */
export function login(given?: LoginRequest): Promise<SignedIn> {
  if (given !== undefined) return callLogin(given)
  underway ??= callLogin({}).finally(() => {
    underway = undefined
  })
  return underway
}

async function callLogin(given: LoginRequest): Promise<SignedIn> {
  const reply = await callFunction('login', given)
  if (isFailure(reply)) throw new OneIdError(reply)
  if (isSignedIn(reply)) return reply
  throw new OneIdError({ code: 'UNEXPECTED_REPLY', message: '服务的答复有误，请稍后重试。', requestId: '' })
}

async function callFunction(name: string, data: LoginRequest): Promise<unknown> {
  try {
    const { result } = await wx.cloud.callFunction({ name, data })
    return result
  } catch (cause) {
    throw cloudCallFailed(cause)
  }
}

function isReply(reply: unknown): reply is Partial<LoginReply> {
  return typeof reply === 'object' && reply !== null
}

function isFailure(reply: unknown): reply is Extract<LoginReply, { ok: false }> {
  return isReply(reply) && reply.ok === false && typeof reply.code === 'string'
}

function isSignedIn(reply: unknown): reply is SignedIn {
  return isReply(reply) && reply.ok === true && typeof reply.userId === 'string'
}
