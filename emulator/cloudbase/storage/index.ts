import { randomBytes } from 'node:crypto'
import type { Service } from '../service.ts'
import { createActions } from './actions.ts'
import { pathsOf, readAuthorization } from './addresses.ts'
import type { CosError } from './errors.ts'
import { COS_ERRORS } from './errors.ts'
import { createFileIds } from './fileIds.ts'
import { filesInMemory, filesOnDisk } from './files.ts'
import { createSignatures } from './signatures.ts'

export { COS_ERRORS, cosErrorBody } from './errors.ts'
export { FILE_MAX_BYTES } from './limits.ts'

export interface StorageOptions {
  /** Folder for the files; in memory without one. */
  readonly folder: string | undefined
  readonly environment: string
  /** World time in milliseconds since 1970. */
  readonly now: () => number
  /** `http://127.0.0.1:<port>` */
  readonly origin: () => string
}

/** A file on its way out. */
export interface Download {
  readonly path: string
  readonly bytes: Uint8Array
}

/** File storage (云存储), and the object store behind it. */
export interface Storage {
  readonly service: Service
  /** `PUT` or `POST` to the address that getUploadMetadata gave. Answers what is wrong. */
  readonly upload: (
    pathname: string,
    authorization: string | undefined,
    bytes: Uint8Array,
  ) => Promise<CosError | undefined>
  /** `GET` of a temporary URL. */
  readonly download: (pathname: string, query: URLSearchParams) => Promise<Download | CosError>
}

/** Buckets are named `<first two letters in hex>-<environment>-<number of the account>`, as fileIDs show. */
const bucketOf = (environment: string): string =>
  `${Buffer.from(environment.slice(0, 2)).toString('hex')}-${environment}-1250000000`

export const createStorage = ({ folder, environment, now, origin }: StorageOptions): Storage => {
  const files = folder === undefined ? filesInMemory() : filesOnDisk(folder)
  const fileIds = createFileIds(environment, bucketOf(environment))
  const signatures = createSignatures(now)

  const permitted = (
    method: 'GET' | 'PUT',
    pathname: string,
    signature: Parameters<typeof signatures.check>[2] | undefined,
  ): { readonly path: string } | CosError => {
    if (signature === undefined) return COS_ERRORS.WRONG_SIGNATURE
    for (const path of pathsOf(pathname)) {
      const verdict = signatures.check(method, path, signature)
      if (verdict === 'valid') return { path }
      if (verdict === 'expired') return COS_ERRORS.EXPIRED
    }
    return COS_ERRORS.WRONG_SIGNATURE
  }

  return {
    service: {
      name: 'storage',
      actions: createActions({
        files,
        fileIds,
        signatures,
        origin,
        newToken: () => `LOCAL${randomBytes(16).toString('hex')}`,
      }),
    },
    upload: async (pathname, authorization, bytes) => {
      const permission = permitted('PUT', pathname, readAuthorization(authorization))
      if (!('path' in permission)) return permission
      await files.write(permission.path, bytes)
      return undefined
    },
    download: async (pathname, query) => {
      const until = Number(query.get('t'))
      const permission = permitted('GET', pathname, { sign: query.get('sign') ?? '', until })
      if (!('path' in permission)) return permission
      const bytes = await files.read(permission.path)
      return bytes === undefined ? COS_ERRORS.NO_SUCH_KEY : { path: permission.path, bytes }
    },
  }
}
