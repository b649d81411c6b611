import { windowFigures } from '../../store/paymentWindows.ts'
import type { AdminCall, Asked } from './call.ts'
import { record } from './record.ts'

/**
 * What became of the five minutes after each payment: opened, used, lost and why, and the seconds to the unionid.
 * 2 requests, however many payments there were.
 */
export const paymentWindows = async (call: AdminCall, { since, until }: Asked<'paymentWindows'>) => {
  const figures = await windowFigures(call.ports.db, since, until)
  await record(call, 'paymentWindows', [])
  return { ok: true as const, ...figures }
}
