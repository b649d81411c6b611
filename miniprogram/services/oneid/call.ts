import type { Failure } from './contract'
import { cloudCallFailed, OneIdError, partOf } from './error'

/** What is used of `wx.cloud`, or of a `wx.cloud.Cloud` that was made for another account's environment. */
export interface Cloud {
  callFunction(call: { name: string; data: object }): Promise<{ result?: unknown }>
}

let chosen: Cloud | undefined

/** The environment in which the functions are, where it is not the mini-program's own (跨账号环境共享); after its `init`. */
export function useCloud(cloud: Cloud): void {
  chosen = cloud
}

/**
 * Calls a function of the service.
 * @param fields without which the reply is of no use
 * @throws {OneIdError}
 */
export async function call<Reply extends { ok: true }>(
  name: string,
  data: object,
  ...fields: readonly string[]
): Promise<Reply> {
  const reply = await callFunction(name, data)
  if (isWhole<Reply>(reply, fields) && reply.ok) return reply
  if (isWhole<Failure>(reply, ['code'])) throw new OneIdError(reply)
  throw new OneIdError({ code: 'UNEXPECTED_REPLY', message: '服务的答复有误，请稍后重试。' })
}

async function callFunction(name: string, data: object): Promise<unknown> {
  try {
    const { result } = await (chosen ?? wx.cloud).callFunction({ name, data })
    return result
  } catch (cause) {
    throw cloudCallFailed(cause)
  }
}

/** What is in the fields, the service and this SDK have agreed on in contract.ts. */
function isWhole<Reply>(reply: unknown, fields: readonly string[]): reply is Reply {
  return fields.every((field) => (partOf(reply, field) ?? '') !== '')
}
