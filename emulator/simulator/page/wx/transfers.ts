import { isRecord } from '../localCloud.ts'
import { neededText, taskCall, type WxTopic } from './api.ts'
import { createFileAccess } from './fileAccess.ts'
import { exchange, headersOf, refuseOptions, timeoutOf, webAddress } from './httpExchange.ts'
import { contentAt, keepTemporary, temporaryBytes } from './temporaryFiles.ts'
import { createUserFiles } from './userFiles.ts'

/**
 * Files to and from HTTP servers (developers.weixin.qq.com/miniprogram/dev/api/network/upload/wx.uploadFile.html and
 * …/download/wx.downloadFile.html, 2026-11): a file is sent as one part of multipart/form-data beside `formData`, and
 * what arrives gets a temporary path whatever the status is, unless `filePath` says another.
 */
export const transfers: WxTopic = ({ choice }) => ({
  uploadFile: taskCall('uploadFile', (options) => {
    const { task, outcome } = exchange('uploadFile', async () => {
      const url = webAddress('uploadFile', neededText(options, 'url'))
      const path = neededText(options, 'filePath')
      const name = neededText(options, 'name')
      refuseOptions('wx.uploadFile', options, ['enableHttpDNS'])
      const { 'content-type': _, ...headers } = headersOf(options)
      const body = new FormData()
      const { formData } = options
      for (const [field, value] of Object.entries(isRecord(formData) ? formData : {}))
        body.append(field, String(value))
      const content = await contentAt(path)
      // Assumption: the words.
      if (!content) throw new Error(`file not found "${path}"`)
      body.append(name, content, nameIn(path))
      return {
        url,
        method: 'POST',
        headers,
        body,
        answer: 'text',
        timeout: timeoutOf(options),
        progress: 'up',
      }
    })
    return { task, outcome: outcome.then(({ statusCode, content }) => ({ statusCode, data: content })) }
  }),

  downloadFile: taskCall('downloadFile', (options) => {
    const { task, outcome } = exchange('downloadFile', () => {
      const url = webAddress('downloadFile', neededText(options, 'url'))
      refuseOptions('wx.downloadFile', options, ['enableHttpDNS'])
      const headers = headersOf(options)
      return {
        url,
        method: 'GET',
        headers,
        body: undefined,
        answer: 'blob',
        timeout: timeoutOf(options),
        progress: 'down',
      }
    })
    const kept = outcome.then(async ({ statusCode, content }) => {
      const { pathname } = new URL(neededText(options, 'url'))
      const file = content instanceof Blob ? content : new Blob([])
      const { filePath } = options
      if (typeof filePath !== 'string' || filePath === '')
        return { statusCode, tempFilePath: keepTemporary(file, nameIn(pathname)) }
      const { write } = createFileAccess(createUserFiles(choice), temporaryBytes)
      write(filePath, new Uint8Array(await file.arrayBuffer()))
      return { statusCode, filePath }
    })
    return { task, outcome: kept }
  }),
})

/** The file's name: what follows the last slash. */
const nameIn = (path: string): string => decodeURIComponent(path.split('/').at(-1) || 'file')
