import { invalidPath } from './errors.ts'
import { PATH_MAX_BYTES } from './limits.ts'

/**
 * A path that the platform takes: not empty, no `/` in front, no `//`, at most 850 bytes, no control characters
 * (developers.weixin.qq.com, object storage, "file name rules", read 2026-11). Assumption: `.` and `..` as a whole
 * name are refused; no URL could name such a file.
 * @throws PlatformError INVALID_PARAM
 */
export const checkedPath = (path: unknown): string => {
  if (typeof path !== 'string' || path === '') throw invalidPath('is empty')
  if (path.startsWith('/')) throw invalidPath('begins with /')
  if (path.includes('//')) throw invalidPath('contains //')
  if (Buffer.byteLength(path) > PATH_MAX_BYTES) throw invalidPath(`is longer than ${PATH_MAX_BYTES} bytes`)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(path) || /\p{Surrogate}/u.test(path))
    throw invalidPath('contains control characters')
  if (path.split('/').some((name) => name === '.' || name === '..')) throw invalidPath('contains . or ..')
  return path
}

/** File ids of one bucket of one environment. */
export interface FileIds {
  readonly of: (path: string) => string
  /** The path; `foreign` for a file of another bucket, `invalid` for what is no file id. */
  readonly read: (fileId: unknown) => { readonly path: string } | 'foreign' | 'invalid'
}

/** `cloud://<environment>.<bucket>/<path>`, as the console shows it. */
export const createFileIds = (environment: string, bucket: string): FileIds => {
  const prefix = `cloud://${environment}.${bucket}/`
  return {
    of: (path) => prefix + path,
    read: (fileId) => {
      if (typeof fileId !== 'string' || !/^cloud:\/\/[^/]+\/./.test(fileId)) return 'invalid'
      return fileId.startsWith(prefix) ? { path: fileId.slice(prefix.length) } : 'foreign'
    },
  }
}
