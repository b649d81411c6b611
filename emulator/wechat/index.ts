import type { Codes } from './codes/index.ts'
import { createCodes } from './codes/index.ts'
import type { ApiDoor, WeChatParts } from './door.ts'
import type { Tokens } from './token/index.ts'
import { createTokens } from './token/index.ts'

/** What WeChat's own servers do, over one world. */
export interface SimulatedWeChat {
  readonly codes: Codes
  readonly tokens: Tokens
  /** Every HTTPS API of api.weixin.qq.com: a new one is a file in a folder and a line here. */
  readonly doors: readonly ApiDoor[]
}

export const createWeChat = (parts: WeChatParts): SimulatedWeChat => {
  const codes = createCodes(parts)
  const tokens = createTokens(parts)
  return { codes, tokens, doors: [...tokens.doors] }
}
