import type { Instance } from './shape.ts'

/** Properties of everything that shows being pressed. Times are in milliseconds. */
export function hoverProperties(hoverClass: string, start: number, stay: number) {
  return {
    hoverClass,
    hoverStopPropagation: false,
    hoverStartTime: start,
    hoverStayTime: stay,
  }
}

/** Puts `hover-class` on the element while it is pressed; `none` switches it off. */
export function showHover(instance: Instance): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let shown: string | undefined

  const later = (milliseconds: number, step: () => void): void => {
    clearTimeout(timer)
    timer = setTimeout(step, milliseconds)
  }
  const hide = (): void => {
    instance.attribute('data-hover', undefined)
    if (shown) instance.ownerClass(shown, false)
    shown = undefined
  }
  const release = (): void => later(instance.number('hoverStayTime'), hide)

  instance.listen('pointerdown', (event) => {
    if (instance.flag('hoverStopPropagation')) event.stopPropagation()
    const name = instance.text('hoverClass')
    if (name === 'none' || name === '' || instance.flag('disabled')) return
    later(instance.number('hoverStartTime'), () => {
      shown = name
      instance.attribute('data-hover', '')
      instance.ownerClass(name, true)
    })
  })
  for (const event of ['pointerup', 'pointercancel', 'pointerleave']) instance.listen(event, release)
}
