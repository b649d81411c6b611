import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/** What `wx.cloud.callFunction` does in this test. */
const callFunction = vi.fn<(call: { name: string; data: unknown }) => Promise<{ result: unknown }>>()

beforeEach(() => {
  vi.stubGlobal('wx', { cloud: { callFunction } })
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  callFunction.mockReset()
})

const load = () => import('../miniprogram/services/oneid/index.ts')
const account = { ok: true, userId: 'uAAAAAAAAAAAAAAAAAAAAAA', isNew: false, unionid: 'known' }

describe('login of the client SDK', () => {
  it('asks with nothing and answers the account', async () => {
    const { login } = await load()
    callFunction.mockResolvedValue({ result: account })
    expect(await login()).toEqual(account)
    expect(callFunction.mock.calls).toEqual([[{ name: 'login', data: {} }]])
  })

  it('is one call for all who ask while it is underway, and a new one afterwards', async () => {
    const { login } = await load()
    callFunction.mockResolvedValue({ result: account })
    await Promise.all([login(), login(), login()])
    expect(callFunction).toHaveBeenCalledTimes(1)
    await login()
    expect(callFunction).toHaveBeenCalledTimes(2)
  })

  it('fails for all who asked, and can be tried again', async () => {
    const { login } = await load()
    callFunction.mockRejectedValueOnce({
      errCode: -501000,
      errMsg: 'cloud.callFunction:fail Error: errCode: -501000',
    })
    const both = await Promise.allSettled([login(), login()])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    callFunction.mockResolvedValue({ result: account })
    expect(await login()).toEqual(account)
  })

  it.each([
    [
      'a refusal of the service',
      {
        result: {
          ok: false,
          code: 'NO_WECHAT_IDENTITY',
          message: '请在微信中打开小程序后重试',
          requestId: 'r-1',
        },
      },
      { code: 'NO_WECHAT_IDENTITY', message: '请在微信中打开小程序后重试', requestId: 'r-1' },
    ],
    ['a reply that is none', { result: { hello: 1 } }, { code: 'UNEXPECTED_REPLY' }],
    ['no reply at all', { result: undefined }, { code: 'UNEXPECTED_REPLY' }],
  ])('turns %s into a OneIdError', async (_, reply, error) => {
    const { login, OneIdError } = await load()
    callFunction.mockResolvedValue(reply)
    await expect(login()).rejects.toBeInstanceOf(OneIdError)
    await expect(login()).rejects.toMatchObject(error)
  })

  it('says in Chinese that the cloud was not reached, and keeps its words for the console', async () => {
    const { login } = await load()
    callFunction.mockRejectedValue(
      Object.assign(new Error('x'), { errCode: -1, errMsg: 'cloud.callFunction:fail timeout' }),
    )
    await expect(login()).rejects.toMatchObject({
      code: 'CLOUD_CALL_FAILED',
      message: expect.stringContaining('网络'),
    })
    expect(console.warn).toHaveBeenCalledWith(expect.stringContaining('cloud.callFunction:fail timeout'))
  })
})
