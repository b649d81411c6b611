import { call } from './call'
import type { LoginRequest, SignedIn } from './contract'
import { codeOf } from './error'
import { forgetLogin, keepLogin, keptLogin } from './keptLogin'

let underway: Promise<SignedIn> | undefined
let begun = 0
let keptBegun = 0

/**
 * Logs in with the identity that WeChat attaches to the call; there is nothing to pass. An answer is kept for half an
 * hour; who calls while a call is underway shares its outcome.
 * @param given `{}` asks the server whatever is kept. Where the unionid is missing, what may bring it; see
 * `loginWithOpenData`. Such a call stands for itself.
 * @throws {OneIdError} `retry` says whether a fresh code or only time helps
 */
export function login(given?: LoginRequest): Promise<SignedIn> {
  if (given !== undefined) return ask(given)
  const kept = keptLogin()
  if (kept) return Promise.resolve(kept)
  underway ??= ask({}).finally(() => {
    underway = undefined
  })
  return underway
}

/**
 * Calls a function that wants an account. Who has none (any more) logs in, and the call is made once again.
 * @throws {OneIdError}
 */
export async function callSignedIn<Reply extends { ok: true }>(
  ...request: Parameters<typeof call>
): Promise<Reply> {
  try {
    return await call<Reply>(...request)
  } catch (error) {
    if (codeOf(error) !== 'NOT_SIGNED_IN') throw error
    forgetLogin()
    await login()
    return call(...request)
  }
}

async function ask(given: LoginRequest): Promise<SignedIn> {
  begun += 1
  const mine = begun
  const signedIn = await call<SignedIn>('login', given, 'userId')
  // An answer to an earlier question may come later, and knows less.
  if (mine > keptBegun) {
    keptBegun = mine
    keepLogin(signedIn)
  }
  return signedIn
}
