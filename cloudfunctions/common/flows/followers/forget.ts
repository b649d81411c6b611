import type { App } from '../../base/apps.ts'
import type { OpenId } from '../../base/ids.ts'
import type { CurrentAccount } from '../../store/currentAccount.ts'
import { readCurrentAccount } from '../../store/currentAccount.ts'
import { identityId } from '../../store/documentIds.ts'
import { readKeysOf } from '../../store/identities.ts'
import { commitUnlink } from '../../store/unlinking.ts'
import { auditLineOf } from '../account/audit.ts'
import { requestDeletion } from '../account/deletion.ts'
import { bringHome, leaving } from '../account/unlink.ts'
import type { Work } from '../jobs/work.ts'
import { inRounds } from '../rounds.ts'

/** At once: nobody has asked for it, and nobody can take it back. */
const NO_GRACE = { deletionGraceDays: 0, undoDays: 0 } as const

const forget = async (
  work: Work,
  app: App,
  account: CurrentAccount,
): Promise<'forgotten' | 'done' | 'again'> => {
  const { ports, sealing, clock } = work
  const { user, identity } = account
  const audited = { ...ports, sealing, now: clock() }
  // Which of the keys stay with this account is not settled yet.
  if (user.splitting !== undefined) return 'again'
  await bringHome(ports.db, account)
  const keys = await readKeysOf(ports.db, user._id)
  const isAlone = !keys.some((key) => key.kind === 'identity' && key._id !== identity._id)
  if (isAlone) {
    const asked = await requestDeletion(audited, NO_GRACE, user, {
      app: app.alias,
      by: 'system',
      follower: { appid: app.appid, openid: identity.openid },
    })
    return asked === 'again' ? asked : 'done'
  }
  const line = { what: 'follower.forgotten', userId: user._id, app: app.alias, about: [identity._id] }
  const outcome = await commitUnlink(ports.db, {
    ...leaving(keys, identity._id),
    user,
    line: auditLineOf(audited, { ...line, by: 'system' }),
  })
  return outcome === 'again' ? 'again' : 'forgotten'
}

/**
 * Somebody follows an official account no more: what we have from following alone is removed, as WeChat's rules want it
 * (developer standards of official accounts, 2026-11). An identity by which the person has signed in stays, because it is
 * theirs; an account that consists of nothing else is deleted.
 */
export const forgetFollower = (work: Work, app: App, openid: OpenId): Promise<'forgotten' | 'done'> =>
  inRounds(work.ports, async () => {
    const account = await readCurrentAccount(work.ports.db, identityId(app.appid, openid))
    if (account === undefined || account.identity.route !== 'follower') return 'done'
    return forget(work, app, account)
  })
