import * as v from 'valibot'
import type { Action } from '../service.ts'
import { authorizationOf, downloadUrl, uploadUrl } from './addresses.ts'
import { FILE_CODES, invalidRequest, tooManyFiles } from './errors.ts'
import type { FileIds } from './fileIds.ts'
import { checkedPath } from './fileIds.ts'
import type { Files } from './files.ts'
import { FILES_PER_REQUEST_MAX, UPLOAD_LIFE, URL_LIFE_DEFAULT, URL_LIFE_MAX } from './limits.ts'
import type { Signatures } from './signatures.ts'

export interface ActionParts {
  readonly files: Files
  readonly fileIds: FileIds
  readonly signatures: Signatures
  readonly origin: () => string
  readonly newToken: () => string
}

const DownloadSchema = v.object({
  file_list: v.array(
    v.object({
      fileid: v.string(),
      max_age: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)), URL_LIFE_DEFAULT),
    }),
  ),
})
const DeleteSchema = v.object({ fileid_list: v.array(v.string()) })
const CopySchema = v.object({
  file_list: v.array(
    v.object({
      src_path: v.string(),
      dst_path: v.string(),
      // Assumption: the defaults. The SDK sends what it was given.
      overwrite: v.optional(v.boolean(), true),
      remove_original: v.optional(v.boolean(), false),
    }),
  ),
})
const AuthoritySchema = v.object({ fileList: v.array(v.object({ path: v.string(), type: v.string() })) })

const read = <Schema extends v.GenericSchema>(schema: Schema, body: unknown): v.InferOutput<Schema> => {
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw invalidRequest(`${v.getDotPath(issue) ?? 'the request'}: ${issue.message}`)
}

const bounded = <Item>(list: readonly Item[]): readonly Item[] => {
  if (list.length > FILES_PER_REQUEST_MAX) throw tooManyFiles()
  return list
}

/** What the SDK asks of file storage (@cloudbase/node-sdk 2.9.1, 2.10.0 and 3.17.2). */
export const createActions = (parts: ActionParts): Readonly<Record<string, Action>> => {
  const { files, fileIds, signatures, origin, newToken } = parts

  const existing = async (fileId: string): Promise<{ readonly path: string } | { readonly code: string }> => {
    const found = fileIds.read(fileId)
    if (found === 'invalid') return { code: FILE_CODES.INVALID }
    if (found === 'foreign') return { code: FILE_CODES.FOREIGN }
    return (await files.has(found.path)) ? found : { code: FILE_CODES.MISSING }
  }

  const download = async (fileid: string, age: number) => {
    const found = await existing(fileid)
    if ('code' in found) return { ...found, fileID: fileid, tempFileURL: '' }
    const maxAge = Math.min(Math.floor(age), URL_LIFE_MAX)
    const tempFileURL = downloadUrl(origin(), found.path, signatures.sign('GET', found.path, maxAge))
    return { code: FILE_CODES.SUCCESS, fileID: fileid, tempFileURL, maxAge }
  }

  const copy = async (one: v.InferOutput<typeof CopySchema>['file_list'][number]) => {
    const [from, to] = [checkedPath(one.src_path), checkedPath(one.dst_path)]
    const bytes = await files.read(from)
    if (bytes === undefined) return { code: FILE_CODES.MISSING, message: `${from} does not exist` }
    if (!one.overwrite && (await files.has(to))) {
      return { code: FILE_CODES.EXISTS, message: `${to} exists` }
    }
    await files.write(to, bytes)
    if (one.remove_original && from !== to) await files.remove(from)
    return { code: FILE_CODES.SUCCESS, fileId: fileIds.of(to) }
  }

  return {
    getUploadMetadata: (body) => {
      const path = checkedPath(body['path'])
      return {
        data: {
          url: uploadUrl(origin(), path),
          token: newToken(),
          authorization: authorizationOf(signatures.sign('PUT', path, UPLOAD_LIFE)),
          fileId: fileIds.of(path),
          cosFileId: newToken(),
        },
      }
    },
    batchGetDownloadUrl: async (body) => {
      const list = bounded(read(DownloadSchema, body).file_list)
      const download_list = await Promise.all(list.map(({ fileid, max_age }) => download(fileid, max_age)))
      return { data: { download_list } }
    },
    batchDeleteFile: async (body) => {
      const list = bounded(read(DeleteSchema, body).fileid_list)
      const delete_list: { fileID: string; code: string }[] = []
      // One after the other, so that the second mention of a file finds it gone.
      for (const fileID of list) {
        const found = await existing(fileID)
        if ('path' in found) await files.remove(found.path)
        delete_list.push({ fileID, code: 'code' in found ? found.code : FILE_CODES.SUCCESS })
      }
      return { data: { delete_list } }
    },
    batchCopyFile: async (body) => {
      const copy_list: Awaited<ReturnType<typeof copy>>[] = []
      for (const one of bounded(read(CopySchema, body).file_list)) copy_list.push(await copy(one))
      return { data: { copy_list } }
    },
    /** Assumption: the server role may read every file that there is; rules for clients are not emulated. */
    getFileAuthority: async (body) => ({
      data: await Promise.all(
        read(AuthoritySchema, body).fileList.map(async ({ path }) => ({
          path,
          cosFileId: fileIds.of(path),
          read: await files.has(path),
        })),
      ),
    }),
  }
}
