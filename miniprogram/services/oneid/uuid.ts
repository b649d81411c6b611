export const UUID_BYTES = 16

/** A UUID of version 4 (RFC 9562, section 5.4). */
export function uuidOf(bytes: ArrayLike<number>): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  // One digit is the version, one the variant (8, 9, a or b).
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5')
}

/** Nothing before base library 2.15.0 (wx.getRandomValues reference, 2026-11), or when the phone has none to give. */
export async function randomBytes(): Promise<Uint8Array | undefined> {
  if (!wx.canIUse('getRandomValues')) return undefined
  try {
    const { randomValues } = await wx.getRandomValues({ length: UUID_BYTES })
    return new Uint8Array(randomValues)
  } catch {
    return undefined
  }
}
