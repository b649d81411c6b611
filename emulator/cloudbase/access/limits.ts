/**
 * Limits of client access. Rules: CloudBase documentation, "Security Rules" and "System Functions"
 * (https://docs.cloudbase.net/database/security-rules, https://docs.cloudbase.net/rule/reference/function), read 2026-11.
 */

/** Longest expression of a rule, in characters. */
export const RULE_LENGTH_MAX = 1024

/** Most `get()` in one expression. */
export const GETS_MAX = 3

/** How deep `get()` may stand in the argument of `get()`. */
export const GET_NESTING_MAX = 2

/** Most different documents that the `get()` of one request read. */
export const GET_DOCUMENTS_MAX = 10

/**
 * Documents that a query of a mini-program answers, without a limit and at most: WeChat Cloud reference,
 * "Collection.limit", read 2026-11.
 */
export const CLIENT_QUERY_LIMIT = 20

/** Alternatives of an `or`, and values of an `in`, that one check looks at. Our choice: it bounds the work. */
export const ALTERNATIVES_MAX = 256
