import { component } from 'glass-easel-miniprogram-adapter'
import type { Phone } from '../phone.ts'
import { animate, clearAnimation } from './keyframes.ts'
import { intersectionObserver, mediaQueryObserver } from './observers.ts'
import { createQuery } from './selectorQuery.ts'

/**
 * What pages and components have of themselves (developers.weixin.qq.com/miniprogram/dev/reference/api/Component.html#组件实例,
 * 2026-11): the same as `wx.createSelectorQuery().in(this)` and its neighbours. The engine's adapter has some of them too,
 * measured from the browser's window; a method of the same name that the mini-program defines itself goes first.
 */
export function giveInstanceMembers(phone: Phone): void {
  Object.assign(component.ComponentCaller.prototype, {
    // The other one is skyline: developers.weixin.qq.com/miniprogram/dev/framework/runtime/skyline/migration/release.html
    renderer: 'webview',
    createSelectorQuery(this: object) {
      return createQuery(phone, this)
    },
    createIntersectionObserver(this: object, options?: unknown) {
      return intersectionObserver(phone, this, options)
    },
    createMediaQueryObserver: () => mediaQueryObserver(phone.pages),
    animate(this: object, ...given: readonly [unknown, unknown, unknown, unknown?]) {
      animate(this, ...given)
    },
    clearAnimation(this: object, ...given: readonly [unknown, unknown?, unknown?]) {
      clearAnimation(this, ...given)
    },
  })
}
