import * as v from 'valibot'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { CallRejected, type Phone } from '../emulator/testkit/phone.ts'
import { createOneIdWorld, resetWorld } from './oneIdWorld.ts'

/** The client SDK against the functions that are deployed, in a WeChat in which signing in tells no unionid. */

let world: TestWorld
const storage = new Map<string, unknown>()

beforeAll(async () => {
  world = await createOneIdWorld({ world: { policy: 'before-2021' } })
})
afterAll(() => world.close())
beforeEach(async () => {
  await resetWorld(world)
  storage.clear()
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

interface Settling {
  success: (result: unknown) => void
}

/** The SDK on somebody's phone, freshly started. */
const start = async (person: string, app: string) => {
  vi.resetModules()
  const phone = world.person(person).in(app)
  vi.stubGlobal('wx', {
    cloud: {
      callFunction: async ({ name, data }: { name: string; data: unknown }) => ({
        result: await phone.call(name, data),
      }),
      CloudID: (id: string) => ({ __cloudId: id }),
    },
    getStorageSync: (name: string) => storage.get(name) ?? '',
    setStorageSync: (name: string, value: unknown) => void storage.set(name, structuredClone(value)),
    canIUse: () => true,
    getRandomValues: async () => ({ randomValues: crypto.getRandomValues(new Uint8Array(16)).buffer }),
    login: ({ success }: Settling) => void phone.wxLogin().then((code) => success({ code })),
    checkSession: ({ success }: Settling) => success({}),
    getUserInfo: async () => ({ errMsg: 'getUserInfo:ok', ...(await phone.openData()) }),
  })
  return { sdk: await import('../miniprogram/services/oneid/index.ts'), phone }
}

it('finds a missing unionid by open data, and the same account in the other app', async () => {
  const { sdk } = await start('alice', 'shop')
  const before = await sdk.login()
  expect(before).toMatchObject({ unionid: 'missing', nextRoutes: ['open-data', 'paid-order'] })
  expect(await sdk.loginWithOpenData()).toMatchObject({ userId: before.userId, unionid: 'known' })
  expect(await sdk.login()).toMatchObject({ userId: before.userId, unionid: 'known' })
  storage.clear()
  const club = await start('alice', 'club')
  expect(await club.sdk.loginWithOpenData()).toMatchObject({ userId: before.userId, unionid: 'known' })
})

const SealedSchema = v.object({
  encryptedData: v.string(),
  iv: v.string(),
  rawData: v.string(),
  signature: v.string(),
  cloudID: v.string(),
})
/** `detail` of a tap on a button of open-type getUserInfo. */
const tapped = async ({ openData }: Phone) => ({
  errMsg: 'getUserInfo:ok',
  ...v.parse(SealedSchema, await openData()),
})

it('opens what a tap brought with the code from before it, where there is no CloudID', async () => {
  const { sdk, phone } = await start('alice', 'shop')
  const release = sdk.keepCode()
  // WeChat gives no open data before the first wx.login of a mini-program.
  const tap = await vi.waitFor(() => tapped(phone))
  expect(await sdk.loginWithOpenData({ ...tap, cloudID: '' })).toMatchObject({ unionid: 'known' })
  release()
})

it('gets over open data that has expired', async () => {
  const { sdk, phone } = await start('bob', 'shop')
  await phone.wxLogin()
  const old = await tapped(phone)
  world.clock.advance('6m')
  expect(await sdk.loginWithOpenData(old)).toMatchObject({ unionid: 'known' })
  const functions = world.calls().slice(-2)
  expect(functions.map((call) => call.function)).toEqual(['login', 'login'])
})

it('saves the phone number of a tap by CloudID, and by the code when that has expired', async () => {
  const { sdk, phone } = await start('carol', 'shop')
  const code = await phone.phoneCode()
  const { cloudID } = await phone.openData('getPhoneNumber')
  const saved = await sdk.savePhone({ errMsg: 'getPhoneNumber:ok', code, cloudID })
  expect(saved.phone).toMatch(/^\*{7}\d{4}$/)
  expect(await sdk.account({ action: 'me' })).toMatchObject({ phone: saved.phone })
})

it('makes a new account for who has none any more, whatever is kept', async () => {
  const { sdk } = await start('dave', 'shop')
  const first = await sdk.login()
  await resetWorld(world)
  const me = await sdk.account({ action: 'me' })
  expect(me.userId).not.toBe(first.userId)
  expect((await sdk.login()).userId).toBe(me.userId)
})

it('hands the deeds of a guest over once, and to one account only', async () => {
  const { sdk } = await start('alice', 'shop')
  const guest = await sdk.guestId()
  await sdk.login()
  await sdk.claimGuest()
  storage.set('oneid.guest', guest)
  const other = await start('bob', 'shop')
  await other.sdk.login({})
  await expect(other.sdk.claimGuest()).rejects.toMatchObject({ code: 'GUEST_CLAIMED' })
  expect(await other.sdk.guestId()).not.toBe(guest)
})

it('says so in Chinese when the cloud is not there', async () => {
  const { sdk } = await start('alice', 'shop')
  const gone = new CallRejected({ errCode: -501000, errMsg: 'cloud.callFunction:fail' })
  vi.stubGlobal('wx', { ...wx, cloud: { callFunction: () => Promise.reject(gone) } })
  await expect(sdk.account({ action: 'export' })).rejects.toMatchObject({
    code: 'CLOUD_CALL_FAILED',
    message: '暂时连接不上服务，请检查网络后重试。',
  })
})
