import { bindingAt } from '../../base/apps.ts'
import { OneIdError } from '../../base/errors.ts'
import { MINUTE_MS } from '../../base/time.ts'
import { provedIn } from '../../identity/facts.ts'
import { unionidVisibility } from '../../identity/visibility.ts'
import { registeredApp } from '../../routes/proof.ts'
import { readCurrentAccount } from '../../store/currentAccount.ts'
import { identityId } from '../../store/documentIds.ts'
import { useOnce } from '../../store/ephemeral.ts'
import type { SessionCall } from './call.ts'
import { startSession } from './issue.ts'

/** Longer than a ticket is good for. */
const MARK_MS = 10 * MINUTE_MS

/**
 * The page exchanges the ticket that it came back with for a session, once. 3 requests.
 * @throws OneIdError TICKET_INVALID, SESSION_ENDED if the account has gone meanwhile
 */
export const signInByTicket = async (
  call: SessionCall,
  { ticket: sealed, verifier }: { readonly ticket: string; readonly verifier: string },
) => {
  const { ports, tokens, config, now } = call
  const { id, appid, openid, isNew } = await tokens.openTicket(sealed, verifier, now)
  if ((await useOnce(ports.db, 'ticket', id, now + MARK_MS)) === 'again')
    throw new OneIdError('TICKET_INVALID', 'used before')
  const app = registeredApp(config, appid)
  const account = await readCurrentAccount(ports.db, identityId(appid, openid))
  if (account === undefined) throw new OneIdError('SESSION_ENDED', 'the account has gone')
  const { identity, user } = account
  const binding = bindingAt(app, now)
  const known = binding !== undefined && provedIn(identity.unions, binding) !== undefined
  const evidence = { appid, openid, route: identity.route, observedAt: now }
  const issued = await startSession(call, { identity: identity._id, userId: user._id }, app.alias)
  return {
    ok: true as const,
    userId: user._id,
    isNew,
    ...unionidVisibility(evidence, binding, known, app.kind),
    ...issued,
  }
}
