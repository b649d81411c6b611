import { styleOf } from '../engine/nodeAnimation.ts'
import { isRecord } from '../localCloud.ts'
import type { WxTopic } from './api.ts'
import { reportingUnknown } from './notEmulated.ts'

/** Methods of developers.weixin.qq.com/miniprogram/dev/api/ui/animation/Animation.html (2026-11). */
const STYLES = ['backgroundColor', 'bottom', 'height', 'left', 'opacity', 'right', 'top', 'width']
const TRANSFORMS =
  `matrix matrix3d rotate rotate3d rotateX rotateY rotateZ scale scale3d scaleX scaleY scaleZ skew skewX
  skewY translate translate3d translateX translateY translateZ`.split(/\s+/)

/** Default options of the page below. */
const DEFAULTS = { duration: 400, timingFunction: 'linear', delay: 0, transformOrigin: '50% 50% 0' }

interface Step {
  readonly type: string
  readonly args: readonly unknown[]
}

/**
 * `wx.createAnimation` (developers.weixin.qq.com/miniprogram/dev/api/ui/animation/wx.createAnimation.html, 2026-11). What is
 * exported is for the attribute `animation`, which plays it (engine/nodeAnimation.ts). Transforms that were named before
 * hold in later steps, also after an export; a style holds until it is given again.
 */
export const animation: WxTopic = () => ({ createAnimation })

function createAnimation(given?: unknown): object {
  const usual = { ...DEFAULTS, ...known(given) }
  const transforms = new Map<string, Step>()
  const styles = new Map<string, Step>()
  let actions: object[] = []

  const methods = [...STYLES, ...TRANSFORMS].map((name) => {
    const isTransform = TRANSFORMS.includes(name)
    const method = (...args: readonly unknown[]): object => {
      if (isTransform) transforms.set(name, { type: name, args })
      else styles.set(name, { type: 'style', args: styleOf(name, args[0]) })
      return own
    }
    return [name, method] as const
  })
  const own = reportingUnknown('Animation', {
    ...Object.fromEntries(methods),
    step(options?: unknown) {
      const { transformOrigin, ...transition } = { ...usual, ...known(options) }
      const animates = [...transforms.values(), ...styles.values()]
      actions.push({ animates, option: { transformOrigin, transition } })
      styles.clear()
      return own
    },
    export() {
      const exported = { actions }
      actions = []
      return exported
    },
  })
  return own
}

/** Options that are given; one that is undefined is not. */
function known(given: unknown): Partial<typeof DEFAULTS> {
  const options = isRecord(given) ? given : {}
  return Object.fromEntries(
    Object.keys(DEFAULTS).flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  )
}
