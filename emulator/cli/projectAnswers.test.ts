import { mkdtempSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CloudAnswers, CloudCall } from '../cloudbase/cloudCalls.ts'
import type { UserError } from '../userError.ts'
import { howToAnswer, projectAnswers } from './projectAnswers.ts'

let root: string
let problems: UserError[]
let writes = 0

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'oneid-answers-'))
  problems = []
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** Every write has a time of its own, as it has when a person saves twice. */
const write = (name: string, text: string): void => {
  const file = join(root, name)
  writeFileSync(file, text)
  utimesSync(file, new Date(), new Date(1_700_000_000_000 + ++writes * 1_000))
}
const load = (): CloudAnswers => projectAnswers(root, (problem) => problems.push(problem))

const call = (api: string): CloudCall => ({
  api,
  params: { content: '你好' },
  media: {},
  appid: 'wx1',
  caller: { source: 'wx_client', openid: 'o1' },
})
const answer = async (answers: CloudAnswers, api: string, kind: 'openapi' | 'pay' = 'openapi') =>
  answers[kind]?.[api]?.(call(api))

const COMMONJS = `exports.openapi = { 'a.b': (params, call) => ({ errcode: 0, params, openid: call.caller.openid }) }`
const MODULE = `export default { openapi: { 'a.b': async ({ content }) => ({ errcode: 0, content }) } }`

describe('local-cloud.js', () => {
  it.each([
    ['local-cloud.js', COMMONJS, { errcode: 0, params: { content: '你好' }, openid: 'o1' }],
    ['local-cloud.cjs', COMMONJS, { errcode: 0, params: { content: '你好' }, openid: 'o1' }],
    ['local-cloud.js', MODULE, { errcode: 0, content: '你好' }],
    ['local-cloud.mjs', MODULE, { errcode: 0, content: '你好' }],
    ['local-cloud.mjs', MODULE.replace('default {', 'const x = 1; export const { openapi } = {'), undefined],
  ])('%s: %s', async (name, text, json) => {
    if (json === undefined) {
      write(name, text)
      expect(load).toThrow(expect.objectContaining({ code: 'PROJECT_FILE_INVALID' }))
      return
    }
    write(name, text)
    expect(await answer(load(), 'a.b')).toEqual({ json })
  })

  it('answers with files and texts, and for payment and open data', async () => {
    write(
      'local-cloud.js',
      `const { GZIP } = require('./answers')
       exports.openapi = { 'wxacode.get': () => ({ contentType: 'image/png', buffer: Buffer.from('png') }) }
       exports.pay = { downloadBill: ({ tar_type }) => tar_type === GZIP ? Buffer.alloc(1) : '账单' }
       exports.openData = { known: { phoneNumber: '1' }, asked: (caller) => ({ openid: caller.openid }), old: { errCode: -601006, errMsg: 'cloudID expired.' } }`,
    )
    write('answers.js', `exports.GZIP = 'GZIP'`)
    const answers = load()
    expect(await answer(answers, 'wxacode.get')).toEqual({
      file: { contentType: 'image/png', bytes: Buffer.from('png') },
    })
    expect(await answer(answers, 'downloadBill', 'pay')).toEqual({
      file: { contentType: 'text/plain', bytes: Buffer.from('账单') },
    })
    const ask = (id: string) => answers.openData?.(id, call('').caller)
    expect([ask('known'), ask('asked'), ask('old'), ask('toString')]).toEqual([
      { data: { phoneNumber: '1' } },
      { data: { openid: 'o1' } },
      { errCode: -601006, errMsg: 'cloudID expired.' },
      undefined,
    ])
  })

  it('is read again when it changes, comes or goes, and when a file that it imports changes', async () => {
    const answers = load()
    expect(await answer(answers, 'a.b')).toBeUndefined()
    write('local-cloud.js', `exports.openapi = { 'a.b': () => ({ n: require('./n').n }) }`)
    write('n.js', 'exports.n = 1')
    expect(await answer(answers, 'a.b')).toEqual({ json: { n: 1 } })
    write('n.js', 'exports.n = 2')
    expect(await answer(answers, 'a.b')).toEqual({ json: { n: 2 } })
    unlinkSync(join(root, 'local-cloud.js'))
    expect(await answer(answers, 'a.b')).toBeUndefined()
  })

  it('keeps its answers while a change cannot be used, and says so once', async () => {
    write('local-cloud.js', COMMONJS)
    const answers = load()
    write('local-cloud.js', 'exports.openapi = {')
    expect(await answer(answers, 'a.b')).toBeDefined()
    expect(await answer(answers, 'a.b')).toBeDefined()
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['PROJECT_FILE_INVALID', expect.stringContaining('local-cloud.js:1:')],
    ])
  })

  it.each([
    ['a line that is no JavaScript', 'exports.openapi = {\n  !', 'local-cloud.js:2:'],
    ['an error while it loads', 'throw new Error("no database")', 'no database'],
    ['a word that it does not know', 'exports.openApi = {}', 'openApi'],
    ['an answer that is no function', `exports.openapi = { 'a.b': { errcode: 0 } }`, 'a.b is no function'],
    ['an import that leads nowhere', `require('./nothing')`, 'nothing'],
  ])('is refused for %s, which is named', (_, text, words) => {
    write('local-cloud.js', text)
    expect(load).toThrow(
      expect.objectContaining({ code: 'PROJECT_FILE_INVALID', message: expect.stringContaining(words) }),
    )
  })

  it('an answer that is none is an error with the API in it', async () => {
    write('local-cloud.js', `exports.openapi = { 'a.b': () => 1 }`)
    await expect(answer(load(), 'a.b')).rejects.toMatchObject({
      code: 'PROJECT_FILE_INVALID',
      message: expect.stringContaining('a.b'),
    })
  })
})

it.each([
  ['openapi', 'security.msgSecCheck', "exports.openapi = { 'security.msgSecCheck':"],
  ['openapi', 'wxacode.get', "contentType: 'image/png', buffer:"],
  ['pay', 'closeOrder', "exports.pay = { 'closeOrder':"],
  ['svrkit', 'ApiVoipSign', 'not emulated'],
] as const)('one line says how to answer %s %s', (kind, api, words) => {
  expect(howToAnswer(kind, api)).toContain(words)
  expect(howToAnswer(kind, api)).not.toContain('\n')
})
