import type { CurrentAccount } from '../../store/currentAccount.ts'
import type { AccountCall } from './call.ts'
import { callerOf, isDirect } from './caller.ts'

/** The account as its owner sees it. */
export const viewOf = (account: CurrentAccount) => {
  const { _id: userId, createdAt, profile, phone, deletion, administrator } = account.user
  return {
    ok: true as const,
    userId,
    createdAt,
    ...(profile?.nickname !== undefined && { nickname: profile.nickname }),
    ...(profile?.avatar !== undefined && { avatar: profile.avatar }),
    ...(phone !== undefined && { phone: `*******${phone.lastDigits}` }),
    administrator: administrator && isDirect(account),
    ...(deletion !== undefined && { deletionDue: deletion.due }),
  }
}

/** 1 request. */
export const me = async ({ ports: { db }, proof }: AccountCall) => viewOf(await callerOf(db, proof.evidence))
