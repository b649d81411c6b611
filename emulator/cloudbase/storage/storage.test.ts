import * as v from 'valibot'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Service, WireBody, WireReply } from '../service.ts'
import { createStorage } from './index.ts'

/** What @cloudbase/node-sdk can ask and wx-server-sdk does not offer, and requests that neither sends. */

const MetadataSchema = v.object({ data: v.object({ url: v.string(), authorization: v.string() }) })

let service: Service
beforeEach(async () => {
  const storage = createStorage({
    folder: undefined,
    environment: 'local',
    now: () => 0,
    origin: () => 'http://127.0.0.1:1',
  })
  service = storage.service
  for (const path of ['a.txt', 'b/b.txt']) {
    const { data } = v.parse(MetadataSchema, await act('getUploadMetadata', { path }))
    await storage.upload(new URL(data.url).pathname, data.authorization, Buffer.from(path))
  }
})

const act = async (name: string, body: WireBody): Promise<WireReply | Uint8Array> => {
  const action = service.actions[name]
  if (action === undefined) throw new Error(`no action ${name}`)
  return action(body, { parts: {}, source: '', call: undefined, note: () => {} })
}
const fileID = (path: string): string => `cloud://local.6c6f-local-1250000000/${path}`
const codes = (list: readonly string[]) =>
  act('batchGetDownloadUrl', { file_list: list.map((fileid) => ({ fileid })) })

describe('batchCopyFile', () => {
  const copy = (src_path: string, dst_path: string, more: object = {}) =>
    act('batchCopyFile', { file_list: [{ src_path, dst_path, ...more }] })

  it('copies, and moves when it is told to', async () => {
    expect(await copy('a.txt', 'c/a.txt')).toEqual({
      data: { copy_list: [{ code: 'SUCCESS', fileId: fileID('c/a.txt') }] },
    })
    await copy('b/b.txt', 'd/b.txt', { remove_original: true })
    expect(await codes(['a.txt', 'c/a.txt', 'b/b.txt', 'd/b.txt'].map(fileID))).toMatchObject({
      data: {
        download_list: [
          { code: 'SUCCESS' },
          { code: 'SUCCESS' },
          { code: 'STORAGE_FILE_NONEXIST' },
          { code: 'SUCCESS' },
        ],
      },
    })
  })

  it('says what is missing and what is in the way', async () => {
    expect(await copy('no.txt', 'x/no.txt')).toMatchObject({
      data: { copy_list: [{ code: 'STORAGE_FILE_NONEXIST' }] },
    })
    await copy('a.txt', 'c/a.txt')
    expect(await copy('a.txt', 'c/a.txt', { overwrite: false })).toMatchObject({
      data: { copy_list: [{ code: 'STORAGE_FILE_EXIST' }] },
    })
  })
})

it('getFileAuthority tells for each path whether it can be read', async () => {
  const fileList = ['a.txt', 'no.txt'].map((path) => ({ path, type: 'READ' }))
  expect(await act('getFileAuthority', { fileList })).toMatchObject({
    data: [
      { path: 'a.txt', read: true },
      { path: 'no.txt', read: false },
    ],
  })
})

describe('file ids', () => {
  it('of other environments and other kinds are told apart', async () => {
    const ids = ['cloud://prod.7072-prod-1250000000/a.txt', 'https://example.com/a.txt', 'cloud://local', '']
    expect(await codes(ids)).toMatchObject({
      data: {
        download_list: [
          { code: 'STORAGE_EXCEED_AUTHORITY' },
          { code: 'INVALID_PARAM' },
          { code: 'INVALID_PARAM' },
          { code: 'INVALID_PARAM' },
        ],
      },
    })
  })

  // Documentation of getTempFileURL: at most 50 at a time, at most one day.
  it('are fifty at most, and their URLs live for a day at most', async () => {
    await expect(codes(Array(51).fill(fileID('a.txt')))).rejects.toMatchObject({ code: 'INVALID_PARAM' })
    expect(
      await act('batchGetDownloadUrl', { file_list: [{ fileid: fileID('a.txt'), max_age: 1e9 }] }),
    ).toMatchObject({ data: { download_list: [{ maxAge: 86_400 }] } })
  })
})

it.each([
  ['getUploadMetadata', { path: 1 }],
  ['getUploadMetadata', { path: 'a\u0000b' }],
  ['batchGetDownloadUrl', { file_list: 'a' }],
  ['batchGetDownloadUrl', { file_list: [{ fileid: 'a', max_age: -1 }] }],
  ['batchDeleteFile', {}],
  ['batchCopyFile', { file_list: [{ src_path: '../a', dst_path: 'a' }] }],
  ['getFileAuthority', { fileList: [{}] }],
])('%s refuses %j', async (name, body) => {
  await expect((async () => act(name, body))()).rejects.toMatchObject({ code: 'INVALID_PARAM' })
})
