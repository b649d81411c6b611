/** Migration of official accounts (changeopenid page, 2026-11). */
export const MIGRATION_LIMITS = {
  /** openids in one call. */
  BATCH: 100,
  /** For so long old openids can be changed after the migration. */
  USABLE_MS: 15 * 86_400_000,
} as const
