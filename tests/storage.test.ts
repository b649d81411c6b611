import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'
import { CALL, SDKS, type TinyProject, writeTinyProject } from './sdkProject.ts'

/**
 * File storage through the unmodified SDKs. Shapes are those of the SDKs' documentation (developers.weixin.qq.com,
 * Cloud.uploadFile, downloadFile, getTempFileURL, deleteFile, 2026-11).
 */

const ROUND_TRIP = `
const fs = require('fs'), crypto = require('crypto')
const hash = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex')
exports.main = async ({ cloudPath, size, file }) => {
  const bytes = file ? fs.readFileSync(file) : Buffer.alloc(size, Buffer.from(Array.from({ length: 251 }, (_, n) => n)))
  const { fileID } = await cloud.uploadFile({ cloudPath, fileContent: file ? fs.createReadStream(file) : bytes })
  const { fileContent } = await cloud.downloadFile({ fileID })
  return { fileID, sent: hash(bytes), got: hash(fileContent) }
}`

let project: TinyProject
let world: TestWorld
let storageDir: string
const phone = () => world.person('alice').in('shop')

beforeAll(async () => {
  project = writeTinyProject(
    Object.fromEntries(
      SDKS.flatMap(([version, sdk]) => [
        [`trip${version[0]}`, { source: ROUND_TRIP, sdk }],
        [`call${version[0]}`, { source: CALL, sdk }],
      ]),
    ),
  )
  storageDir = join(project.root, 'files')
  world = await createWorld({
    people: ['alice'],
    apps: [{ alias: 'shop' }],
    functions: project.functions,
    functionSettings: Object.fromEntries(
      ['trip4', 'trip3', 'trip2', 'call4', 'call3', 'call2'].map((name) => [name, { timeoutSeconds: 15 }]),
    ),
    storageDir,
  })
})
afterAll(async () => {
  await world.close()
  project.remove()
})

const ask = (method: string, params: unknown, version = '4'): Promise<unknown> =>
  phone().call(`call${version}`, { path: [method], params })

const UploadedSchema = v.object({ resolved: v.object({ fileID: v.string() }) })
const upload = async (cloudPath: string, content: string, version = '4'): Promise<string> => {
  const fileContent = { base64: Buffer.from(content).toString('base64') }
  return v.parse(UploadedSchema, await ask('uploadFile', { cloudPath, fileContent }, version)).resolved.fileID
}

const UrlsSchema = v.object({
  resolved: v.object({
    fileList: v.array(v.object({ status: v.number(), tempFileURL: v.string(), errMsg: v.string() })),
  }),
})
const temporaryUrl = async (fileID: string, maxAge = 60): Promise<string> => {
  const reply = v.parse(UrlsSchema, await ask('getTempFileURL', { fileList: [{ fileID, maxAge }] }))
  return reply.resolved.fileList[0]?.tempFileURL ?? ''
}

describe.each(SDKS)('wx-server-sdk %s', (version) => {
  const major = version.slice(0, 1)

  it.each([
    ['every byte', 'bytes.bin', 251],
    ['5 MB', 'big/film.mp4', 5 * 1024 * 1024],
    ['a Chinese name', '照片/我的 头像 (1).png', 10],
    ['a name full of signs', "a+b&c=d;e,f@g$h!i'j%41#k?l~.txt", 10],
  ])('uploads and downloads %s', async (_, cloudPath, size) => {
    const { fileID, sent, got } = v.parse(
      v.object({ fileID: v.string(), sent: v.string(), got: v.string() }),
      await phone().call(`trip${major}`, { cloudPath: `${major}/${cloudPath}`, size }),
    )
    expect(got).toBe(sent)
    expect(fileID).toBe(`cloud://local.6c6f-local-1250000000/${major}/${cloudPath}`)
  })

  it('uploads a stream', async () => {
    const file = join(project.root, 'stream.txt')
    writeFileSync(file, '流'.repeat(100_000))
    const expected = createHash('sha256').update(readFileSync(file)).digest('hex')
    expect(await phone().call(`trip${major}`, { cloudPath: `${major}/stream.txt`, file })).toMatchObject({
      sent: expected,
      got: expected,
    })
  })

  it('gives temporary URLs, deletes, and says which file is not there', async () => {
    const fileID = await upload(`${major}/gone.txt`, 'x', major)
    const missing = 'cloud://local.6c6f-local-1250000000/no.txt'
    // wx-server-sdk: -503003 "storage file not exists" for STORAGE_FILE_NONEXIST.
    const nonexistent = { status: -503003, errMsg: 'storage file not exists' }
    expect(await ask('getTempFileURL', { fileList: [fileID, missing] }, major)).toMatchObject({
      resolved: {
        fileList: [
          // Documentation: one day unless something else is asked for.
          {
            fileID,
            status: 0,
            errMsg: 'ok',
            maxAge: 86_400,
            tempFileURL: expect.stringContaining('/storage/'),
          },
          { fileID: missing, tempFileURL: '', ...nonexistent },
        ],
        errMsg: 'getTempFileURL:ok',
      },
    })
    expect(await ask('deleteFile', { fileList: [fileID, missing] }, major)).toMatchObject({
      resolved: {
        fileList: [
          { fileID, status: 0, errMsg: 'ok' },
          { fileID: missing, ...nonexistent },
        ],
      },
    })
    expect(await ask('downloadFile', { fileID }, major)).toHaveProperty('rejected')
  })

  it.each(['', '/a', 'a//b', '../a', 'a/../b', `${'a'.repeat(851)}`])(
    'refuses the path %j',
    async (cloudPath) => {
      const before = readdirSync(storageDir).length
      expect(await ask('uploadFile', { cloudPath, fileContent: { base64: 'eA==' } }, major)).toHaveProperty(
        'rejected',
      )
      expect(readdirSync(storageDir).length).toBe(before)
    },
  )
})

describe('a temporary URL', () => {
  it('lives as long as was asked for, by the clock of the world', async () => {
    const url = await temporaryUrl(await upload('life.txt', 'alive'), 60)
    expect(await (await fetch(url)).text()).toBe('alive')
    world.clock.advance('59s')
    expect((await fetch(url)).status).toBe(200)
    world.clock.advance('2s')
    expect((await fetch(url)).status).toBe(403)
  })

  it('is for one file, and cannot be prolonged', async () => {
    await upload('secret.txt', 'secret')
    const url = new URL(await temporaryUrl(await upload('public.txt', 'public')))
    const prolonged = new URL(url)
    prolonged.searchParams.set('t', String(Number(url.searchParams.get('t')) + 1))
    const other = new URL(url)
    other.pathname = '/storage/secret.txt'
    const bare = new URL(url)
    bare.search = ''
    for (const changed of [prolonged, other, bare]) {
      const reply = await fetch(changed)
      expect(reply.status).toBe(403)
      expect(await reply.text()).not.toContain('secret</')
    }
  })

  it('serves nothing that a browser would run as our own page', async () => {
    const url = await temporaryUrl(await upload('页 面.html', '<script>fetch("/__world/people")</script>'))
    const { headers } = await fetch(url)
    expect(headers.get('content-security-policy')).toMatch(/^sandbox;/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''%E9%A1%B5%20%E9%9D%A2.html")
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })

  it('tells size and type by HEAD', async () => {
    const url = await temporaryUrl(await upload('cat.png', 'meow'))
    const { headers } = await fetch(url, { method: 'HEAD' })
    expect([headers.get('content-length'), headers.get('content-type')]).toEqual(['4', 'image/png'])
  })
})

describe('the object store', () => {
  it.each([
    ['PUT', {}],
    ['PUT', { authorization: 'LOCAL-9999999999-0000' }],
    ['POST', { 'content-type': 'multipart/form-data; boundary=b' }],
  ])('takes no %s without a signature: %j', async (method, headers) => {
    const before = readdirSync(storageDir).length
    const body =
      method === 'PUT'
        ? 'x'
        : '--b\r\ncontent-disposition: form-data; name="file"; filename="f"\r\n\r\nx\r\n--b--\r\n'
    const reply = await fetch(`${world.url}/storage/stolen.txt`, { method, headers, body })
    expect(reply.status).toBe(403)
    expect(await reply.text()).toContain('<Code>SignatureDoesNotMatch</Code>')
    expect(readdirSync(storageDir).length).toBe(before)
  })

  it('takes nothing from other pages', async () => {
    const url = await temporaryUrl(await upload('mine.txt', 'mine'))
    expect((await fetch(url, { headers: { origin: 'https://evil.example' } })).status).toBe(403)
  })

  it('keeps its files in one folder, under names of its own, for the next start', async () => {
    const fileID = await upload('a/b/con.txt', 'kept')
    const names = readdirSync(storageDir)
    expect(names.every((name) => /^[0-9a-f]{40}-[\w.-]+$/.test(name))).toBe(true)
    const next = await createWorld({
      people: ['alice'],
      apps: [{ alias: 'shop' }],
      functions: project.functions,
      functionSettings: { call4: { timeoutSeconds: 15 } },
      storageDir,
    })
    const asked = { path: ['downloadFile'], params: { fileID } }
    expect(await next.person('alice').in('shop').call('call4', asked)).toMatchObject({
      resolved: { fileContent: { data: [...Buffer.from('kept')] } },
    })
    await next.close()
  })

  it('is in memory without a folder, and makes a folder only for a file', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'oneid-storage-')), 'files')
    const empty = await createWorld({
      people: ['alice'],
      apps: [{ alias: 'shop' }],
      functions: project.functions,
      storageDir: folder,
    })
    expect(existsSync(folder)).toBe(false)
    await empty.close()
    rmSync(join(folder, '..'), { recursive: true })
  })
})
