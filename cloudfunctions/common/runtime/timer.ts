import * as v from 'valibot'
import { OneIdError } from '../base/errors.ts'

const ContextSchema = v.object({ SOURCE: v.optional(v.string()) })

/**
 * Lets only a timer of this function pass. SOURCE is the chain of callers and is then exactly `wx_trigger`; a function
 * that a timer started and that calls this one adds `scf` (Cloud.getWXContext reference of the WeChat documentation,
 * 2026-11). The event proves nothing: a client can send all that a timer sends.
 * @param context what `cloud.getWXContext()` returned at the start of the invocation
 * @throws OneIdError NOT_A_TIMER
 */
export const requireTimer = (context: unknown): void => {
  const parsed = v.safeParse(ContextSchema, context)
  const source = parsed.success ? parsed.output.SOURCE : undefined
  if (source !== 'wx_trigger') throw new OneIdError('NOT_A_TIMER', `SOURCE is ${source ?? 'absent'}`)
}
