import type { Failure } from './contract'
import { cloudCallFailed, OneIdError } from './error'

/**
 * Calls a function of the service.
 * @param isWhole looks at the fields without which the reply is of no use
 * @throws {OneIdError}
 */
export async function call<Reply extends { ok: true }>(
  name: string,
  data: object,
  isWhole: (reply: Partial<Reply>) => reply is Reply,
): Promise<Reply> {
  const reply = await callFunction(name, data)
  if (isFailure(reply)) throw new OneIdError(reply)
  if (hasFields<Reply>(reply) && reply.ok === true && isWhole(reply)) return reply
  throw new OneIdError({ code: 'UNEXPECTED_REPLY', message: '服务的答复有误，请稍后重试。', requestId: '' })
}

async function callFunction(name: string, data: object): Promise<unknown> {
  try {
    const { result } = await wx.cloud.callFunction({ name, data })
    return result
  } catch (cause) {
    throw cloudCallFailed(cause)
  }
}

function hasFields<Reply>(reply: unknown): reply is Partial<Reply> {
  return typeof reply === 'object' && reply !== null
}

function isFailure(reply: unknown): reply is Failure {
  return hasFields<Failure>(reply) && reply.ok === false && typeof reply.code === 'string'
}
