const BYTES = 16

/**
 * A UUID of version 4 (RFC 9562, section 5.4).
 * The key of a purchase is no secret: the server looks at it together with who is calling, so all it must be is
 * different from the person's other keys. Where WeChat has no random values, Math.random is good enough for that.
 */
export async function newPurchaseKey(): Promise<string> {
  const bytes = (await randomValues()) ?? Array.from({ length: BYTES }, () => Math.floor(Math.random() * 256))
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  // One digit is the version, one the variant (8, 9, a or b).
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5')
}

/** Nothing before base library 2.15.0 (wx.getRandomValues reference, 2026-11), or when the phone has none to give. */
async function randomValues(): Promise<Uint8Array | undefined> {
  if (!wx.canIUse('getRandomValues')) return undefined
  try {
    const { randomValues } = await wx.getRandomValues({ length: BYTES })
    return new Uint8Array(randomValues)
  } catch {
    return undefined
  }
}
