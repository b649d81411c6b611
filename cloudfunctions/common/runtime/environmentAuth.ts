import type { Clock } from '../base/time.ts'
import { captureContext } from './cloud.ts'
import { errorFields, logLine } from './log.ts'

/**
 * What `cloudbase_auth` has to answer: `errCode` 0 lets the caller in, and `auth` becomes `auth.custom` in security
 * rules (guide of environment sharing, developers.weixin.qq.com, 2026-11).
 */
export interface AuthReply {
  readonly errCode: number
  readonly errMsg: string
  readonly auth: string
}

/** Any number but 0 refuses; the text reaches the developer of the other app. */
const REFUSED = 1

/**
 * Makes `exports.main` of `cloudbase_auth`.
 * @param admit answers the alias of the app that is let in
 * @throws never: a refusal is an answer
 */
export const defineAuth =
  (
    name: string,
    admit: (context: unknown, now: number) => string,
    clock: Clock = () => Date.now(),
  ): ((event?: unknown) => Promise<AuthReply>) =>
  async () => {
    const context = captureContext()
    try {
      const app = admit(context, clock())
      console.log(logLine({ function: name, app }))
      return { errCode: 0, errMsg: '', auth: JSON.stringify({ app }) }
    } catch (error) {
      const fields = errorFields(error)
      console.error(logLine({ function: name, ...fields }))
      return { errCode: REFUSED, errMsg: String(fields['code']), auth: '{}' }
    }
  }
