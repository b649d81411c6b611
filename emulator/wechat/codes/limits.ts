/** Life of one-time codes, all single use. */
export const CODE_LIFETIME_MS = {
  /** wx.login: 5 minutes (wx.login reference, 2026-11). */
  login: 300_000,
  /** Button getPhoneNumber: 5 minutes (getPhoneNumber guide, 2026-11). */
  phone: 300_000,
  /** Web authorisation of an official account: 5 minutes (web authorisation guide, 2026-11). */
  oauth: 300_000,
  /** Website QR login: 10 minutes (website login guide, 2026-11). */
  website: 600_000,
  /** Mobile app login: the current page says nothing, an older one 10 minutes. */
  mobile: 600_000,
} as const
