import { writePersonalFields } from '../../store/accounts.ts'
import { writeAudit } from '../../store/audit.ts'
import type { UserDocument } from '../../store/users.ts'
import { inRounds } from '../rounds.ts'
import { auditLineOf } from './audit.ts'
import type { AccountCall } from './call.ts'
import { callerOf } from './caller.ts'
import { viewOf } from './me.ts'

/** As the person filled it in: an empty text removes, an absent one leaves what is there. */
interface Wanted {
  readonly nickname?: string | undefined
  readonly avatar?: string | undefined
}

type Profile = NonNullable<UserDocument['profile']>

const profileAfter = (profile: Profile, wanted: Wanted): Profile => {
  const { nickname = '', avatar = '' } = {
    nickname: wanted.nickname ?? profile.nickname,
    avatar: wanted.avatar ?? profile.avatar,
  }
  return { ...(nickname !== '' && { nickname }), ...(avatar !== '' && { avatar }) }
}

/** Only what differs, so that two devices that change different fields do not undo each other. */
const changesOf = (before: Profile, after: Profile) => ({
  ...(after.nickname !== before.nickname && { nickname: after.nickname ?? null }),
  ...(after.avatar !== before.avatar && { avatar: after.avatar ?? null }),
})

/** Nickname and avatar; of one field, the last change wins. 3 requests, 1 when nothing changes. */
export const changeProfile = ({ ports, proof }: AccountCall, wanted: Wanted) =>
  inRounds(ports, async () => {
    const { db } = ports
    const account = await callerOf(db, proof.evidence)
    const { _id: userId, profile: before = {} } = account.user
    const profile = profileAfter(before, wanted)
    const changes = changesOf(before, profile)
    if (Object.keys(changes).length === 0) return viewOf(account)
    if ((await writePersonalFields(db, userId, changes)) === 'again') return 'again'
    await writeAudit(db, auditLineOf(ports, { what: 'account.profile', userId, app: proof.app.alias }))
    return viewOf({ ...account, user: { ...account.user, profile } })
  })
