import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import cloud from 'wx-server-sdk'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'

/**
 * File storage as mini-programs reach it, with the platform's default permission: everybody reads, the creator writes
 * (WeChat Cloud guide, "Storage", read 2026-11). Numbers: the list of error codes.
 */

let world: TestWorld

beforeAll(async () => {
  world = await createWorld({
    people: ['alice', 'bob'],
    apps: [{ alias: 'shop' }],
    functions: 'no-functions',
    collections: [],
  })
  Object.assign(process.env, world.environment())
  cloud.init({ env: 'local' })
})
afterAll(() => world.close())

const post = (person: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${world.url}/__cloud/storage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-person': person, ...headers },
    body: JSON.stringify(body),
  })

const MetadataSchema = v.object({
  data: v.object({ url: v.string(), authorization: v.string(), fileId: v.string() }),
})
const UrlsSchema = v.object({
  data: v.object({ download_list: v.array(v.object({ code: v.string(), tempFileURL: v.string() })) }),
})
const DeletedSchema = v.object({ data: v.object({ delete_list: v.array(v.unknown()) }) })

const upload = async (person: string, path: string, content: string): Promise<string> => {
  const reply = await post(person, { action: 'storage.getUploadMetadata', path })
  const { url, authorization, fileId } = v.parse(MetadataSchema, await reply.json()).data
  expect((await fetch(url, { method: 'PUT', headers: { authorization }, body: content })).status).toBe(200)
  return fileId
}

const read = async (person: string, fileid: string): Promise<string> => {
  const reply = await post(person, { action: 'storage.batchGetDownloadUrl', file_list: [{ fileid }] })
  const [file] = v.parse(UrlsSchema, await reply.json()).data.download_list
  return file?.code === 'SUCCESS' ? (await fetch(file.tempFileURL)).text() : `${file?.code}`
}

const remove = async (person: string, ...fileIds: string[]) => {
  const reply = await post(person, { action: 'storage.batchDeleteFile', fileid_list: fileIds })
  return v.parse(DeletedSchema, await reply.json()).data.delete_list
}

describe('files of a mini-program', () => {
  it('everybody reads; the creator writes again and deletes', async () => {
    const fileID = await upload('alice', 'avatars/alice.txt', 'first')
    expect(await read('bob', fileID)).toBe('first')
    await upload('alice', 'avatars/alice.txt', 'second')
    expect(await read('bob', fileID)).toBe('second')
    expect(await remove('alice', fileID)).toEqual([{ fileID, code: 'SUCCESS' }])
    expect(await read('alice', fileID)).toBe('STORAGE_FILE_NONEXIST')
  })

  it('somebody else neither writes nor deletes: -503002', async () => {
    const mine = await upload('bob', 'b.txt', 'of bob')
    const fileID = await upload('alice', 'a.txt', 'of alice')
    const refused = await post('bob', { action: 'storage.getUploadMetadata', path: 'a.txt' })
    expect(await refused.json()).toEqual({
      errCode: -503002,
      errMsg: expect.stringMatching(/^cloud\.uploadFile:fail .*-503002 storage permission denied/),
    })
    expect(await remove('bob', fileID, mine, fileID)).toEqual([
      { fileID, code: 'STORAGE_EXCEED_AUTHORITY' },
      { fileID: mine, code: 'SUCCESS' },
      { fileID, code: 'STORAGE_EXCEED_AUTHORITY' },
    ])
    expect(await read('alice', fileID)).toBe('of alice')
  })

  it('a file of a function is nobody’s on a phone', async () => {
    const { fileID } = await cloud.uploadFile({
      cloudPath: 'report.txt',
      fileContent: Buffer.from('of a function'),
    })
    expect(await read('alice', fileID)).toBe('of a function')
    expect(await remove('alice', fileID)).toEqual([{ fileID, code: 'STORAGE_EXCEED_AUTHORITY' }])
  })
})

describe('the door', () => {
  it.each([
    'storage.batchCopyFile',
    'storage.getFileAuthority',
    'database.addCollection',
    'storage.constructor',
  ])('%s is for servers', async (action) => {
    expect(await (await post('alice', { action, path: 'x' })).json()).toMatchObject({ errCode: -501007 })
  })

  it('another page, a form and a stranger are refused', async () => {
    const body = { action: 'storage.getUploadMetadata', path: 'x' }
    expect((await post('alice', body, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await post('alice', body, { 'content-type': 'text/plain' })).status).toBe(403)
    expect((await post('eve', body)).status).toBe(400)
  })
})
