import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { descendants, type Known, knownOf } from './relatives.ts'

/** Taps what a label is for, or gives it the focus. */
export function useControl(label: glassEasel.GeneralComponent, id: string): void {
  const { node, builtin, instance } = controlOf(label, id) ?? {}
  if (!node || !instance) return
  if (builtin?.labelled === 'focus') {
    instance.field()?.focus()
    return
  }
  const { left, top } = instance.box().getBoundingClientRect()
  // Not bubbling: the label around it has had its tap.
  glassEasel.Event.dispatchEvent(node, new glassEasel.Event('tap', { x: left, y: top }, { bubbles: false }))
}

let named = 0

/** Lets a screen reader say the label's text with the control; not before all of the page is there. */
export function nameControl(label: glassEasel.GeneralComponent, id: string): void {
  queueMicrotask(() => {
    const control = controlOf(label, id)
    const words: unknown = label.getBackendElement()
    const element: unknown = control?.instance.field() ?? control?.node.getBackendElement()
    if (!(words instanceof HTMLElement) || !(element instanceof HTMLElement)) return
    if (element.getAttribute('aria-label')) return
    named += 1
    words.id ||= `wx-label-${named}`
    element.setAttribute('aria-labelledby', words.id)
  })
}

function controlOf(label: glassEasel.GeneralComponent, id: string): Known | undefined {
  const named = id === '' ? undefined : label.ownerShadowRoot?.getElementById(id)
  const candidates = id === '' ? descendants(label) : named ? [named] : []
  for (const node of candidates) {
    const known = knownOf(node)
    if (known?.builtin.labelled) return known
  }
  return undefined
}
