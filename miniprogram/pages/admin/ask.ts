import type {
  AdminRequest,
  Backlog,
  Conflicts,
  Coverage,
  Done,
  FoundUsers,
  MergedUsers,
  PaymentWindows,
  SplitUsers,
} from '../../services/oneid/contract'
import { callSignedIn } from '../../services/oneid/login'

type Asks<Action> = Extract<AdminRequest, { action: Action }>

/** The field without which an answer is of no use. */
const FIELDS: Readonly<Record<AdminRequest['action'], string>> = {
  becomeFirst: 'ok',
  find: 'users',
  show: 'users',
  merge: 'survivor',
  split: 'userId',
  conflicts: 'conflicts',
  resolve: 'ok',
  liftBarrier: 'ok',
  backlog: 'waiting',
  revive: 'ok',
  coverage: 'days',
  paymentWindows: 'opened',
  appoint: 'ok',
  dismiss: 'ok',
}

/**
 * What administrators do; every action is explained in contract.ts and written into the audit.
 * @throws {OneIdError} NOT_ADMINISTRATOR for everybody else
 */
export function ask(request: Asks<'find' | 'show'>): Promise<FoundUsers>
export function ask(request: Asks<'merge'>): Promise<MergedUsers>
export function ask(request: Asks<'split'>): Promise<SplitUsers>
export function ask(request: Asks<'conflicts'>): Promise<Conflicts>
export function ask(request: Asks<'backlog'>): Promise<Backlog>
export function ask(request: Asks<'coverage'>): Promise<Coverage>
export function ask(request: Asks<'paymentWindows'>): Promise<PaymentWindows>
export function ask(request: Asks<'becomeFirst' | 'resolve' | 'liftBarrier' | 'revive'>): Promise<Done>
export function ask(request: AdminRequest): Promise<{ ok: true }> {
  return callSignedIn('admin', request, FIELDS[request.action])
}
