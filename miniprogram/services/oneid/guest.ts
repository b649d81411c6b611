import { account } from './account'
import { codeOf, OneIdError } from './error'
import { store, stored } from './stored'
import { randomBytes, uuidOf } from './uuid'

/**
 * A UUID for what somebody does here before having an account; made at the first call and kept on the device. Whoever
 * knows it can claim what was done: treat it like a password.
 * @throws {OneIdError} `GUEST_UNAVAILABLE` where WeChat has no random values: a guessable id would be worse than none
 */
export async function guestId(): Promise<string> {
  const bytes = keptGuest() ? undefined : await randomBytes()
  // Somebody else may have made one meanwhile.
  if (bytes && !keptGuest()) store('guest', uuidOf(bytes))
  const guest = keptGuest()
  if (!guest) throw new OneIdError({ code: 'GUEST_UNAVAILABLE', message: '请更新微信后重试。' })
  return guest
}

/**
 * After a login: what the guest of this device did becomes the account's. Does nothing if there was no guest.
 * @throws {OneIdError} `GUEST_CLAIMED` by another account; the next guest has another id then too
 */
export async function claimGuest(): Promise<void> {
  const guest = keptGuest()
  if (!guest) return
  const claimed = account({ action: 'claimGuest', guestId: guest })
  await claimed.catch((error) => {
    if (codeOf(error) !== 'GUEST_CLAIMED') throw error
  })
  store('guest', '')
  await claimed
}

function keptGuest(): string {
  return String(stored('guest'))
}
