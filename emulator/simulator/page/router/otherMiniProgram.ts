import { type Phone, part } from '../phone.ts'
import { askSheet } from './sheet.ts'

/**
 * WeChat asks before it opens another mini-program (developers.weixin.qq.com/miniprogram/dev/api/navigate
 * /wx.navigateToMiniProgram.html, 2026-11: "在开发者跳转小程序前弹窗询问用户"). The simulator has no other one: allowed, it says
 * so and this one stays.
 * @throws Error whose message stands behind `navigateToMiniProgram:fail `
 */
export async function openMiniProgram(
  phone: Phone,
  { appId, path, shortLink }: Readonly<Record<string, unknown>>,
): Promise<void> {
  const box = part('section', 'share-card')
  box.append(
    part('strong', 'share-title', '即将打开另一个小程序'),
    part('code', 'share-path', String(appId || shortLink || '')),
    part('code', 'share-path', String(path ?? '')),
    part('small', 'share-app', '模拟器里没有别的小程序，允许后留在这里。'),
  )
  const chosen = await askSheet(phone, '打开小程序', [box], [{ label: '允许' }])
  if (chosen === undefined) throw new Error('cancel')
}
