import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startLocalCloud } from './localCloud.ts'
import type { LocalCloud } from './localCloudOptions.ts'

const functionsRoot = mkdtempSync(join(tmpdir(), 'oneid-admin-'))
const faults: unknown[] = []
let cloud: LocalCloud

beforeAll(async () => {
  cloud = await startLocalCloud({
    world: {
      apps: [{ appid: 'wx0000000000000001', alias: 'shop', kind: 'mini-program', openPlatformId: null }],
      people: [{ id: 'alice', name: 'Alice' }],
    },
    functionsRoot,
    storage: 'memory',
    port: 0,
    onFault: (error) => faults.push(error),
  })
})
afterAll(async () => {
  await cloud.close()
  rmSync(functionsRoot, { recursive: true, force: true })
})

describe('multipart requests that no SDK sends', () => {
  const send = async (contentType: string, body: string) => {
    const secretId = cloud.environment('test')['TENCENTCLOUD_SECRETID']
    return fetch(`${cloud.url}/admin`, {
      method: 'POST',
      headers: {
        'content-type': contentType,
        authorization: `TC3-HMAC-SHA256 Credential=${secretId}/2026-11-20/tcb/tc3_request, Signature=0`,
      },
      body,
    })
  }
  const part = (name: string, value: string) =>
    `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`

  it.each([
    ['no boundary', 'multipart/form-data', 'x'],
    ['no end', 'multipart/form-data; boundary=b', part('action', 'wx.openApi')],
    ['no action', 'multipart/form-data; boundary=b', `${part('x', 'y')}--b--\r\n`],
    ['too many parts', 'multipart/form-data; boundary=b', `${part('x', 'y').repeat(200)}--b--\r\n`],
    [
      'no protobuf',
      'multipart/form-data; boundary=b',
      `${part('action', 'wx.openApi')}${part('apiName', 'a.b')}--b--\r\n`,
    ],
  ])('%s: INVALID_PARAM, in the one content type that the SDK reads as an error', async (_, type, body) => {
    const reply = await send(type, body)
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await reply.json()).toMatchObject({ code: 'INVALID_PARAM', message: expect.any(String) })
    expect(faults).toEqual([])
  })
})
