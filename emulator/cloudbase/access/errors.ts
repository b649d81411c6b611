import { PlatformError } from '../errors.ts'

/**
 * The platform refuses what its rules do not allow: -502003 in a mini-program.
 * Assumption: the words behind the number differ between versions of the platform and are not documented.
 */
export const permissionDenied = () => new PlatformError('DATABASE_PERMISSION_DENIED', 'Permission denied')

/** A request that no version of the client SDK makes. */
export const invalidParam = (message: string) => new PlatformError('INVALID_PARAM', message)

/**
 * `_openid` belongs to the platform: "not allowed to set" when a document is added, "not allowed to change" later
 * (WeChat Cloud guide, "Database security rules", read 2026-11). Assumption: the words of the refusal are not public.
 */
export const ownerIsReserved = () => invalidParam('_openid is written by the platform and cannot be set')

/** A rule that is not of the language: a mistake in schema.json. */
export class RuleSyntaxError extends Error {
  constructor(message: string, rule: string, at: number) {
    super(`${message} at character ${at + 1} of the rule "${rule}"`)
    this.name = 'RuleSyntaxError'
  }
}
