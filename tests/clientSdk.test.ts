import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/** What `wx.cloud.callFunction` does in this test. */
const callFunction = vi.fn<(call: { name: string; data: unknown }) => Promise<{ result: unknown }>>()

const storage = new Map<string, unknown>()

beforeEach(() => {
  // What the SDK keeps would be the next test's.
  vi.resetModules()
  vi.useFakeTimers()
  storage.clear()
  // Nothing stored is an empty text (wx.getStorageSync reference, 2026-11).
  const getStorageSync = (name: string) => storage.get(name) ?? ''
  const setStorageSync = (name: string, value: unknown) => void storage.set(name, structuredClone(value))
  vi.stubGlobal('wx', { cloud: { callFunction }, getStorageSync, setStorageSync })
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})
afterEach(() => {
  vi.useRealTimers()
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

  it('is one call for all who ask while it is underway, and none while the answer is good', async () => {
    const { login } = await load()
    callFunction.mockResolvedValue({ result: account })
    await Promise.all([login(), login(), login()])
    expect(callFunction).toHaveBeenCalledTimes(1)
    expect(await login()).toEqual(account)
    expect(callFunction).toHaveBeenCalledTimes(1)
  })

  it('asks again after half an hour, and at once where that is wanted', async () => {
    const { login } = await load()
    callFunction.mockResolvedValue({ result: account })
    await login()
    vi.advanceTimersByTime(30 * 60_000 - 1)
    await login()
    expect(callFunction).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1)
    await login()
    expect(callFunction).toHaveBeenCalledTimes(2)
    await login({})
    expect(callFunction).toHaveBeenCalledTimes(3)
  })

  it('is kept over a restart, after which nobody is new', async () => {
    callFunction.mockResolvedValue({ result: { ...account, isNew: true } })
    const first = await load()
    expect(await first.login()).toMatchObject({ isNew: true })
    expect(await first.login()).toMatchObject({ isNew: true })
    vi.resetModules()
    const { login } = await load()
    expect(await login()).toEqual(account)
    expect(callFunction).toHaveBeenCalledTimes(1)
  })

  it('does not trust a clock that was set back, nor junk in the storage', async () => {
    callFunction.mockResolvedValue({ result: account })
    await (await load()).login()
    for (const junk of [
      'text',
      { signedIn: account },
      { signedIn: account, until: Date.now() + 86_400_000 },
    ]) {
      storage.set('oneid.login', junk)
      vi.resetModules()
      await (await load()).login()
    }
    expect(callFunction).toHaveBeenCalledTimes(4)
  })

  it('keeps the answer to the later question, whichever comes first', async () => {
    const { login } = await load()
    const missing = { ...account, unionid: 'missing', reason: 'NOT_PROVIDED', nextRoutes: [] }
    callFunction.mockImplementationOnce(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      return { result: missing }
    })
    callFunction.mockResolvedValueOnce({ result: account })
    const slow = login()
    await login({})
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await slow).toEqual(missing)
    expect(await login()).toEqual(account)
  })

  it('works where the storage is full', async () => {
    vi.stubGlobal('wx', {
      ...wx,
      setStorageSync: () => {
        throw new Error('setStorageSync:fail exceed storage max size')
      },
    })
    const { login } = await load()
    callFunction.mockResolvedValue({ result: account })
    await login()
    expect(await login()).toEqual(account)
    expect(callFunction).toHaveBeenCalledTimes(1)
  })

  it('goes to another environment where one was chosen', async () => {
    const { login, useCloud } = await load()
    const elsewhere = vi.fn(async () => ({ result: account }))
    useCloud({ callFunction: elsewhere })
    await login()
    expect(elsewhere).toHaveBeenCalledWith({ name: 'login', data: {} })
    expect(callFunction).not.toHaveBeenCalled()
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
