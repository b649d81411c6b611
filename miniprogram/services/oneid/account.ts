import type { Account, AccountRequest, Done, Export, Identities } from './contract'
import { forgetLogin } from './keptLogin'
import { callSignedIn } from './login'

type Asks<Action> = Extract<AccountRequest, { action: Action }>

const FIELDS: Readonly<Partial<Record<AccountRequest['action'], string>>> = {
  identities: 'identities',
  unlink: 'ok',
  claimGuest: 'ok',
  export: 'data',
}

/**
 * What people do with their own account; every action is explained in contract.ts. Who has no account gets one.
 * @throws {OneIdError}
 */
export function account(request: Asks<'identities'>): Promise<Identities>
export function account(request: Asks<'export'>): Promise<Export>
export function account(request: Asks<'unlink' | 'claimGuest'>): Promise<Done>
export function account(
  request: Asks<'me' | 'profile' | 'phone' | 'delete' | 'cancelDeletion'>,
): Promise<Account>
export async function account(request: AccountRequest): Promise<Account | Identities | Export | Done> {
  const { action } = request
  const reply = await callSignedIn<Account | Identities | Export | Done>(
    'account',
    request,
    FIELDS[action] ?? 'userId',
  )
  // It may have been this app: then the next login makes an account.
  if (action === 'unlink') forgetLogin()
  return reply
}
