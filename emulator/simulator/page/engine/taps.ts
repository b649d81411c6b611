import { glassEasel } from 'glass-easel-miniprogram-adapter'

/**
 * Presses by keyboard. A phone has no keys, so glass-easel makes `tap` from touches and the mouse only; here Enter
 * and Space on anything with the role of a button or link are a tap too.
 */
export function tapByKeyboard(pages: HTMLElement): void {
  pages.addEventListener('keydown', (event) => {
    const target = event.target
    if (!(target instanceof HTMLElement) || !['Enter', ' '].includes(event.key)) return
    if (!['button', 'link'].includes(target.getAttribute('role') ?? '') || event.repeat) return
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

// glass-easel keeps its own element in this field of the DOM element (CurrentWindowBackendContext.associateValue).
function elementOf(target: HTMLElement): glassEasel.Element | undefined {
  return (target as HTMLElement & { __wxElement?: glassEasel.Element }).__wxElement
}
