import { readPersonalData } from '../../store/personalData.ts'
import { becameThis } from '../origins.ts'
import type { AccountCall } from './call.ts'
import { callerOf } from './caller.ts'

/**
 * Everything that is held about the caller, with the phone number opened. The openids and unionids are the person's own,
 * and this is the one answer that holds any. 9 requests, one more for each generation of merges.
 */
export const exportAccount = async ({ ports: { db, sealing }, proof }: AccountCall) => {
  const { user } = await callerOf(db, proof.evidence)
  const users = [user, ...(await becameThis(db, user._id))]
  return { ok: true as const, data: await readPersonalData(db, sealing, users) }
}
