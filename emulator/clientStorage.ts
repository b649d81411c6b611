import * as v from 'valibot'
import { askService, type ClientService } from './clientRoute.ts'
import { PlatformError } from './cloudbase/errors.ts'
import type { Service } from './cloudbase/service.ts'

const RequestSchema = v.variant('action', [
  v.object({ action: v.literal('storage.getUploadMetadata'), path: v.string() }),
  v.object({
    action: v.literal('storage.batchGetDownloadUrl'),
    file_list: v.array(v.object({ fileid: v.string(), max_age: v.optional(v.number()) })),
  }),
  v.object({ action: v.literal('storage.batchDeleteFile'), fileid_list: v.array(v.string()) }),
])

const UploadReplySchema = v.object({ data: v.object({ fileId: v.string() }) })
const DownloadReplySchema = v.object({
  data: v.object({ download_list: v.array(v.object({ code: v.string() })) }),
})
const DeleteReplySchema = v.object({
  data: v.object({ delete_list: v.array(v.object({ fileID: v.string(), code: v.string() })) }),
})

const CALLS: ReadonlyMap<unknown, string> = new Map([
  ['storage.getUploadMetadata', 'cloud.uploadFile'],
  ['storage.batchGetDownloadUrl', 'cloud.getTempFileURL'],
  ['storage.batchDeleteFile', 'cloud.deleteFile'],
])

const FORBIDDEN = 'STORAGE_EXCEED_AUTHORITY'

/**
 * File storage with the platform's default permission: everybody reads, the creator writes (WeChat Cloud guide,
 * "Storage", permission control, read 2026-11); other permissions and rules are not emulated. Who created a file is
 * kept in memory: after a restart, and for files of functions, it is nobody on a phone.
 */
export const createClientStorage = (service: Service): ClientService => {
  const ask = askService(service)
  const creators = new Map<string, string>()

  const exists = async (fileid: string): Promise<boolean> => {
    const { data } = v.parse(
      DownloadReplySchema,
      await ask('batchGetDownloadUrl', { file_list: [{ fileid }] }),
    )
    return data.download_list[0]?.code === 'SUCCESS'
  }
  const mayWrite = async (fileid: string, openid: string): Promise<boolean> =>
    creators.get(fileid) === openid || !(await exists(fileid))

  const upload = async (path: string, openid: string) => {
    const reply = await ask('getUploadMetadata', { path })
    const { fileId } = v.parse(UploadReplySchema, reply).data
    if (!(await mayWrite(fileId, openid))) throw new PlatformError(FORBIDDEN, `${path} is not your file`)
    creators.set(fileId, openid)
    return reply
  }

  const remove = async (fileIds: readonly string[], openid: string) => {
    const permitted: string[] = []
    for (const fileId of fileIds) if (await mayWrite(fileId, openid)) permitted.push(fileId)
    const reply = await ask('batchDeleteFile', { fileid_list: permitted })
    const deleted = [...v.parse(DeleteReplySchema, reply).data.delete_list]
    const delete_list = fileIds.map((fileID) =>
      deleted[0]?.fileID === fileID ? deleted.shift() : { fileID, code: FORBIDDEN },
    )
    return { data: { delete_list } }
  }

  return {
    callOf: (body) => {
      const action = v.safeParse(v.object({ action: v.string() }), body)
      return (action.success && CALLS.get(action.output.action)) || 'cloud.storage'
    },
    answer: async (body, openid) => {
      const parsed = v.safeParse(RequestSchema, body)
      if (!parsed.success) {
        const [issue] = parsed.issues
        throw new PlatformError('INVALID_PARAM', `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`)
      }
      const request = parsed.output
      if (request.action === 'storage.getUploadMetadata') return upload(request.path, openid)
      if (request.action === 'storage.batchDeleteFile') return remove(request.fileid_list, openid)
      return ask('batchGetDownloadUrl', { file_list: request.file_list })
    },
  }
}
