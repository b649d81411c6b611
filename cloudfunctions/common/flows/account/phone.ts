import { OneIdError } from '../../base/errors.ts'
import type { UserId } from '../../base/ids.ts'
import { DAY_MS } from '../../base/time.ts'
import { writePersonalFields } from '../../store/accounts.ts'
import { writeAudit } from '../../store/audit.ts'
import { useOnce } from '../../store/ephemeral.ts'
import type { UserDocument } from '../../store/users.ts'
import type { PhoneNumber } from '../../wechat/phoneNumber.ts'
import { phoneNumberError, phoneNumberOf, phoneNumberOfCloudId } from '../../wechat/phoneNumber.ts'
import { inRounds } from '../rounds.ts'
import { auditLineOf } from './audit.ts'
import type { AccountCall, AccountPorts } from './call.ts'
import { callerOf } from './caller.ts'
import { viewOf } from './me.ts'

/** WeChat forgets a code after five minutes; a mark that lives longer refuses no code that would still work. */
const CODE_MARK_MS = DAY_MS

/** Where the number comes from. */
export interface PhoneSource {
  /** Of the getPhoneNumber button; used only without `cloudId`, because WeChat charges for it. */
  readonly code: string | undefined
  /** The field of the event that holds a CloudID, if one does. */
  readonly cloudIdField: string | undefined
  /** What `cloud.getWXContext()` returned at the start of the invocation. */
  readonly raw: unknown
  readonly event: unknown
  /** The paid call. */
  readonly askPhoneNumber: (code: string) => Promise<unknown>
}

/** WeChat charges for every call, so a code is marked before it is asked for: sent twice, it is never paid twice. */
const numberOfCode = async (
  { db, now }: AccountPorts,
  code: string,
  userId: UserId,
  ask: PhoneSource['askPhoneNumber'],
): Promise<PhoneNumber> => {
  if ((await useOnce(db, 'phone-code', code, now + CODE_MARK_MS, userId)) === 'again')
    throw new OneIdError('PHONE_CODE_INVALID', 'the code was sent before', { field: 'code' })
  const reply = await ask(code).catch((error: unknown) => Promise.reject(phoneNumberError(error)))
  return phoneNumberOf(reply)
}

const numberOf = async (
  { ports, proof }: AccountCall,
  { code, cloudIdField: field, raw, event, askPhoneNumber }: PhoneSource,
  userId: UserId,
): Promise<PhoneNumber> => {
  if (field !== undefined)
    return phoneNumberOfCloudId({ raw, event, field, appid: proof.evidence.appid, now: ports.now })
  if (code === undefined) throw new OneIdError('INPUT_INVALID', 'neither code nor phone', { field: 'code' })
  return numberOfCode(ports, code, userId, askPhoneNumber)
}

const sealed = (
  { now, random, sealing }: AccountPorts,
  number: PhoneNumber,
  userId: UserId,
): NonNullable<UserDocument['phone']> => ({
  sealed: sealing.seal(number, userId, random),
  hash: sealing.phoneHash(number),
  lastDigits: number.slice(-4),
  at: now,
})

/**
 * The phone number that WeChat vouches for. It identifies nobody: numbers are given to other people after a while, so
 * no other user with the same one is looked for, and the answer is the same whether there is one or not.
 * 3 requests by CloudID; by code 4 and one paid call to WeChat.
 * @throws OneIdError PHONE_CODE_INVALID, PHONE_MISSING, WECHAT_BUSY, WECHAT_RATE_LIMITED, WECHAT_APP_REFUSED and those
 * of a CloudID
 */
export const setPhone = async (call: AccountCall, source: PhoneSource) => {
  const { ports, proof } = call
  const { db } = ports
  let account = await callerOf(db, proof.evidence)
  const number = await numberOf(call, source, account.user._id)
  return inRounds(ports, async () => {
    const { _id: userId } = account.user
    const phone = sealed(ports, number, userId)
    if ((await writePersonalFields(db, userId, { phone })) === 'again') {
      // Merged or deleted meanwhile: the number is sealed for whom the person is now.
      account = await callerOf(db, proof.evidence)
      return 'again'
    }
    await writeAudit(db, auditLineOf(ports, { what: 'account.phone', userId, app: proof.app.alias }))
    return viewOf({ ...account, user: { ...account.user, phone } })
  })
}
