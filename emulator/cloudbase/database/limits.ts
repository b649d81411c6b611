/**
 * Documents answered by a query that names no limit.
 * CloudBase documentation, "Collection.limit", read 2026-11; @cloudbase/database 1.4.3 sends it by itself.
 */
export const QUERY_LIMIT_DEFAULT = 100

/** Most documents one query answers: the same page; @cloudbase/database 1.4.3 cuts a greater limit to it. */
export const QUERY_LIMIT_MAX = 1000

/**
 * Life of a transaction. The platform's own error text of 2026-11 names it: "transaction must be commit or abort
 * in 30 seconds".
 */
export const TRANSACTION_LIFETIME_MS = 30_000

/**
 * How long a plain write waits for a transaction that holds its document. Our choice: MongoDB retries such a write
 * without an end of its own, and wx-server-sdk 4.0.2 gives up on any request after 15 s.
 */
export const LOCK_WAIT_MS = 10_000

/** Deepest nesting of a document or query: MongoDB manual, "MongoDB Limits and Thresholds", read 2026-11. */
export const NESTING_MAX = 100
