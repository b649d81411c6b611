import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { PRESSED } from './accessibility.ts'
import { elementOf } from './elementOf.ts'

/**
 * Presses by keyboard. A phone has no keys, so glass-easel makes `tap` from touches and the mouse only; here Enter
 * and Space on anything with the role of something that is pressed are a tap too.
 */
export function tapByKeyboard(pages: HTMLElement): void {
  pages.addEventListener('keydown', (event) => {
    const target = event.target
    if (!(target instanceof HTMLElement) || !['Enter', ' '].includes(event.key)) return
    if (!PRESSED.has(target.getAttribute('role') ?? '') || event.repeat) return
    if (target.getAttribute('aria-disabled') === 'true') return
    event.preventDefault()
    const { left, top, width, height } = target.getBoundingClientRect()
    const node = elementOf(target)
    if (!node) return
    const detail = { x: left + width / 2, y: top + height / 2 }
    const options = { originalEvent: event, bubbles: true, composed: true, capturePhase: true }
    glassEasel.Event.dispatchEvent(node, new glassEasel.Event('tap', detail, options))
  })
}
