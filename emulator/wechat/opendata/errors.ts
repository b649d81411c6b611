/**
 * Why a CloudID is not replaced (page of cloud development's error codes, 2026-11).
 * Assumption: the words, but for those of -601006, which page "Cloud.CloudID" shows.
 */
export const CLOUD_ID_ERRORS = {
  invalid: { errCode: -601005, errMsg: 'invalid cloudID.' },
  expired: { errCode: -601006, errMsg: 'cloudID expired.' },
  notOfCaller: { errCode: -601007, errMsg: 'cloudID not match user.' },
  noPhone: { errCode: -601009, errMsg: 'missing mobile phone.' },
} as const

/** Assumption: texts of the client; the pages document none. */
export const CLIENT_TEXTS = {
  notLoggedIn: 'login state is missing or expired, call wx.login first',
  noDesc: 'parameter error: parameter.desc should be String instead of Undefined;',
  longDesc: 'desc length does not meet the requirements',
} as const
