import { asyncCall, neededText, type WxTopic } from './api.ts'
import { askModal } from './modal.ts'

/**
 * A question before a page is left backwards
 * (developers.weixin.qq.com/miniprogram/dev/api/ui/interaction/wx.enableAlertBeforeUnload.html, 2026-11): by the arrow of the bar
 * and by navigateBack, not by the capsule ("在任何场景下，胶囊按钮关闭小程序时不做拦截"), and not on the first page. Assumption: who
 * agrees goes one page back, however many were asked for.
 */
export const leaving: WxTopic = ({ phone, router }) => {
  const held = new WeakMap<object, () => void>()
  const release = (): object => {
    const page = router.currentPages().at(-1)
    if (page) held.get(page)?.()
    return {}
  }

  return {
    enableAlertBeforeUnload: asyncCall('enableAlertBeforeUnload', (options) => {
      const content = neededText(options, 'message')
      const page = router.currentPages().at(-1)
      if (!page) throw new Error('no page is open')
      release()
      const ask = async (): Promise<void> => {
        const { confirm } = await askModal(phone, { content })
        if (!confirm) return
        free()
        router.navigateBack({ delta: 1 })
      }
      const free = router.holdBack(() => void ask().catch(console.error))
      held.set(page, free)
      return {}
    }),
    disableAlertBeforeUnload: asyncCall('disableAlertBeforeUnload', release),
  }
}
