import type { SignedIn } from './contract'
import { partOf } from './error'
import { store, stored } from './stored'

/** How long an answer of `login` is good without asking again: what changes meanwhile, the SDK is told of otherwise. */
const KEPT_MS = 30 * 60_000

interface KeptLogin {
  readonly signedIn: SignedIn
  /** Milliseconds since 1970. */
  readonly until: number
}

let kept: KeptLogin | undefined

export function keepLogin(signedIn: SignedIn): void {
  kept = { signedIn, until: Date.now() + KEPT_MS }
  // At the next start nobody is new any more.
  store('login', { ...kept, signedIn: { ...signedIn, isNew: false } })
}

/** The answer that is still good, even of an earlier start of the mini-program. */
export function keptLogin(): SignedIn | undefined {
  const last: unknown = kept ?? stored('login')
  if (!isKeptLogin(last)) return undefined
  const left = last.until - Date.now()
  // A clock that was set back must not make it good for longer.
  if (!(left > 0 && left <= KEPT_MS)) return undefined
  kept = last
  return last.signedIn
}

export function forgetLogin(): void {
  kept = undefined
  store('login', '')
}

function isKeptLogin(value: unknown): value is KeptLogin {
  return partOf(value, 'signedIn') !== undefined
}
