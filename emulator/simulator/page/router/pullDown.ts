import { part } from '../phone.ts'

/** Height of the dots, in px, and how far the finger has to pull until the page is refreshed. */
const ROOM = 50
const FINGER_SHARE = 0.5

interface PullDown {
  /** As if somebody had pulled; false when it is pulled down already. */
  start(): boolean
  stop(): void
}

/**
 * The page that is pulled down with three dots behind it, by touch and by mouse
 * (developers.weixin.qq.com/miniprogram/dev/api/ui/pull-down-refresh/wx.startPullDownRefresh.html, 2026-11).
 * @param allowed whether the page has `enablePullDownRefresh`
 * @param refreshed told once for each pull
 */
export function createPullDown(
  element: HTMLElement,
  { allowed, dots }: { allowed: () => boolean; dots: () => string },
  refreshed: () => void,
): PullDown {
  let indicator: HTMLElement | undefined
  let refreshing = false
  let startedAt: number | undefined

  const move = (distance: number, smooth: boolean): void => {
    element.style.transition = smooth ? 'transform 0.2s' : 'none'
    element.style.transform = distance > 0 ? `translateY(${distance}px)` : ''
    if (distance > 0 && !indicator) {
      indicator = part('div', 'phone-refresh')
      indicator.setAttribute('role', 'status')
      indicator.setAttribute('aria-label', '下拉刷新')
      indicator.dataset['style'] = dots()
      indicator.append(part('i', ''), part('i', ''), part('i', ''))
      element.before(indicator)
    } else if (distance <= 0) {
      indicator?.remove()
      indicator = undefined
    }
  }
  const start = (): boolean => {
    if (refreshing) return false
    refreshing = true
    move(ROOM, true)
    refreshed()
    return true
  }

  const press = (y: number): void => {
    startedAt = !refreshing && element.scrollTop <= 0 && allowed() ? y : undefined
  }
  const distanceTo = (y: number): number => (startedAt === undefined ? 0 : (y - startedAt) * FINGER_SHARE)
  const pull = (y: number, event: Event): void => {
    const distance = distanceTo(y)
    if (distance <= 0) return
    // Without it the browser scrolls instead.
    if (event.cancelable) event.preventDefault()
    move(Math.min(distance, 2 * ROOM), false)
  }
  const release = (y: number): void => {
    const distance = distanceTo(y)
    startedAt = undefined
    if (distance <= 0) return
    if (distance < ROOM) move(0, true)
    else start()
  }
  element.addEventListener('touchstart', (event) => press(event.touches[0]?.clientY ?? 0), { passive: true })
  element.addEventListener('touchmove', (event) => pull(event.touches[0]?.clientY ?? 0, event), {
    passive: false,
  })
  element.addEventListener('touchend', (event) => release(event.changedTouches[0]?.clientY ?? 0))
  element.addEventListener('touchcancel', () => release(startedAt ?? 0))
  element.addEventListener('mousedown', (event) => {
    press(event.clientY)
    if (startedAt === undefined) return
    const follow = (moved: MouseEvent): void => pull(moved.clientY, moved)
    document.addEventListener('mousemove', follow)
    document.addEventListener(
      'mouseup',
      (up) => {
        document.removeEventListener('mousemove', follow)
        release(up.clientY)
      },
      { once: true },
    )
  })

  return {
    start,
    stop(): void {
      refreshing = false
      move(0, true)
    },
  }
}
