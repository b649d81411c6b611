import type { BuiltApp } from '../../builtApp.ts'
import { currentTheme, themed } from '../theme.ts'

/** What app.json and the page's JSON say of the page's window, in the colours of the theme. */
export interface WindowSettings {
  title: string
  navigationBackground: string
  navigationColor: string
  /** No bar: only the capsule button lies on the page. */
  customNavigation: boolean
  background: string
  /** Of the three dots while the page is pulled down. */
  dots: 'light' | 'dark'
  pullDownRefresh: boolean
  /** In px. */
  reachBottomDistance: number
  resizable: boolean
}

/** https://developers.weixin.qq.com/miniprogram/dev/reference/configuration/page.html (2026-11) */
export function windowSettings(app: BuiltApp, path: string): WindowSettings {
  const window = { ...app.config.window, ...app.components[path]?.config }
  const theme = currentTheme(app.config)
  const value = (name: string): string => themed(app.config, theme, window[name])
  const distance = Number(window['onReachBottomDistance'] ?? 50)
  return {
    title: value('navigationBarTitleText'),
    navigationBackground: value('navigationBarBackgroundColor') || '#000',
    navigationColor: value('navigationBarTextStyle') === 'black' ? '#000' : '#fff',
    customNavigation: value('navigationStyle') === 'custom',
    background: value('backgroundColor') || '#fff',
    dots: value('backgroundTextStyle') === 'light' ? 'light' : 'dark',
    pullDownRefresh: window['enablePullDownRefresh'] === true,
    reachBottomDistance: Number.isFinite(distance) ? distance : 50,
    resizable: ['auto', 'resizable'].includes(value('pageOrientation')),
  }
}
