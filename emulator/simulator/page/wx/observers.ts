import { isRecord } from '../localCloud.ts'
import { neededListener, type WxHost, type WxTopic } from './api.ts'
import { drawn, type EngineNode, nodeOf, nodesOf, placeIn } from './nodes.ts'
import { notEmulated, reportingUnknown } from './notEmulated.ts'

type Phone = WxHost['phone']

/**
 * `wx.createIntersectionObserver` and `wx.createMediaQueryObserver`
 * (developers.weixin.qq.com/miniprogram/dev/api/wxml/IntersectionObserver.html and …/MediaQueryObserver.html, 2026-11).
 */
export const observers: WxTopic = ({ phone, router }) => ({
  createIntersectionObserver: (component?: unknown, options?: unknown) =>
    intersectionObserver(phone, component ?? router.currentPages().at(-1), options),
  createMediaQueryObserver: () => mediaQueryObserver(phone.pages),
})

interface Settings {
  readonly thresholds: readonly number[]
  readonly initialRatio: number
  readonly observeAll: boolean
}

/** `[0]`, 0 and false are the documented defaults. */
function settingsOf({ thresholds, initialRatio, observeAll }: Readonly<Record<string, unknown>>): Settings {
  return {
    thresholds: Array.isArray(thresholds) ? thresholds.map(Number) : [0],
    initialRatio: Number(initialRatio ?? 0),
    observeAll: observeAll === true,
  }
}

/** @param owner what the code of the page or component calls `this` */
export function intersectionObserver(phone: Phone, owner: unknown, options: unknown): object {
  const settings = settingsOf(isRecord(options) ? options : {})
  let reference: string | undefined
  let margins = ''
  let running: IntersectionObserver | undefined

  const relative = (selector: string | undefined, given: unknown): object => {
    if (margins !== '') notEmulated('IntersectionObserver: more than one reference')
    reference = selector
    margins = marginsOf(given)
    return own
  }
  const root = (): HTMLElement | undefined => {
    if (reference !== undefined) {
      const node = nodeOf(owner, reference)
      return node && drawn(node)
    }
    const page = phone.pages.querySelector('wx-page:not([hidden])')
    return page instanceof HTMLElement ? page : undefined
  }
  const own: object = reportingUnknown('IntersectionObserver', {
    relativeTo: (selector: string, given?: unknown) => relative(selector, given),
    relativeToViewport: (given?: unknown) => relative(undefined, given),
    observe(selector: string, callback: unknown) {
      running?.disconnect()
      const tell = neededListener(callback, 'callback')
      const frame = root()
      if (!frame) return
      const all = settings.observeAll ? nodesOf(owner, selector) : [nodeOf(owner, selector)]
      running = watch(phone, frame, margins, settings, all, tell)
    },
    disconnect: () => running?.disconnect(),
  })
  return own
}

function watch(
  phone: Phone,
  root: HTMLElement,
  rootMargin: string,
  { thresholds, initialRatio }: Settings,
  nodes: readonly (EngineNode | undefined)[],
  tell: (answer: unknown) => void,
): IntersectionObserver {
  const waiting = new Map<Element, EngineNode>()
  const begun = new Set<Element>()
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const node = waiting.get(entry.target)
        const first = !begun.has(entry.target)
        begun.add(entry.target)
        // A browser tells where everything is at first; WeChat only what differs from initialRatio and has crossed.
        if (!node || (first && !crossed(thresholds, initialRatio, entry.intersectionRatio))) continue
        tell(answerOf(phone, node, entry))
      }
    },
    { root, rootMargin: rootMargin || '0px', threshold: [...thresholds] },
  )
  for (const node of nodes) {
    const element = node && drawn(node)
    if (!element) continue
    // A browser looks at what lies inside the reference only.
    if (!root.contains(element))
      notEmulated('IntersectionObserver: a reference that is not around its target')
    waiting.set(element, node)
    observer.observe(element)
  }
  return observer
}

const crossed = (thresholds: readonly number[], from: number, to: number): boolean =>
  from !== to && thresholds.some((each) => (from - each) * (to - each) <= 0)

function answerOf({ pages }: Phone, node: EngineNode, entry: IntersectionObserverEntry): object {
  const { width, height, ...relativeRect } = placeIn(pages, entry.rootBounds ?? new DOMRect())
  return {
    id: node.id,
    dataset: node.dataset,
    intersectionRatio: entry.intersectionRatio,
    intersectionRect: placeIn(pages, entry.intersectionRect),
    boundingClientRect: placeIn(pages, entry.boundingClientRect),
    relativeRect,
    // Assumption: milliseconds since 1970.
    time: Math.floor(performance.timeOrigin + entry.time),
  }
}

/** `margins` in px; they widen the reference. */
function marginsOf(given: unknown): string {
  const margins = isRecord(given) ? given : {}
  return ['top', 'right', 'bottom', 'left'].map((side) => `${Number(margins[side] ?? 0)}px`).join(' ')
}

/** Tells at once, and whenever the answer changes. Assumption: that it tells at once. */
export function mediaQueryObserver(pages: HTMLElement): object {
  let running: ResizeObserver | undefined
  return reportingUnknown('MediaQueryObserver', {
    observe(descriptor: unknown, callback: unknown) {
      running?.disconnect()
      const tell = neededListener(callback, 'callback')
      let last: boolean | undefined
      running = new ResizeObserver(() => {
        const matches = matchesPage(pages, isRecord(descriptor) ? descriptor : {})
        if (matches === last) return
        last = matches
        tell({ matches })
      })
      running.observe(pages)
    },
    disconnect: () => running?.disconnect(),
  })
}

function matchesPage(
  { clientWidth, clientHeight }: HTMLElement,
  descriptor: Readonly<Record<string, unknown>>,
): boolean {
  const tests: Readonly<Record<string, (value: unknown) => boolean>> = {
    minWidth: (value) => clientWidth >= Number(value),
    maxWidth: (value) => clientWidth <= Number(value),
    width: (value) => clientWidth === Number(value),
    minHeight: (value) => clientHeight >= Number(value),
    maxHeight: (value) => clientHeight <= Number(value),
    height: (value) => clientHeight === Number(value),
    orientation: (value) => (value === 'landscape') === clientWidth > clientHeight,
  }
  return Object.entries(descriptor).every(([name, value]) => tests[name]?.(value) ?? true)
}
