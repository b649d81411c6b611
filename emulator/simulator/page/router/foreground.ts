import type { Application } from '../application.ts'
import { type Phone, part } from '../phone.ts'
import type { Router } from './index.ts'

/**
 * The mini-program goes to the background when its browser tab is hidden or the capsule button closes it, and comes
 * back as it was, a "hot start" (developers.weixin.qq.com/miniprogram/dev/framework/runtime/operating-mechanism.html,
 * 2026-11). Assumption: the page on top hears of it before the app when it is put away, and after it when it is back.
 * @returns what closes it
 */
export function followForeground(
  phone: Phone,
  application: Pick<Application, 'hide' | 'show'>,
  router: () => Pick<Router, 'putAway' | 'takeUp'>,
): () => void {
  let cover: HTMLElement | undefined
  let away = false

  const update = (): void => {
    const hidden = document.visibilityState === 'hidden' || cover !== undefined
    if (hidden === away) return
    away = hidden
    if (hidden) {
      router().putAway()
      application.hide()
    } else {
      application.show()
      router().takeUp()
    }
  }
  document.addEventListener('visibilitychange', update)

  return () => {
    if (cover) return
    const shown = part('div', 'phone-closed')
    const again = part('button', 'phone-again', '重新进入小程序')
    again.type = 'button'
    again.addEventListener('click', () => {
      shown.remove()
      cover = undefined
      update()
    })
    shown.append(again)
    phone.screen.append(shown)
    cover = shown
    again.focus()
    update()
  }
}
