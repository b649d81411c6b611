import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { openDatabase } from '../../cloudfunctions/common/runtime/cloud.ts'
import { launchBrowser } from '../../emulator/testkit/browser.ts'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { openPhone, type PhonePage } from '../../emulator/testkit/phonePage.ts'
import { LOCAL_SETUP_CODE } from '../../scripts/project/localSecrets.ts'
import { PATHS } from '../../scripts/project/paths.ts'
import { becomeAdministrator, createOneIdWorld, login, loginWithout, resetWorld } from '../oneIdWorld.ts'

/** What an administrator does on the phone, in the sub-package for administrators. */

let browser: Browser
let world: TestWorld
let phone: PhonePage | undefined

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
afterEach(() => phone?.close())

const OVERVIEW = 'pages/admin/overview/index'
const bobsPhone = async (launch = ''): Promise<PhonePage> => {
  phone = await openPhone(world, { browser, person: 'bob', app: 'shop', ...(launch && { launch }) })
  return phone
}
const type = (name: string, words: string) => phone?.type(name, words)
const back = () => phone?.back()

it('nobody else gets in, and the first administrator only by the code', async () => {
  const { expectText, tap, text } = await bobsPhone(OVERVIEW)
  await expectText('你不是管理员')
  await type('管理员代码', 'guessed-wrong')
  await tap('成为管理员')
  await expectText('ADMIN_CODE_INVALID')
  await type('管理员代码', LOCAL_SETUP_CODE)
  await tap('成为管理员')
  await expectText('支付后的五分钟')
  await expectText('付款时 UnionID 暂缺')
  expect(await text()).not.toContain('ADMIN_CODE_INVALID')
})

it('finds a person by phone number and by userId, and says what it cannot search for', async () => {
  await becomeAdministrator(world, 'bob')
  const { userId } = await login(world, 'alice', 'shop')
  const alice = world.person('alice').in('shop')
  await alice.call('account', { action: 'profile', nickname: '小爱' })
  await alice.call('account', { action: 'phone', code: await alice.phoneCode() })
  const { expectText, tap, text, errors } = await bobsPhone()
  await expectText('联合身份 UnionID')
  await tap('个人资料')
  await tap('管理后台')
  await type('查找用户', '小爱')
  await tap('查找')
  await expectText('请输入用户 ID、手机号')
  await type('查找用户', '13800000001')
  await tap('查找')
  await expectText('小爱')
  await expectText(userId)
  expect(await text()).toMatch(/\*{7}0001/)
  await type('查找用户', `${alice.appid} ${'oNobodyNobody'}`)
  await tap('查找')
  await expectText('没有找到用户。')
  await type('查找用户', `${alice.appid} ${alice.openid}`)
  await tap('查找')
  await tap('小爱')
  await expectText('身份 OpenID')
  // An administrator recognises an openid, and cannot take it away.
  expect(await text()).not.toContain(alice.openid)
  expect(await text()).toContain(`shop · ${alice.openid.slice(0, 4)}…${alice.openid.slice(-4)}`)
  expect(errors()).toEqual([])
})

it('merges two accounts for a reason, and splits them again', async () => {
  await becomeAdministrator(world, 'bob')
  const { userId: older } = await login(world, 'alice', 'shop')
  world.clock.advance('1m')
  const { userId: younger } = await login(world, 'alice', 'lab')
  const { expectText, tap, answer, text } = await bobsPhone(`pages/admin/user/index?userId=${older}`)
  await expectText('身份 OpenID')
  await type('另一个用户 ID', younger)
  await tap('合并')
  await expectText('请先写下原因')
  await type('原因', '本人来电确认')
  await tap('合并')
  await answer('取消')
  expect(await text()).not.toContain('合并记录')
  await tap('合并')
  await answer('确定')
  await expectText(`并入了 ${younger}`)
  await expectText('lab · ')
  await type('原因', '本人改变主意')
  await tap('拆分')
  await answer('确定')
  await expectText('拆分后不会自动再合并')
  expect(await text()).not.toContain('lab · ')
})

it('sees a conflict, looks at both accounts and leaves them as they are', async () => {
  await becomeAdministrator(world, 'bob')
  const { userId: older } = await loginWithout(world, 'alice', 'shop')
  world.clock.advance('1m')
  const { userId: younger } = await login(world, 'alice', 'club')
  world.clock.advance('1m')
  // They turn out to be one person, an administrator says no, and WeChat says it again.
  await login(world, 'alice', 'shop')
  const bob = world.person('bob').in('shop')
  const shown = Object(await bob.call('admin', { action: 'show', userId: older }))
  const [{ mergeId }] = shown.users[0].merges
  await bob.call('admin', { action: 'split', mergeId, reason: 'two people with one phone' })
  // The split settles with `jobs`.
  for (let run = 0; run < 3; run++) {
    world.clock.advance('3m')
    await world.timers.fire('jobs')
  }
  await login(world, 'alice', 'shop')
  await world.timers.fire('jobs')
  const { expectText, tap, text, errors } = await bobsPhone(OVERVIEW)
  await tap('待处理的冲突')
  await expectText('曾被拆分')
  await tap(older)
  await expectText(`并入了 ${younger}`)
  await back()
  await tap('保持现状')
  await expectText('请先写下原因')
  await type('原因', '已电话核实，是两个人')
  await tap('保持现状')
  await expectText('没有待处理的冲突。')
  await back()
  // The overview is as it was left, until it has asked again.
  await expect.poll(text).toContain('待处理的冲突0')
  expect(errors()).toEqual([])
})

it('sees who is known in each app, and by which routes', async () => {
  await becomeAdministrator(world, 'bob')
  await login(world, 'alice', 'shop')
  await loginWithout(world, 'carol', 'shop')
  const { expectText, expectNoText, tap, errors } = await bobsPhone(OVERVIEW)
  await expectText('还没有统计')
  await world.timers.fire('jobs')
  await tap('待处理的冲突')
  await back()
  await expectText('共 3 个用户')
  await expectText('66%（2 / 3）')
  await expectText('今日 3 人来过 · 新增 3')
  await expectNoText('登录')
  await tap('shop')
  await expectText('登录')
  expect(errors()).toEqual([])
})

it('sees what was given up, and lets it begin anew', async () => {
  await becomeAdministrator(world, 'bob')
  await world.timers.fire('jobs')
  const _id = `jb-${'a'.repeat(32)}`
  Object.assign(process.env, world.environment())
  await openDatabase()
    .collection('jobs')
    .add({
      data: [
        {
          _id,
          kind: 'merge',
          mergeId: `mg-${'m'.repeat(32)}`,
          cursor: { pass: 'first', collection: 0 },
          users: [],
        },
      ].map((job) => ({
        ...job,
        state: 'dead',
        due: 1,
        attempts: 10,
        leaseUntil: 0,
        lastError: 'TIME_LIMIT',
      })),
    })
  const { expectText, tap, errors } = await bobsPhone(OVERVIEW)
  await tap('后台任务')
  await expectText('合并后的数据归并')
  await expectText('TIME_LIMIT')
  await tap('重新开始')
  await expectText('请先写下原因')
  await type('原因', '已补上云函数')
  await tap('重新开始')
  await expectText('没有放弃的任务。')
  expect(errors()).toEqual([])
})
