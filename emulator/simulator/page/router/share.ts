import { type Phone, part } from '../phone.ts'
import type { CallMethod, OpenPage } from './openPage.ts'
import { askSheet } from './sheet.ts'

/** A card as it lands in a chat. */
interface ShareCard {
  title: string
  path: string
  imageUrl: string
}

/** "如果该参数存在，则以 resolve 结果为准，如果三秒内不 resolve，分享会使用上面传入的默认参数" */
const PROMISE_MS = 3000

/** The menu of the capsule button: sending the page to a friend, if the page allows it. */
export async function openMenu(
  phone: Phone,
  page: OpenPage,
  call: CallMethod,
  appName: string,
): Promise<void> {
  const shareable = typeof Reflect.get(page.engine.caller, 'onShareAppMessage') === 'function'
  const refused = shareable ? {} : { refused: '当前页面未定义 onShareAppMessage' }
  const chosen = await askSheet(phone, '更多', [], [{ label: '发送给朋友', ...refused }])
  if (chosen === 0) await share(phone, page, call, appName, { from: 'menu' })
}

/**
 * Asks the page for its card and shows it
 * (developers.weixin.qq.com/miniprogram/dev/reference/api/Page.html#onShareAppMessage-Object-object, 2026-11).
 */
export async function share(
  phone: Phone,
  page: OpenPage,
  call: CallMethod,
  appName: string,
  given: Readonly<Record<string, unknown>>,
): Promise<void> {
  const query = new URLSearchParams(page.address.query).toString()
  const otherwise: ShareCard = {
    title: appName,
    path: `/${page.address.path}${query && `?${query}`}`,
    imageUrl: '',
  }
  const answer = call(page.engine.caller, 'onShareAppMessage', { ...given, ...shownByWebView(page) })
  const said = fieldsOf(answer)
  const card = { ...otherwise, ...textsOf(said) }
  const promised = said['promise']
  const late = promised instanceof Promise ? await withinTime(promised) : {}
  const { title, path, imageUrl } = { ...card, ...textsOf(late) }
  const box = part('section', 'share-card')
  box.setAttribute('aria-label', '分享卡片')
  box.append(part('small', 'share-app', appName), part('strong', 'share-title', title))
  if (imageUrl) {
    const picture = part('img', 'share-picture')
    picture.src = /^(?:[a-z]+:|\/\/)/i.test(imageUrl) ? imageUrl : `assets/${imageUrl.replace(/^\//, '')}`
    picture.alt = ''
    box.append(picture)
  }
  box.append(part('code', 'share-path', path))
  await askSheet(phone, '发送给朋友', [box], [{ label: '发送' }])
}

/** "webViewUrl: 页面中包含web-view组件时，返回当前web-view的url" */
function shownByWebView({ engine }: OpenPage): { webViewUrl?: string } {
  const webViewUrl = engine.element.querySelector('wx-web-view > iframe')?.getAttribute('src')
  return webViewUrl ? { webViewUrl } : {}
}

async function withinTime(promised: Promise<unknown>): Promise<Record<string, unknown>> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, PROMISE_MS, undefined))
  return fieldsOf(await Promise.race([promised.catch(() => undefined), late]))
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function textsOf(said: Readonly<Record<string, unknown>>): Partial<ShareCard> {
  const texts: Partial<ShareCard> = {}
  for (const name of ['title', 'path', 'imageUrl'] as const) {
    if (typeof said[name] === 'string') texts[name] = said[name]
  }
  return texts
}
