import type { Lifecycle, OpenPage } from './openPage.ts'
import { createPullDown } from './pullDown.ts'
import type { WindowSettings } from './windowSettings.ts'

/** Pull-down refresh of all open pages. */
export function createPullDowns(settingsOf: (page: OpenPage) => WindowSettings, { fire }: Lifecycle) {
  const all = new WeakMap<OpenPage, ReturnType<typeof createPullDown>>()
  return {
    add(page: OpenPage): void {
      const asked = {
        allowed: () => settingsOf(page).pullDownRefresh,
        dots: () => settingsOf(page).dots,
      }
      all.set(
        page,
        createPullDown(page.engine.element, asked, () => fire(page, 'onPullDownRefresh')),
      )
    },
    /** Assumption: the words; that the page has to have `enablePullDownRefresh` is documented. */
    start(page: OpenPage): void {
      if (!settingsOf(page).pullDownRefresh) throw new Error('not allowed: enablePullDownRefresh is not set')
      all.get(page)?.start()
    },
    stop: (page: OpenPage): void => all.get(page)?.stop(),
  }
}
