import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../../emulator/testkit/browser.ts'
import type { TestWorld } from '../../emulator/testkit/createWorld.ts'
import { createWorld } from '../../emulator/testkit/index.ts'
import { openPhone, type PhonePage } from '../../emulator/testkit/phonePage.ts'

/**
 * Pages made of the two libraries of components that Tencent publishes, taken unmodified from their packages: 66
 * components of tdesign-miniprogram 1.16.0, 21 of weui-miniprogram 1.5.6. What is expected of them is what their own
 * documents say they do.
 */

const PROJECTS = fileURLToPath(new URL('../projects', import.meta.url))

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** The pages of one project of tests/projects. */
const usePages = (name: string) => {
  let world: TestWorld
  let phone: PhonePage | undefined
  beforeAll(async () => {
    world = await createWorld({
      people: ['alice'],
      apps: [{ alias: name }],
      functions: `${PROJECTS}/${name}`,
      miniprogramRoot: `${PROJECTS}/${name}/miniprogram`,
    })
  })
  afterAll(() => world.close())
  // A word in the console that nobody asked for fails the story.
  afterEach(() => phone?.close())
  return async (page: string): Promise<PhonePage> => {
    phone = await openPhone(world, {
      browser,
      person: 'alice',
      app: name,
      launch: `pages/${page}/${page}`,
    })
    await phone.page.setViewportSize({ width: 390, height: 1600 })
    return phone
  }
}

const told = (phone: PhonePage) => phone.page.evaluate('logicLayer.getCurrentPages()[0].data.told')
const expectTold = (phone: PhonePage, name: string, detail: object) =>
  expect.poll(async () => Object(await told(phone))[name]).toMatchObject(detail)
/** Drags with the mouse, as with a finger. */
const drag = async ({ page }: PhonePage, words: string, dx: number, dy = 0): Promise<void> => {
  const handle = page.getByText(words, { exact: true })
  // Waits until it stands still.
  await handle.hover()
  const box = await handle.boundingBox()
  if (!box) throw new Error(`nothing says ${words}`)
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + dx, y + dy, { steps: 6 })
  await page.mouse.up()
}

describe('TDesign', () => {
  const open = usePages('tdesign')

  it('shows cells, steps, tags, tables, grids and what is empty', async () => {
    const { expectText, expectNoText, tap, page } = await open('show')
    await tap('详情')
    await expectText('公告已关闭')
    const words = '电子发票 有货 加载中 没有更多了 购物车是空的 付款成功 版权所有 12.50 60% 无图'
    for (const each of words.split(' ')) await expectText(each)
    await expectText('01 : 01 : 01')
    const process = page.locator('.t-steps-item__title--process')
    expect(await process.allInnerTexts()).toEqual(['付款'])
    await tap('下一步')
    await expect.poll(() => process.allInnerTexts()).toEqual(['发货'])
    await tap('关注')
    await expectText('已关注')
    const answer = page.locator('.t-collapse-panel__wrapper').last()
    const height = async () => (await answer.boundingBox())?.height
    expect(await height()).toBe(0)
    await tap('谁来送')
    await expect.poll(height).toBeGreaterThan(20)
    const widths = await page
      .locator('.t-grid-item')
      .evaluateAll((all) => all.map((each) => Math.round(each.getBoundingClientRect().width)))
    expect(widths).toEqual([130, 130, 130])
    await expectNoText('未关注')
  })

  it('fills in texts, numbers and choices', async () => {
    const phone = await open('fill')
    const { page, tap } = phone
    await page.locator('.t-search input').fill('茶叶')
    await expectTold(phone, 'search', { value: '茶叶', trigger: 'input-change' })
    await page.locator('.t-input input').first().fill('小爱同学们好')
    expect(await told(phone)).toMatchObject({ name: { value: '小爱同学们好' } })
    await page.locator('textarea').fill('请放在门口')
    await expectTold(phone, 'words', { value: '请放在门口', cursor: 5 })
    await page.locator('.t-stepper__plus').click()
    await expectTold(phone, 'count', { value: 2 })
    await page.getByRole('switch').click()
    await expectTold(phone, 'notice', { value: true })
    await page.locator('.t-rate__icon').nth(3).click()
    await expectTold(phone, 'stars', { value: 4 })
    await tap('咖啡')
    await expectTold(phone, 'likes', { value: ['a', 'b'] })
    await page.getByText('酒', { exact: true }).click({ force: true })
    await tap('配送')
    await expectTold(phone, 'way', { value: '2' })
    await expectTold(phone, 'likes', { value: ['a', 'b'] })
    await tap('宁波市')
    await expectTold(phone, 'tree', { value: ['33', '3302'], level: 1 })
  })

  it('chooses a city, a date, an address and days by sheets', async () => {
    const phone = await open('fill')
    const { page, tap } = phone
    await tap('城市')
    await drag(phone, '北京市', 0, -80)
    await tap('确认城市')
    await expect.poll(async () => Object(await told(phone)).city?.value).toEqual(['44'])
    await tap('日期')
    await tap('确认日期')
    await expect.poll(async () => Object(await told(phone)).day?.value).toBe('2026-11-20')
    await tap('地址')
    await page.locator('.t-cascader').getByText('海南省').click()
    await page.locator('.t-cascader').getByText('三亚市').click()
    await expect.poll(async () => Object(await told(phone)).area?.value).toBe('4602')
    await tap('日历')
    await page.locator('.t-calendar').getByText('8', { exact: true }).click()
    await page.locator('.t-calendar').getByText('11', { exact: true }).click()
    await tap('确认')
    const days = [new Date(2026, 10, 8).getTime(), new Date(2026, 10, 11).getTime()]
    await expect.poll(async () => Object(await told(phone)).calendar?.value).toEqual(days)
  })

  it('answers by toast, message, dialog, sheet, popup, drawer, menu and popover', async () => {
    const phone = await open('answer')
    const { page, tap, expectText, expectNoText } = phone
    await tap('提示')
    await expectText('已保存')
    await expectNoText('已保存')
    await tap('消息')
    await expectText('有新消息')
    await tap('询问')
    await expectText('删除后不能恢复')
    await tap('留着')
    await expect.poll(() => told(phone)).toBe('留下了')
    await tap('询问')
    await tap('删除')
    await expect.poll(() => told(phone)).toBe('已删除')
    await tap('动作')
    await tap('从相册选')
    await expect.poll(() => told(phone)).toBe('选了从相册选')
    await tap('弹层')
    await expectText('弹层的内容')
    await tap('好')
    await expectNoText('弹层的内容')
    await tap('抽屉')
    await tap('我的地址')
    await expect.poll(() => told(phone)).toBe('我的地址')
    await tap('最新')
    await tap('最便宜')
    await expect.poll(() => told(phone)).toBe('按cheap')
    await tap('气泡')
    await expectText('气泡的话')
    await page.mouse.click(300, 1500)
  })

  it('moves by tabs, swipes, bars and a way back to the top', async () => {
    const phone = await open('move')
    const { page, tap } = phone
    const facts = () => page.locator('.told').textContent()
    const isShown = (words: string) => page.getByText(words).isVisible()
    await expect.poll(facts).toBe('a|0|0|home|')
    expect([await isShown('商品在这里'), await isShown('评价在这里')]).toEqual([true, false])
    await page.getByText('评价', { exact: true }).click()
    await expect.poll(facts).toBe('b|0|0|home|')
    await page.getByText('水果', { exact: true }).click()
    await tap('我的')
    await expect.poll(facts).toBe('b|0|1|me|')
    await drag(phone, '左滑我', -200)
    await page.getByText('收藏', { exact: true }).click()
    await expect.poll(facts).toBe('b|0|1|me|收藏')
    const swiper = page.locator('wx-swiper')
    const box = await swiper.boundingBox()
    if (!box) throw new Error('no swiper')
    await page.mouse.move(300, box.y + 50)
    await page.mouse.down()
    await page.mouse.move(80, box.y + 50, { steps: 5 })
    await page.mouse.up()
    await expect.poll(facts).toBe('b|1|1|me|收藏')
  })
})

describe('WeUI', () => {
  const open = usePages('weui')

  it('shows a bar, cells, grids, a gallery, and buttons behind a cell', async () => {
    const phone = await open('show')
    const { page, tap, expectText } = phone
    for (const words of ['微信样式', '小爱', '新消息', '扫一扫', '操作成功', '内容详情', '只有自己看得见'])
      await expectText(words)
    await tap('通讯录')
    await expect.poll(() => told(phone)).toBe('到了通讯录')
    await drag(phone, '向左滑', -160)
    await page.getByText('删除', { exact: true }).click()
    await expect.poll(() => told(phone)).toBe('按了第1个')
    await tap('名字')
    await expect.poll(() => page.locator('.weui-gallery').isVisible()).toBe(true)
  })

  it('checks a form, asks, and searches', async () => {
    const phone = await open('fill')
    const { page, tap, expectText, expectNoText } = phone
    // mp-dialog hides itself once more, 300 ms after it was made: a person is slower than that.
    await expect.poll(() => page.evaluate('performance.now()')).toBeGreaterThan(1_500)
    await tap('提交')
    await expectText('请填写手机号')
    const field = page.locator('.weui-input input').first()
    await field.fill('123')
    await tap('提交')
    await expectText('手机号不对')
    await field.fill('13800000001')
    await tap('配送')
    await tap('提交')
    await expectText('手机号 13800000001')
    await tap('确定')
    await expect.poll(() => told(phone)).toBe('确定')
    expect(await page.evaluate('logicLayer.getCurrentPages()[0].data.form.ways')).toBe('2')
    await tap('半屏')
    await expectText('半屏标题')
    await page
      .locator('.weui-mask')
      .first()
      .click({ position: { x: 20, y: 20 } })
    await tap('选择')
    await tap('从相册选')
    await expect.poll(() => told(phone)).toBe(2)
    await tap('搜索')
    await page.locator('.weui-search-bar__input input').fill('茶')
    await tap('茶二')
    await expect.poll(() => told(phone)).toBe('茶二')
    await expectNoText('手机号不对')
  })
})
