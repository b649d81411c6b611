import { currentTheme, onThemeChange } from '../theme.ts'
import type { WxTopic } from './api.ts'
import { createListeners } from './listeners.ts'

/**
 * What happens to the phone and not to a page
 * (developers.weixin.qq.com/miniprogram/dev/api/base/app/app-event/wx.onThemeChange.html and
 * …/api/ui/window/wx.onWindowResize.html, 2026-11).
 */
export const windowEvents: WxTopic = ({ phone, config }) => {
  const themes = createListeners()
  onThemeChange(() => {
    if (config.darkmode) themes.tell({ theme: currentTheme(config) })
  })

  const sizes = createListeners()
  let last = ''
  new ResizeObserver(() => {
    const { clientWidth: windowWidth, clientHeight: windowHeight } = phone.pages
    const now = `${windowWidth}x${windowHeight}`
    const changed = last !== '' && now !== last
    last = now
    if (changed) sizes.tell({ size: { windowWidth, windowHeight } })
  }).observe(phone.pages)

  return {
    onThemeChange: themes.on,
    offThemeChange: themes.off,
    onWindowResize: sizes.on,
    offWindowResize: sizes.off,
    // The capsule button stays where it is, so that nobody is ever told.
    onMenuButtonBoundingClientRectWeightChange: () => undefined,
    offMenuButtonBoundingClientRectWeightChange: () => undefined,
  }
}
