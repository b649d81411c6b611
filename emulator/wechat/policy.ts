import type { Policy, WorldApp } from './definition.ts'

/** What decides whether WeChat hands out a unionid without asking the person. */
export interface UnionidFacts {
  readonly policy: Policy
  readonly app: WorldApp
  /** Apps bound to the same open platform account that the person follows or has signed in to. */
  readonly ties: readonly WorldApp[]
}

/**
 * Whether `wx.login` + code2Session and the context of a cloud function carry the unionid.
 * - since 2021-02-23: whenever the app is bound (WeChat announcement 000cacfa20ce88df04cb468bc52801, 2021-04-15).
 * - before: only if the person also follows an official account, or has signed in to an official account or mobile app,
 *   of the same entity under the same open platform account (UnionID page of that time).
 */
export const givesUnionidSilently = ({ policy, app, ties }: UnionidFacts): boolean => {
  if (app.openPlatformId === null) return false
  if (policy === 'since-2021') return true
  return ties.some(
    (tie) =>
      tie.appid !== app.appid &&
      tie.entity === app.entity &&
      tie.openPlatformId === app.openPlatformId &&
      (tie.kind === 'official-account' || tie.kind === 'mobile-app'),
  )
}
