import * as v from 'valibot'
import type { WeChatParts } from '../door.ts'
import { REFUSALS } from '../errors.ts'
import { createForgetting } from '../forgetting.ts'
import { CODE_LIFETIME_MS } from './limits.ts'

const CodeSchema = v.object({
  code: v.string(),
  kind: v.picklist(['login', 'phone', 'oauth', 'website', 'mobile']),
  appid: v.string(),
  personId: v.string(),
  /** Milliseconds since 1970. */
  issuedAt: v.number(),
  usedAt: v.optional(v.number()),
  /** What the person agreed to: `snsapi_base`, `snsapi_userinfo`, `snsapi_login`. */
  scope: v.optional(v.string(), ''),
  /** Of a snapshot page: the ids are of nobody. */
  snapshot: v.optional(v.boolean(), false),
})

export type IssuedCode = v.InferOutput<typeof CodeSchema>
export type CodeKind = IssuedCode['kind']

/** One-time codes of all kinds. */
export interface Codes {
  /** What is known of a code, without using it. */
  readonly look: (code: string) => IssuedCode | undefined
  readonly issue: (
    code: Pick<IssuedCode, 'kind' | 'appid' | 'personId'> & Partial<Pick<IssuedCode, 'scope' | 'snapshot'>>,
  ) => string
  /**
   * Uses a code up.
   * @throws WeChatRefusal 40163 when it was used, 40029 when it is unknown, expired, of another app or another kind.
   * Which of the two comes for a code that is used and expired is not documented: assumed is 40163.
   */
  readonly redeem: (kinds: readonly CodeKind[], appid: string, code: string) => IssuedCode
}

export const createCodes = ({ tables, now, random }: WeChatParts): Codes => {
  const issued = tables.open('codes', CodeSchema)
  const forgetOld = createForgetting(issued, now)
  return {
    look: issued.get,
    issue: (wanted) => {
      forgetOld()
      // 32 characters that begin with a 0, as codes of wx.login have looked for years.
      const code = `0${random(16).slice(1)}`
      issued.put(code, { scope: '', snapshot: false, ...wanted, code, issuedAt: now() })
      return code
    },
    redeem: (kinds, appid, code) => {
      const found = issued.get(code)
      if (found === undefined || found.appid !== appid || !kinds.includes(found.kind))
        throw REFUSALS.invalidCode()
      if (found.usedAt !== undefined) throw REFUSALS.codeUsed()
      if (now() - found.issuedAt > CODE_LIFETIME_MS[found.kind]) throw REFUSALS.invalidCode()
      issued.put(code, { ...found, usedAt: now() })
      return found
    },
  }
}
