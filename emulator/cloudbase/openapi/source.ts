import type { Caller } from '../caller.ts'
import type { RunningCall } from '../calls.ts'

/**
 * Who may stand at the head of the chain. Cloud calls authenticate in a chain that a mini-program began, and since
 * DevTools 1.02.1910182 in a timer's (developers.weixin.qq.com, cloud development, "cloud call", 2026-11).
 * Assumption: a chain that a payment began is WeChat's own and may, too; the page does not mention it.
 */
const HEADS = ['wx_client', 'wx_devtools', 'wx_trigger', 'wx_paycallback']

/** What began the chain: the first link of SOURCE. */
export const headOf = ({ source }: Caller): string => source.split(',')[0] ?? ''

/** Whether a cloud call of this function call comes from where the platform allows it. */
export const isLegalSource = (call: RunningCall | undefined): call is RunningCall =>
  call !== undefined && HEADS.includes(headOf(call.caller))
