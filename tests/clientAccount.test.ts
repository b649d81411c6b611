import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/**
 * What the client SDK does beside login and payment. Words of WeChat: references of wx.login, wx.checkSession,
 * wx.getUserInfo and wx.onNeedPrivacyAuthorization, guide of the getPhoneNumber button, read 2026-11.
 */

const callFunction = vi.fn<(call: { name: string; data: unknown }) => Promise<{ result: unknown }>>()
const getUserInfo = vi.fn<() => Promise<unknown>>()
const storage = new Map<string, unknown>()
/** What was asked of WeChat, in order. */
const asked: string[] = []
let isSessionAlive = true
let codes = 0

interface Settling {
  success: (result?: unknown) => void
  fail: (cause: unknown) => void
}

beforeEach(() => {
  vi.resetModules()
  vi.useFakeTimers()
  storage.clear()
  asked.length = 0
  isSessionAlive = true
  codes = 0
  vi.stubGlobal('wx', {
    cloud: { callFunction, CloudID: (id: string) => ({ asCloudId: id }) },
    getStorageSync: (name: string) => storage.get(name) ?? '',
    setStorageSync: (name: string, value: unknown) => void storage.set(name, structuredClone(value)),
    canIUse: () => true,
    getRandomValues: async () => ({ randomValues: new Uint8Array(16).map((_, at) => at).buffer }),
    login: ({ success }: Settling) => {
      asked.push('login')
      codes += 1
      success({ code: `code${codes}` })
    },
    checkSession: ({ success, fail }: Settling) => {
      asked.push('checkSession')
      if (isSessionAlive) success()
      else fail({ errMsg: 'checkSession:fail session time out, please relogin' })
    },
    getUserInfo: () => {
      asked.push('getUserInfo')
      return getUserInfo()
    },
  })
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  callFunction.mockResolvedValue({ result: SIGNED_IN })
  getUserInfo.mockResolvedValue(OPEN_DATA)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  callFunction.mockReset()
  getUserInfo.mockReset()
})

const load = () => import('../miniprogram/services/oneid/index.ts')
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const sent = () => callFunction.mock.calls.map(([{ name, data }]) => [name, data])
const refused = (code: string, more: object = {}) => ({
  result: { ok: false, code, message: '请重试', requestId: 'r-1', ...more },
})

const SIGNED_IN = { ok: true, userId: 'uAAAAAAAAAAAAAAAAAAAAAA', isNew: false, unionid: 'known' }
const ACCOUNT = { ok: true, userId: 'uAAAAAAAAAAAAAAAAAAAAAA', createdAt: 1, administrator: false }
const SEALED = { encryptedData: 'AA==', iv: 'BB==', rawData: '{}', signature: 'c0' }
const OPEN_DATA = { errMsg: 'getUserInfo:ok', cloudID: 'cloud-1', ...SEALED }
const MINUTE = 60_000

describe('the code of wx.login', () => {
  it('is fetched when a page may need it, anew before it is five minutes old, and no more after the page', async () => {
    const { keepCode } = await load()
    const release = keepCode()
    await pass(0)
    expect(asked).toEqual(['login'])
    await pass(4 * MINUTE)
    expect(asked).toEqual(['login', 'login'])
    release()
    release()
    await pass(60 * MINUTE)
    expect(asked).toEqual(['login', 'login'])
  })

  it('is one for all pages, until the last is left', async () => {
    const { keepCode } = await load()
    const [first, second] = [keepCode(), keepCode()]
    await pass(0)
    first()
    await pass(4 * MINUTE)
    expect(asked).toEqual(['login', 'login'])
    second()
    await pass(60 * MINUTE)
    expect(asked).toEqual(['login', 'login'])
  })

  it.each([
    ['stays when the page comes back in time', true, ['login', 'checkSession'], 'code1'],
    ['is another when WeChat has ended its session', false, ['login', 'checkSession', 'login'], 'code2'],
  ])('%s', async (_, alive, fetched, code) => {
    const { keepCode, loginWithOpenData } = await load()
    keepCode()()
    await pass(MINUTE)
    isSessionAlive = alive
    keepCode()
    await pass(0)
    expect(asked).toEqual(fetched)
    await loginWithOpenData(OPEN_DATA)
    expect(sent()).toEqual([['login', expect.objectContaining({ code })]])
  })

  it('that does not come is only said in the console, and asked for again', async () => {
    vi.stubGlobal('wx', { ...wx, login: ({ fail }: Settling) => fail({ errMsg: 'login:fail timeout' }) })
    const { keepCode } = await load()
    keepCode()
    await pass(8 * MINUTE)
    expect(console.warn).toHaveBeenCalledTimes(3)
  })
})

describe('open data', () => {
  it('of a tap goes with the code from before the tap; the next code is fetched after the answer', async () => {
    const { keepCode, loginWithOpenData } = await load()
    keepCode()
    await pass(0)
    callFunction.mockImplementation(async () => {
      asked.push('callFunction')
      return { result: SIGNED_IN }
    })
    expect(await loginWithOpenData(OPEN_DATA)).toEqual(SIGNED_IN)
    await pass(0)
    expect(asked).toEqual(['login', 'callFunction', 'login'])
    const both = { openData: { asCloudId: 'cloud-1' }, code: 'code1', ...SEALED }
    expect(sent()).toEqual([['login', both]])
  })

  it('of a tap on a page that keeps no code is the CloudID alone', async () => {
    const { loginWithOpenData } = await load()
    await loginWithOpenData(OPEN_DATA)
    expect(sent()).toEqual([['login', { openData: { asCloudId: 'cloud-1' } }]])
    expect(asked).toEqual([])
  })

  it('without a tap is asked for after the code', async () => {
    const { loginWithOpenData } = await load()
    const { cloudID, ...withoutCloudId } = OPEN_DATA
    getUserInfo.mockResolvedValue(withoutCloudId)
    await loginWithOpenData()
    expect(asked).toEqual(['login', 'getUserInfo'])
    expect(sent()).toEqual([['login', { code: 'code1', ...SEALED }]])
    expect(cloudID).toBe('cloud-1')
  })

  it.each(['CODE_EXPIRED', 'CLOUD_ID_EXPIRED'])(
    '%s is sent once more, all of it fetched anew',
    async (code) => {
      const { loginWithOpenData } = await load()
      callFunction.mockResolvedValueOnce(refused(code, { retry: 'new-code' }))
      expect(await loginWithOpenData(OPEN_DATA)).toEqual(SIGNED_IN)
      expect(asked).toEqual(['login', 'getUserInfo'])
      callFunction.mockResolvedValue(refused(code, { retry: 'new-code' }))
      await expect(loginWithOpenData()).rejects.toMatchObject({ code, retry: 'new-code' })
      expect(callFunction).toHaveBeenCalledTimes(4)
    },
  )

  it('that is refused for another reason is not sent again', async () => {
    const { loginWithOpenData } = await load()
    callFunction.mockResolvedValue(refused('BUSY', { retry: 'later' }))
    await expect(loginWithOpenData()).rejects.toMatchObject({ code: 'BUSY' })
    expect(callFunction).toHaveBeenCalledTimes(1)
  })

  it.each([
    [{ errMsg: 'getUserInfo:fail auth deny' }, 'OPEN_DATA_REFUSED'],
    [{ errMsg: 'getUserInfo:fail privacy permission is not authorized', errno: 104 }, 'PRIVACY_REFUSED'],
    [
      { errMsg: 'getUserInfo:fail api scope is not declared in the privacy agreement', errno: 112 },
      'PRIVACY_UNDECLARED',
    ],
  ])('that WeChat does not give is an error: %j', async (cause, code) => {
    const { loginWithOpenData, OneIdError } = await load()
    getUserInfo.mockRejectedValue(cause)
    await expect(loginWithOpenData()).rejects.toBeInstanceOf(OneIdError)
    await expect(loginWithOpenData({ ...cause, encryptedData: '', iv: '', rawData: '', signature: '' }))
      .rejects // Words for the person, in Chinese.
      .toMatchObject({ code, message: expect.stringMatching(/^[\u4e00-\u9fff，。]+$/) })
    expect(callFunction).not.toHaveBeenCalled()
  })
})

describe('the phone number of a tap', () => {
  const tap = { errMsg: 'getPhoneNumber:ok', code: 'phone-code', cloudID: 'cloud-2' }
  const byCloudId = ['account', { action: 'phone', phone: { asCloudId: 'cloud-2' } }]
  const byCode = ['account', { action: 'phone', code: 'phone-code' }]

  it('is saved by the CloudID, which costs nothing', async () => {
    const { savePhone } = await load()
    callFunction.mockResolvedValue({ result: ACCOUNT })
    expect(await savePhone(tap)).toEqual(ACCOUNT)
    expect(sent()).toEqual([byCloudId])
  })

  it('is saved by the code when the CloudID has expired, and when there is none', async () => {
    const { savePhone } = await load()
    callFunction.mockResolvedValue({ result: ACCOUNT })
    callFunction.mockResolvedValueOnce(refused('CLOUD_ID_EXPIRED', { retry: 'new-code' }))
    await savePhone(tap)
    expect(sent()).toEqual([byCloudId, byCode])
    await savePhone({ errMsg: tap.errMsg, code: tap.code })
    expect(sent()).toEqual([byCloudId, byCode, byCode])
  })

  it('is not paid for when something else was wrong', async () => {
    const { savePhone } = await load()
    callFunction.mockResolvedValue(refused('PHONE_MISSING'))
    await expect(savePhone(tap)).rejects.toMatchObject({ code: 'PHONE_MISSING' })
    expect(sent()).toEqual([byCloudId])
  })

  it.each([
    [{ errMsg: 'getPhoneNumber:fail user deny' }, 'PHONE_REFUSED', '你没有允许使用手机号。'],
    [{ errMsg: 'getPhoneNumber:fail:user cancel' }, 'PHONE_REFUSED', '你没有允许使用手机号。'],
    [{ errMsg: 'getPhoneNumber:fail no permission' }, 'PHONE_UNAVAILABLE', '暂时不能获取手机号。'],
    [{ errMsg: 'getPhoneNumber:fail', errno: 1400001 }, 'PHONE_UNAVAILABLE', '暂时不能获取手机号。'],
    [{ errMsg: 'getPhoneNumber:fail', errno: 104 }, 'PRIVACY_REFUSED', '需要先同意隐私保护指引。'],
  ])('that is not given is an error: %j', async (detail, code, message) => {
    const { savePhone } = await load()
    await expect(savePhone(detail)).rejects.toMatchObject({ code, message })
    expect(callFunction).not.toHaveBeenCalled()
  })
})

describe('the account', () => {
  it.each([
    [{ action: 'me' }, ACCOUNT],
    [{ action: 'profile', nickname: '小爱' }, ACCOUNT],
    [{ action: 'delete' }, ACCOUNT],
  ] as const)('is asked with one call: %j', async (request, reply) => {
    const { account } = await load()
    callFunction.mockResolvedValue({ result: reply })
    expect(await account(request)).toEqual(reply)
    expect(sent()).toEqual([['account', request]])
  })

  it.each([
    [{ action: 'me' }, SIGNED_IN.ok],
    [{ action: 'identities' }, { ok: true }],
    [{ action: 'export' }, { ok: true, data: null }],
    [{ action: 'cancelDeletion' }, undefined],
  ] as const)('does not understand an answer that lacks what was asked for: %j', async (request, result) => {
    const { account } = await load()
    callFunction.mockResolvedValue({ result })
    // The overloads are for one action each.
    const asking = (): Promise<unknown> => {
      if (request.action === 'identities') return account(request)
      return request.action === 'export' ? account(request) : account(request)
    }
    await expect(asking()).rejects.toMatchObject({ code: 'UNEXPECTED_REPLY' })
  })

  it('is made by a login for who has none, whatever is kept, and asked once more', async () => {
    const { account, login } = await load()
    await login()
    callFunction.mockResolvedValueOnce(refused('NOT_SIGNED_IN'))
    callFunction.mockResolvedValueOnce({ result: { ...SIGNED_IN, isNew: true } })
    callFunction.mockResolvedValueOnce({ result: ACCOUNT })
    expect(await account({ action: 'me' })).toEqual(ACCOUNT)
    expect(sent().map(([name]) => name)).toEqual(['login', 'account', 'login', 'account'])
    callFunction.mockImplementation(async ({ name }) =>
      name === 'login' ? { result: SIGNED_IN } : refused('NOT_SIGNED_IN'),
    )
    await expect(account({ action: 'me' })).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
    expect(sent()).toHaveLength(7)
  })

  it('may be another after an app was taken off it, so the next login asks', async () => {
    const { account, login } = await load()
    await login()
    await account({ action: 'unlink', id: 'wx-1' })
    await login()
    expect(sent()).toEqual([
      ['login', {}],
      ['account', { action: 'unlink', id: 'wx-1' }],
      ['login', {}],
    ])
  })
})

describe('a guest', () => {
  /** Bytes 0 to 15 as RFC 9562, section 5.4, puts them. */
  const GUEST = '00010203-0405-4607-a809-0a0b0c0d0e0f'

  it('has one id on a device, restarts and all, until it is claimed', async () => {
    const first = await load()
    expect(await Promise.all([first.guestId(), first.guestId()])).toEqual([GUEST, GUEST])
    vi.resetModules()
    vi.stubGlobal('wx', { ...wx, canIUse: () => false })
    const { claimGuest, guestId } = await load()
    expect(await guestId()).toBe(GUEST)
    await claimGuest()
    expect(sent()).toEqual([['account', { action: 'claimGuest', guestId: GUEST }]])
    await claimGuest()
    expect(sent()).toHaveLength(1)
    await expect(guestId()).rejects.toMatchObject({ code: 'GUEST_UNAVAILABLE' })
  })

  it.each([
    ['GUEST_CLAIMED', 0],
    ['BUSY', 1],
  ])('refused with %s is tried again %i times', async (code, times) => {
    const { claimGuest, guestId } = await load()
    await guestId()
    callFunction.mockResolvedValue(refused(code))
    await expect(claimGuest()).rejects.toMatchObject({ code })
    callFunction.mockResolvedValue({ result: { ok: true } })
    await claimGuest()
    expect(sent()).toHaveLength(1 + times)
  })
})

describe('the privacy agreement', () => {
  it('is one sheet for all who wait, and its answer goes to each', async () => {
    let ask: (resolve: (answer: object) => void) => void = () => {}
    vi.stubGlobal('wx', {
      ...wx,
      onNeedPrivacyAuthorization: (listener: typeof ask) => {
        ask = listener
      },
    })
    const { onPrivacyNeeded } = await load()
    const show = vi.fn<Parameters<typeof onPrivacyNeeded>[0]>()
    onPrivacyNeeded(show)
    const [first, second] = [vi.fn<(answer: object) => void>(), vi.fn<(answer: object) => void>()]
    ask(first)
    ask(second)
    expect(show).toHaveBeenCalledTimes(1)
    show.mock.calls[0]?.[0].agree('agree-button')
    const agreed = { event: 'agree', buttonId: 'agree-button' }
    expect(first.mock.calls).toEqual([[{ event: 'exposureAuthorization' }], [agreed]])
    expect(second.mock.calls).toEqual([[agreed]])
    ask(second)
    expect(show).toHaveBeenCalledTimes(2)
    show.mock.calls[1]?.[0].disagree()
    expect(second.mock.calls.at(-1)).toEqual([{ event: 'disagree' }])
  })

  it('is not asked for by a WeChat that has none', async () => {
    vi.stubGlobal('wx', { ...wx, canIUse: () => false })
    const { onPrivacyNeeded } = await load()
    const show = vi.fn()
    onPrivacyNeeded(show)
    expect(show).not.toHaveBeenCalled()
  })
})
