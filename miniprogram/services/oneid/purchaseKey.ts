import { randomBytes, UUID_BYTES, uuidOf } from './uuid'

/**
 * The key of a purchase is no secret: the server looks at it together with who is calling, so all it must be is
 * different from the person's other keys. Where WeChat has no random values, Math.random is good enough for that.
 */
export async function newPurchaseKey(): Promise<string> {
  return uuidOf(
    (await randomBytes()) ?? Array.from({ length: UUID_BYTES }, () => (Math.random() * 256) & 255),
  )
}
