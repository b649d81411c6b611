import { createReadStream, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConformanceCase } from '../case.ts'
import { including, refused } from '../expectation.ts'
import { NODE_SDK, WRAPPER, WX_API, WX_ERRORS } from './sources.ts'

const UPLOAD = `${WX_API}storage/uploadFile/server.uploadFile.html`
const DOWNLOAD = `${WX_API}storage/downloadFile/server.downloadFile.html`
const URL_OF = `${WX_API}storage/Cloud.getTempFileURL.html`
const DELETE = `${WX_API}storage/Cloud.deleteFile.html`
const MISSING = { status: -503003, errMsg: 'storage file not exists' }

const files: readonly ConformanceCase[] = [
  {
    id: 'storage.upload.reply',
    source: `${UPLOAD}; statusCode is -1 because nothing calls onResponseReceived (${WRAPPER})`,
    run: ({ cloud, path }) => cloud.uploadFile({ cloudPath: path('a.txt'), fileContent: Buffer.from('abc') }),
    expect: { fileID: /^cloud:\/\/[^/]+\/.*\/a\.txt$/, statusCode: -1, errMsg: 'uploadFile:ok' },
  },
  {
    id: 'storage.download.what-was-uploaded',
    source: DOWNLOAD,
    run: async ({ cloud, path }) => {
      const { fileID } = await cloud.uploadFile({
        cloudPath: path('a.bin'),
        fileContent: Buffer.from([0, 255, 13, 10]),
      })
      return cloud.downloadFile({ fileID })
    },
    expect: { fileContent: Buffer.from([0, 255, 13, 10]), statusCode: 200, errMsg: 'downloadFile:ok' },
  },
  {
    id: 'storage.upload.again-replaces',
    source: `${UPLOAD}: a path is written once more`,
    run: async ({ cloud, path }) => {
      const first = await cloud.uploadFile({ cloudPath: path('a.txt'), fileContent: Buffer.from('one') })
      const second = await cloud.uploadFile({ cloudPath: path('a.txt'), fileContent: Buffer.from('two') })
      const { fileContent } = await cloud.downloadFile({ fileID: first.fileID })
      return { same: first.fileID === second.fileID, text: Buffer.from(fileContent).toString() }
    },
    expect: { same: true, text: 'two' },
  },
  {
    id: 'storage.upload.a-stream',
    source: `${UPLOAD}: fs.ReadStream`,
    run: async ({ cloud, path }) => {
      const file = join(tmpdir(), 'oneid-conformance.txt')
      writeFileSync(file, 'from a stream')
      const { fileID } = await cloud.uploadFile({
        cloudPath: path('stream.txt'),
        fileContent: createReadStream(file),
      })
      return Buffer.from((await cloud.downloadFile({ fileID })).fileContent).toString()
    },
    expect: 'from a stream',
  },
  {
    id: 'storage.upload.large',
    source: UPLOAD,
    run: async ({ cloud, path }) => {
      const fileContent = Buffer.alloc(700_001, 'ab')
      const { fileID } = await cloud.uploadFile({ cloudPath: path('large.bin'), fileContent })
      return Buffer.from((await cloud.downloadFile({ fileID })).fileContent).equals(fileContent)
    },
    expect: true,
  },
  {
    id: 'storage.upload.path-with-chinese-and-spaces',
    source:
      'https://developers.weixin.qq.com/miniprogram/dev/wxcloudservice/wxcloud/guide/storage/naming.html',
    run: async ({ cloud, path }) => {
      const { fileID } = await cloud.uploadFile({
        cloudPath: path('头像 1.txt'),
        fileContent: Buffer.from('x'),
      })
      return [
        fileID.endsWith('/头像 1.txt'),
        Buffer.from((await cloud.downloadFile({ fileID })).fileContent).toString(),
      ]
    },
    expect: [true, 'x'],
  },
  {
    id: 'storage.url.reply',
    source: URL_OF,
    run: async ({ cloud, path }) => {
      const { fileID } = await cloud.uploadFile({ cloudPath: path('a.txt'), fileContent: Buffer.from('abc') })
      const reply = await cloud.getTempFileURL({ fileList: [fileID] })
      return {
        errMsg: reply['errMsg'],
        own: reply.fileList[0]?.['fileID'] === fileID,
        file: reply.fileList[0],
      }
    },
    expect: {
      errMsg: 'getTempFileURL:ok',
      own: true,
      file: including({ status: 0, errMsg: 'ok', tempFileURL: /^https?:\/\// }),
    },
  },
  {
    id: 'storage.url.serves-the-file',
    source: URL_OF,
    run: async ({ cloud, path }) => {
      const { fileID } = await cloud.uploadFile({ cloudPath: path('a.txt'), fileContent: Buffer.from('abc') })
      const { fileList } = await cloud.getTempFileURL({ fileList: [{ fileID, maxAge: 60 }] })
      const reply = await fetch(String(fileList[0]?.['tempFileURL']))
      return [reply.status, await reply.text()]
    },
    expect: [200, 'abc'],
  },
  {
    id: 'storage.url.with-an-age',
    source: URL_OF,
    run: async ({ cloud, path }) => {
      const { fileID } = await cloud.uploadFile({ cloudPath: path('a.txt'), fileContent: Buffer.from('abc') })
      return (await cloud.getTempFileURL({ fileList: [{ fileID, maxAge: 60 }] })).fileList[0]
    },
    expect: including({ status: 0, maxAge: 60 }),
  },
  {
    id: 'storage.url.of-a-missing-file',
    source: `${WX_ERRORS}: -503003, and ${WRAPPER}: getTempFileURL`,
    run: async ({ cloud, path }) => {
      const { fileID } = await cloud.uploadFile({ cloudPath: path('a.txt'), fileContent: Buffer.from('abc') })
      return (await cloud.getTempFileURL({ fileList: [fileID.replace('a.txt', 'absent.txt'), fileID] }))
        .fileList
    },
    expect: [including({ ...MISSING, tempFileURL: '' }), including({ status: 0 })],
  },
  {
    id: 'storage.delete.reply',
    source: DELETE,
    run: async ({ cloud, path }) => {
      const { fileID } = await cloud.uploadFile({ cloudPath: path('a.txt'), fileContent: Buffer.from('abc') })
      const reply = await cloud.deleteFile({ fileList: [fileID] })
      return {
        errMsg: reply['errMsg'],
        file: reply.fileList[0],
        own: reply.fileList[0]?.['fileID'] === fileID,
      }
    },
    expect: { errMsg: 'deleteFile:ok', file: { fileID: /^cloud:/, status: 0, errMsg: 'ok' }, own: true },
  },
  {
    id: 'storage.delete.a-missing-file',
    source: `${WX_ERRORS}: -503003, and ${WRAPPER}: deleteFile`,
    run: async ({ cloud, path }) => {
      const { fileID } = await cloud.uploadFile({ cloudPath: path('a.txt'), fileContent: Buffer.from('abc') })
      await cloud.deleteFile({ fileList: [fileID] })
      return (await cloud.deleteFile({ fileList: [fileID] })).fileList
    },
    expect: [including(MISSING)],
  },
  {
    id: 'storage.download.after-delete',
    source: `${NODE_SDK}storage/index.js downloadFile`,
    run: async ({ cloud, path, failure }) => {
      const { fileID } = await cloud.uploadFile({ cloudPath: path('a.txt'), fileContent: Buffer.from('abc') })
      await cloud.deleteFile({ fileList: [fileID] })
      return failure(cloud.downloadFile({ fileID }))
    },
    expect: refused(-1, /^downloadFile:fail/, 'STORAGE_FILE_NONEXIST'),
    sdk: {
      2: refused(-503003, /^downloadFile:fail -503003 storage file not exists\./),
      3: refused(-503003, /^downloadFile:fail -503003 storage file not exists\./),
    },
  },
]

const PATHS =
  'https://developers.weixin.qq.com/miniprogram/dev/wxcloudservice/wxcloud/guide/storage/naming.html'

const malformed: readonly ConformanceCase[] = [
  {
    id: 'storage.upload.path-that-climbs',
    source: PATHS,
    run: ({ cloud, path, failure }) =>
      failure(cloud.uploadFile({ cloudPath: path('../../b.txt'), fileContent: Buffer.from('x') })),
    expect: including({ failure: true }),
    refutes: ['emulator/cloudbase/storage/fileIds.ts: `.` and `..` as a whole'],
  },
  {
    id: 'storage.upload.path-that-begins-with-a-slash',
    source: `${PATHS}: it must not begin with /`,
    run: ({ cloud, failure }) =>
      failure(cloud.uploadFile({ cloudPath: '/oneid_conformance.txt', fileContent: Buffer.from('x') })),
    expect: including({ failure: true }),
    refutes: ['emulator/cloudbase/storage/errors.ts: the words. The rules are public'],
  },
  {
    id: 'storage.url.of-another-environment',
    source: `${WX_ERRORS}: -503002 storage permission denied`,
    run: async ({ cloud }) =>
      (await cloud.getTempFileURL({ fileList: ['cloud://oneid-other-env.0000-oneid-other-env/a.txt'] }))
        .fileList,
    expect: [including({ status: -503002, tempFileURL: '' })],
    refutes: [
      'emulator/cloudbase/storage/errors.ts: what the platform says to a file of another environment is not public',
    ],
  },
  {
    id: 'storage.url.of-more-than-fifty',
    source: `${URL_OF}: at most 50 files`,
    run: async ({ cloud, path, failure }) => {
      const { fileID } = await cloud.uploadFile({ cloudPath: path('a.txt'), fileContent: Buffer.from('x') })
      return failure(cloud.getTempFileURL({ fileList: Array.from({ length: 51 }, () => fileID) }))
    },
    expect: refused(-1, /^getTempFileURL:fail/, 'INVALID_PARAM'),
    sdk: {
      2: refused(-501007, /^getTempFileURL:fail -501007/),
      3: refused(-501007, /^getTempFileURL:fail -501007/),
    },
    refutes: ['emulator/cloudbase/storage/errors.ts: the words.'],
  },
  {
    id: 'storage.upload.without-content',
    source: `${WRAPPER}: uploadFile`,
    run: ({ cloud, failure }) => failure(cloud.uploadFile({ cloudPath: 'a.txt' })),
    expect: refused(-1, /^uploadFile:fail Type of fileContent must be fs\.ReadStream instead of undefined$/),
  },
  {
    id: 'storage.upload.without-path',
    source: `${WRAPPER}: assertType`,
    run: ({ cloud, failure }) => failure(cloud.uploadFile({ fileContent: Buffer.from('x') })),
    expect: refused(-1, /parameter\.cloudPath should be string instead of undefined/),
  },
  {
    id: 'storage.download.without-id',
    source: `${WRAPPER}: assertType`,
    run: ({ cloud, failure }) => failure(cloud.downloadFile({})),
    expect: refused(-1, /parameter\.fileID should be string instead of undefined/),
  },
  {
    id: 'storage.url.without-list',
    source: `${WRAPPER}: assertType`,
    run: ({ cloud, failure }) => failure(cloud.getTempFileURL({ fileList: 'x' })),
    expect: refused(-1, /parameter\.fileList should be array instead of string/),
  },
  {
    id: 'storage.delete.of-a-number',
    source: `${WRAPPER}: deleteFile`,
    run: ({ cloud, failure }) => failure(cloud.deleteFile({ fileList: [1] })),
    expect: refused(-1, /^deleteFile:fail Type of fileList\[0\] must be string instead of number$/),
  },
]

/** Files: up, down, addresses and removal. */
export const STORAGE: readonly ConformanceCase[] = [...files, ...malformed]
