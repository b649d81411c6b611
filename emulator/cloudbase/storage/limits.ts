/** Longest path of a file in bytes: developers.weixin.qq.com, object storage, "file name rules", read 2026-11. */
export const PATH_MAX_BYTES = 850

/** Files in one getTempFileURL or deleteFile: developers.weixin.qq.com, "Cloud.getTempFileURL", read 2026-11. */
export const FILES_PER_REQUEST_MAX = 50

/**
 * Life of a temporary URL in seconds: "defaults to one day and should be not longer than one day",
 * developers.weixin.qq.com, server API getTempFileURL, read 2026-11. Another page of the same site says ten minutes.
 */
export const URL_LIFE_DEFAULT = 86_400
export const URL_LIFE_MAX = 86_400

/** Assumption: how long an upload may take to begin is not public. In seconds. */
export const UPLOAD_LIFE = 900

/** Longest file. Our own bound, for a file passes through memory. */
export const FILE_MAX_BYTES = 256 * 1024 * 1024
