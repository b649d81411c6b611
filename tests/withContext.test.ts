import { describe, expect, it } from 'vitest'
import cloud from 'wx-server-sdk'
import { main } from '../cloudfunctions/login/index.ts'
import { withContext } from '../emulator/testkit/index.ts'

const alice = { OPENID: 'oAliceAliceAlice', APPID: 'wx0123456789abcdef', UNIONID: 'oUnionUnionUnion' }
const bob = { OPENID: 'oBobBobBobBobBob', APPID: 'wx0123456789abcdef' }

describe('withContext', () => {
  it('shows the real SDK a caller, without a server', async () => {
    const seen = await withContext(alice, () => cloud.getWXContext())
    expect(seen).toEqual({ ...alice, CLIENTIP: '127.0.0.1', ENV: 'local', SOURCE: 'wx_client' })
  })

  it('puts the environment back, after an error too', async () => {
    const before = { ...process.env }
    const failing = withContext(alice, () => {
      throw new Error('handler failed')
    })
    await expect(failing).rejects.toThrow('handler failed')
    expect({ ...process.env }).toEqual(before)
    expect(cloud.getWXContext()).toEqual({})
  })

  it('A2: keeps callers apart that are started at the same time', async () => {
    const slowly = async () => {
      await new Promise((resolve) => setImmediate(resolve))
      return cloud.getWXContext()
    }
    const [first, second] = await Promise.all([withContext(alice, slowly), withContext(bob, slowly)])
    expect(first).toMatchObject(alice)
    expect(second).toMatchObject(bob)
    expect(second).not.toHaveProperty('UNIONID')
  })

  it('says why it cannot be used inside itself', async () => {
    await expect(withContext(alice, () => withContext(bob, () => 1))).rejects.toThrow('inside withContext()')
  })

  it('runs a handler of this project as it is', async () => {
    expect(await withContext(alice, () => main({}, { request_id: 'r-1' }))).toEqual({
      ok: false,
      code: 'APP_NOT_REGISTERED',
      message: '该小程序尚未开通账号服务',
      requestId: 'r-1',
    })
    expect(await main({}, { request_id: 'r-2' })).toMatchObject({ code: 'NO_WECHAT_IDENTITY' })
  })
})

describe('A2: a call whose instance serves somebody else meanwhile', () => {
  it('keeps the context that it captured first', async () => {
    // The handler awaits before it looks at who called; by then the environment names Bob.
    const handled = withContext(alice, () => {
      const reply = main({}, { request_id: 'r-3' })
      process.env['WX_OPENID'] = bob.OPENID
      process.env['TCB_SOURCE'] = 'wx_trigger'
      return reply
    })
    expect(await handled).toMatchObject({ code: 'APP_NOT_REGISTERED' })
  })
})
