import type { Choice } from '../choice.ts'
import { isRecord } from '../localCloud.ts'
import { type Options, textOption } from './api.ts'
import { askCloud, cloudCall } from './cloudRequest.ts'
import { contentAt, keepTemporary } from './temporaryFiles.ts'

/** WeChat's numbers and words for single files of a list: wx-server-sdk 4.0.2 has the same ones. */
const STATUS: Readonly<Record<string, readonly [number, string]>> = {
  SUCCESS: [0, 'ok'],
  INVALID_PARAM: [-501007, 'invalid parameters'],
  STORAGE_EXCEED_AUTHORITY: [-503002, 'storage permission denied'],
  STORAGE_FILE_NONEXIST: [-503003, 'storage file not exists'],
}

/**
 * `wx.cloud.uploadFile` and its neighbours
 * (https://developers.weixin.qq.com/miniprogram/dev/wxcloud/reference-sdk-api/storage/Cloud.uploadFile.html).
 * A file to upload is one of the mini-program's own package or one with a temporary path.
 */
export const createCloudFiles = (choice: Choice) => {
  const ask = async (action: string, fields: object): Promise<Record<string, unknown>> => {
    const { data } = await askCloud('storage', choice, { ...fields, action: `storage.${action}` })
    if (!isRecord(data)) throw new Error('no data')
    return data
  }

  const read = async (filePath: string): Promise<Blob> => {
    const content = await contentAt(filePath)
    if (!content) throw new Error(`file does not exist, ${filePath}`)
    return content
  }

  return {
    uploadFile: cloudCall('cloud.uploadFile', async (options) => {
      const content = await read(textOption(options, 'filePath'))
      const { url, authorization, fileId } = await ask('getUploadMetadata', {
        path: textOption(options, 'cloudPath'),
      })
      const headers = { authorization: String(authorization) }
      const stored = await fetch(ownAddress(url), { method: 'PUT', headers, body: content })
      if (!stored.ok) throw new Error(`status ${stored.status}`)
      return { fileID: fileId, statusCode: stored.status }
    }),

    downloadFile: cloudCall('cloud.downloadFile', async (options) => {
      const [file] = await urlsOf(ask, [options['fileID']])
      if (file === undefined || file.status !== 0) throw new Error(file?.errMsg ?? 'no file')
      const response = await fetch(ownAddress(file.tempFileURL))
      if (!response.ok) throw new Error(`status ${response.status}`)
      const name = textOption(options, 'fileID').split('/').at(-1) ?? 'file'
      const tempFilePath = keepTemporary(await response.blob(), name)
      return { tempFilePath, statusCode: response.status }
    }),

    getTempFileURL: cloudCall('cloud.getTempFileURL', async (options) => ({
      fileList: await urlsOf(ask, listOption(options)),
    })),

    deleteFile: cloudCall('cloud.deleteFile', async (options) => {
      const { delete_list } = await ask('batchDeleteFile', { fileid_list: listOption(options) })
      return {
        fileList: records(delete_list).map(({ fileID, code }) => ({ fileID, ...statusOf(code) })),
      }
    }),
  }
}

type Ask = (action: string, fields: object) => Promise<Record<string, unknown>>

/** A file is named by its id, or with the seconds that its address shall live. */
async function urlsOf(ask: Ask, files: readonly unknown[]) {
  const file_list = files.map((file) =>
    isRecord(file) ? { fileid: file['fileID'], max_age: file['maxAge'] } : { fileid: file },
  )
  const { download_list } = await ask('batchGetDownloadUrl', { file_list })
  return records(download_list).map(({ fileID, tempFileURL, maxAge, code }) => ({
    fileID,
    tempFileURL,
    maxAge,
    ...statusOf(code),
  }))
}

function statusOf(code: unknown): { status: number; errMsg: string } {
  const [status, errMsg] = STATUS[String(code)] ?? [-501001, 'resource system error']
  return { status, errMsg }
}

function listOption(options: Options): readonly unknown[] {
  const list = options['fileList']
  if (!Array.isArray(list)) throw new Error('parameter.fileList should be array')
  return list
}

const records = (list: unknown) => (Array.isArray(list) ? list.filter(isRecord) : [])

/** The page may have been opened by another name of this machine than the one that addresses are given with. */
function ownAddress(address: unknown): string {
  const { pathname, search } = new URL(String(address))
  return pathname + search
}
