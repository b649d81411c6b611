/** Why an environment of another account does not serve a call. */
export class SharingRefusal extends Error {
  readonly errCode: number
  /** The platform's name for the number; empty where it has none. */
  readonly text: string

  /** @param words what the developer is told besides */
  constructor(errCode: number, text: string, words: string) {
    super(words)
    this.name = 'SharingRefusal'
    this.errCode = errCode
    this.text = text
  }
}

/**
 * Numbers and texts are in the list inside of wx-server-sdk 4.0.2. "unauthorized env" is in a public report, too
 * (developers.weixin.qq.com/community, 000808e59683b831eda226d206d000). What stands behind them is ours.
 */
export const SHARING_REFUSALS = {
  /** Another entity, or an environment that the named app does not have. */
  unauthorizedEnvironment: (words: string) => new SharingRefusal(-601012, 'unauthorized env', words),
  emptyErrCode: () =>
    new SharingRefusal(
      -601015,
      'access denied (cloudfunction cloudbase_auth returns empty errCode)',
      'cloudbase_auth must answer { errCode, errMsg, auth }',
    ),
  /** Assumption: what a call meets without a finished init, and an init whose cloudbase_auth has failed. */
  missingAuthInfo: (words: string) => new SharingRefusal(-601016, 'missing env auth info', words),
  denied: (words: string) =>
    new SharingRefusal(-601017, 'access denied (cloudbase_auth returns non-zero errCode)', words),
  /**
   * The guide of environment sharing says that the developer is told of a missing FunctionName (read 2026-11).
   * Assumption: with the number and the words of any call of a function that is not there.
   */
  noAuthFunction: () => new SharingRefusal(-501000, '', 'FunctionName parameter could not be found.'),
} as const
