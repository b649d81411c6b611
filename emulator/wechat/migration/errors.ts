import { WeChatRefusal } from '../errors.ts'

/** Of the changeopenid page alone (2026-11). Assumption: its words; the page describes the number in Chinese. */
export const MIGRATION_REFUSALS = {
  notMigrated: () => new WeChatRefusal(63178, 'invalid from_appid, or the migration is not confirmed'),
} as const
