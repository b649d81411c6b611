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

/** Largest document: MongoDB manual, "MongoDB Limits and Thresholds", "BSON Document Size", read 2026-11. */
export const DOCUMENT_BYTES_MAX = 16 * 1024 * 1024

/**
 * Documents answered by an aggregation without a `$limit`. The documentation is silent; measured by users of cloud
 * functions: developers.weixin.qq.com/community/develop/article/doc/000624c67c8b48611dba2b12058c13, 2020-07-23.
 */
export const AGGREGATE_LIMIT_DEFAULT = 20

/** Most documents that an aggregation with a `$limit` answers: the same report. */
export const AGGREGATE_LIMIT_MAX = 10_000

/**
 * Most bytes of documents that a request of a client is answered (beyond it: -602001). WeChat documentation,
 * "Cloud development error codes", read 2026-11. Requests of cloud functions are not cut by it, so no action here is:
 * whoever answers clients compares `resultBytes` of the list with it.
 */
export const CLIENT_RESULT_BYTES_MAX = 1024 * 1024
