import type { Choice } from '../choice.ts'
import { isRecord } from '../localCloud.ts'
import { type Options, textOption } from './api.ts'
import { askCloud, cloudCall, cloudTask } from './cloudRequest.ts'
import { exchange, type Sending, timeoutOf } from './httpExchange.ts'
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
  const ask = asker(choice)

  const read = async (filePath: string): Promise<Blob> => {
    const content = await contentAt(filePath)
    if (!content) throw new Error(`file does not exist, ${filePath}`)
    return content
  }

  return {
    uploadFile: cloudTask('cloud.uploadFile', (options) => {
      let fileID: unknown
      const { task, outcome } = exchange('cloud.uploadFile', async () => {
        const body = await read(textOption(options, 'filePath'))
        const { url, authorization, fileId } = await ask('getUploadMetadata', {
          path: textOption(options, 'cloudPath'),
        })
        fileID = fileId
        const headers = { authorization: String(authorization) }
        return { ...SENDING, url: ownAddress(url), method: 'PUT', headers, body, progress: 'up' }
      })
      const stored = outcome.then(({ statusCode }) => ({ fileID, statusCode: fine(statusCode) }))
      return { task, outcome: stored }
    }),

    downloadFile: cloudTask('cloud.downloadFile', (options) => {
      const { task, outcome } = exchange('cloud.downloadFile', async () => {
        const [file] = await urlsOf(ask, [options['fileID']])
        if (file === undefined || file.status !== 0) throw new Error(file?.errMsg ?? 'no file')
        return { ...SENDING, url: ownAddress(file.tempFileURL), answer: 'blob', progress: 'down' }
      })
      const kept = outcome.then(({ statusCode, content }) => {
        fine(statusCode)
        const name = textOption(options, 'fileID').split('/').at(-1) ?? 'file'
        const file = content instanceof Blob ? content : new Blob([])
        return { tempFilePath: keepTemporary(file, name), statusCode }
      })
      return { task, outcome: kept }
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

/** Where the page itself gets a file of the cloud; undefined when there is none, or none that this person may read. */
export async function temporaryAddress(choice: Choice, fileID: string): Promise<string | undefined> {
  const [file] = await urlsOf(asker(choice), [fileID])
  return file?.status === 0 ? ownAddress(file.tempFileURL) : undefined
}

const asker =
  (choice: Choice): Ask =>
  async (action, fields) => {
    const { data } = await askCloud('storage', choice, { ...fields, action: `storage.${action}` })
    if (!isRecord(data)) throw new Error('no data')
    return data
  }

/** What both ways have in common. */
const SENDING: Sending = {
  url: '',
  method: 'GET',
  headers: {},
  body: undefined,
  answer: 'text',
  timeout: timeoutOf({}),
}

/** @throws Error for what the store refuses */
function fine(status: number): number {
  if (status >= 200 && status < 300) return status
  throw new Error(`status ${status}`)
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
