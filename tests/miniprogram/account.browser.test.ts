import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../../emulator/testkit/browser.ts'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { openPhone, type PhonePage } from '../../emulator/testkit/phonePage.ts'
import { PATHS } from '../../scripts/project/paths.ts'
import { createOneIdWorld, resetWorld } from '../oneIdWorld.ts'
import { userIdIn } from './userIdIn.ts'

/** People and their own accounts: who am I, profile, linked apps, privacy; on the functions that are deployed. */

let browser: Browser
let world: TestWorld
const open: PhonePage[] = []

beforeAll(async () => {
  ;[browser, world] = await Promise.all([
    launchBrowser(),
    createOneIdWorld({ miniprogramRoot: PATHS.miniprogram }),
  ])
})
afterAll(async () => {
  await browser.close()
  await world.close()
})
beforeEach(() => resetWorld(world))
afterEach(async () => {
  for (const phone of open.splice(0)) await phone.close()
})

const phoneOf = async (person: string, app: string): Promise<PhonePage> => {
  const phone = await openPhone(world, { browser, person, app })
  open.push(phone)
  await phone.expectText('联合身份 UnionID')
  return phone
}

it('two people have two accounts, and one of them the same in two apps of one open platform', async () => {
  const alice = await phoneOf('alice', 'shop')
  await alice.expectText('由微信在登录时下发')
  const bob = await phoneOf('bob', 'shop')
  const inClub = await phoneOf('alice', 'club')
  const [one, two, same] = [await alice.text(), await bob.text(), await inClub.text()]
  expect(userIdIn(two)).not.toBe(userIdIn(one))
  expect(userIdIn(same)).toBe(userIdIn(one))
  await inClub.tap('已关联的应用')
  await inClub.expectText('shop · 小程序')
  await inClub.expectText('当前应用')
  await inClub.tap('解除关联 shop')
  await inClub.answer('取消')
  await inClub.tap('解除关联 shop')
  await inClub.answer('解除')
  await inClub.expectText('目前只有这一个应用')
  expect(await inClub.text()).not.toContain('shop · 小程序')
  expect([alice, bob, inClub].flatMap((phone) => phone.errors())).toEqual([])
})

it('an app that is bound to nothing says why the unionid is missing, and offers no way that leads nowhere', async () => {
  const phone = await phoneOf('alice', 'lab')
  await phone.expectText('尚未绑定微信开放平台账号')
  expect(await phone.text()).not.toContain('以下方式可以补上')
  expect(phone.errors()).toEqual([])
})

it('a profile is filled in, a refused phone number stays away, and one that is given is shown in part', async () => {
  const phone = await phoneOf('carol', 'shop')
  await phone.tap('个人资料')
  await phone.expectText('还没有昵称')
  await phone.page.getByRole('combobox', { name: '昵称' }).fill('可乐')
  await phone.tap('保存昵称')
  await phone.page.getByText('已保存').waitFor()
  expect(await phone.page.getByRole('combobox', { name: '昵称' }).inputValue()).toBe('可乐')
  await phone.tap('绑定微信手机号')
  await phone.answer('不允许')
  await phone.expectText('你没有允许使用手机号。（PHONE_REFUSED）')
  await phone.expectText('未绑定')
  expect(phone.errors()).toEqual(['oneid:  getPhoneNumber:fail user deny'])
  await phone.tap('绑定微信手机号')
  await phone.answer('允许')
  await phone.expectText('更换手机号')
  expect(await phone.text()).toMatch(/\*{7}\d{4}/)
  expect(await phone.text()).not.toContain('PHONE_REFUSED')
})

it('an avatar that cannot be uploaded leaves the profile as it is, and the next one is kept', async () => {
  const phone = await phoneOf('alice', 'shop')
  await phone.page.route('**/__cloud/storage', (route) => route.abort())
  await phone.tap('个人资料')
  await phone.tap('选择头像')
  await phone.answer('不允许')
  await phone.tap('选择头像')
  await phone.answer('允许')
  await phone.expectText('头像没有上传成功，请重试。（AVATAR_NOT_KEPT）')
  const me = await world.person('alice').in('shop').call('account', { action: 'me' })
  expect(me).not.toHaveProperty('avatar')
  expect(phone.errors()).toEqual([
    expect.stringContaining('net::ERR_FAILED'),
    expect.stringContaining('cloud.uploadFile:fail'),
  ])
  await phone.page.unroute('**/__cloud/storage')
  await phone.tap('选择头像')
  await phone.answer('允许')
  await phone.expectText('已保存')
  const kept = await world.person('alice').in('shop').call('account', { action: 'me' })
  expect(kept).toHaveProperty('avatar', expect.stringMatching(/^cloud:\/\/.*\/avatars\/.+\.png$/))
  // Only a picture that was loaded has a width.
  const picture = phone.page.locator('wx-page:visible').last().locator('img')
  await expect.poll(() => picture.evaluate((img) => Reflect.get(img, 'naturalWidth'))).toBe(132)
})

it('without a network the page says so and keeps what it knows, and goes on when it is back', async () => {
  const phone = await phoneOf('dave', 'shop')
  const userId = userIdIn(await phone.text())
  await phone.page.context().setOffline(true)
  await phone.tap('再次登录')
  await phone.expectText('暂时连接不上服务，请检查网络后重试。（CLOUD_CALL_FAILED）')
  expect(userIdIn(await phone.text())).toBe(userId)
  await phone.tap('已关联的应用')
  await phone.expectText('没有连上')
  await phone.tap('重试')
  await phone.expectText('错误码 CLOUD_CALL_FAILED')
  await phone.page.context().setOffline(false)
  await phone.tap('重试')
  await phone.expectText('shop · 小程序')
  expect(phone.errors().every((said) => /INTERNET_DISCONNECTED|Failed to fetch/.test(said))).toBe(true)
})

it('a person sees what is held, has the account deleted, and takes that back in the time of grace', async () => {
  const phone = await phoneOf('bob', 'shop')
  await phone.tap('隐私与注销')
  await phone.tap('导出')
  await phone.expectText('账号与资料：1 条')
  await phone.tap('复制全部')
  const copied = await phone.page.evaluate('navigator.clipboard.readText()')
  // The person's own ids are the person's data: the one place where they are told.
  expect(copied).toContain(world.person('bob').in('shop').openid)
  await phone.tap('注销账号')
  await phone.answer('取消')
  await phone.tap('注销账号')
  await phone.answer('注销')
  await phone.expectText('账号正在注销')
  // Seven days: `deletionGraceDays` of oneid.config.ts.
  const due = new Date(world.clock.now() + 7 * 86_400_000)
  const day = [due.getFullYear(), due.getMonth() + 1, due.getDate()].map((part) => `${part}`.padStart(2, '0'))
  expect(await phone.text()).toContain(`将于 ${day.join('-')}`)
  expect(await phone.text()).not.toContain('申请后有一段等待期')
  await phone.tap('撤回注销')
  await phone.expectText('申请后有一段等待期')
  expect(phone.errors()).toEqual([])
})

it('reads well in large text and in the dark: nothing is cut off or wider than the phone', async () => {
  const phone = await openPhone(world, { browser, person: 'alice', app: 'shop', dark: true })
  open.push(phone)
  await phone.expectText('联合身份 UnionID')
  // The largest text that WeChat offers, where 1rem is what the person has set.
  await phone.page.addStyleTag({ content: 'html { font-size: 24px !important }' })
  const overflowing = () =>
    phone.page
      .locator('wx-page:visible *:not(wx-input, wx-input *)')
      .evaluateAll((elements) =>
        elements
          .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
          .map((one) => one.className),
      )
  expect(await overflowing()).toEqual([])
  for (const [name, words] of [
    ['个人资料', '还没有昵称'],
    ['小店', '支付后五分钟内'],
    ['已关联的应用', '当前应用'],
    ['隐私与注销', '我们保存什么'],
  ] as const) {
    await phone.tap(name)
    await phone.expectText(words)
    expect(await overflowing(), name).toEqual([])
    await phone.page.getByRole('button', { name: '返回' }).click()
  }
  const background = "getComputedStyle(document.querySelector('wx-page .card')).backgroundColor"
  // --card of app.wxss in the dark: #1e1e1e.
  expect(await phone.page.evaluate(background)).toBe('rgb(30, 30, 30)')
  // What this would see if something were cut off.
  await phone.page.addStyleTag({ content: '.label { white-space: nowrap; letter-spacing: 40px }' })
  expect(await overflowing()).not.toEqual([])
})
