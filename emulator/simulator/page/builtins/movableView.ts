import type { Builtin, Instance } from './shape.ts'

/** The part of the finger's way that is made beyond the edges. Assumption. */
const BEYOND_SHARE = 0.5

interface Place {
  x: number
  y: number
}

/** Where each is, in px from the corner of its area. */
const places = new WeakMap<Instance, Place>()

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/movable-view.html (2026-11). Here it moves without weight:
 * `damping`, `friction` and `inertia` are about that, and the changes that they make one after the other are one change.
 */
export const movableView: Builtin = {
  name: 'movable-view',
  template: '<slot/>',
  css: `
wx-movable-view { position: absolute; display: block; width: 10px; height: 10px; touch-action: none; user-select: none }
wx-movable-view[data-moves] { cursor: grab }
`,
  properties: {
    direction: 'none',
    inertia: false,
    outOfBounds: false,
    x: null,
    y: null,
    damping: 0,
    friction: 0,
    disabled: false,
    scale: false,
    scaleMin: 0.1,
    scaleMax: 10,
    scaleValue: 0,
    animation: true,
  },
  attached: (instance) => {
    let from: Place = { x: 0, y: 0 }
    instance.drag({
      begin: () => {
        from = places.get(instance) ?? from
        return !instance.flag('disabled') && instance.text('direction') !== 'none'
      },
      claims: (dx, dy) => {
        const sideways = Math.abs(dx) > Math.abs(dy)
        instance.emit(sideways ? 'htouchmove' : 'vtouchmove', {})
        const direction = instance.text('direction')
        return direction === 'all' || direction === (sideways ? 'horizontal' : 'vertical')
      },
      move: (dx, dy) => drag(instance, from, dx, dy),
      end: () => {
        const at = places.get(instance) ?? from
        if (isInside(instance, at)) return
        move(instance, within(instance, at), 'out-of-bounds', instance.flag('animation'))
      },
    })
    // Its area has its size by then, and the page is not in the middle of its update.
    queueMicrotask(() => place(instance, ['x', 'y'], false))
    instance.attribute('data-moves', instance.text('direction') === 'none' ? undefined : '')
  },
  changed: {
    x: (instance) => queueMicrotask(() => replace(instance, 'x')),
    y: (instance) => queueMicrotask(() => replace(instance, 'y')),
    direction: (instance) =>
      instance.attribute('data-moves', instance.text('direction') === 'none' ? undefined : ''),
  },
  notEmulated: ['inertia', 'damping', 'friction', 'scale', 'scaleValue'],
}

function drag(instance: Instance, from: Place, dx: number, dy: number): void {
  const direction = instance.text('direction')
  const wanted = {
    x: from.x + (direction === 'vertical' ? 0 : dx),
    y: from.y + (direction === 'horizontal' ? 0 : dy),
  }
  const edge = within(instance, wanted)
  if (!instance.flag('outOfBounds')) {
    move(instance, edge, 'touch', false)
    return
  }
  const beyond = (at: number, limit: number): number => limit + (at - limit) * BEYOND_SHARE
  const source = isInside(instance, wanted) ? 'touch' : 'touch-out-of-bounds'
  move(instance, { x: beyond(wanted.x, edge.x), y: beyond(wanted.y, edge.y) }, source, false)
}

/** The page has another place for it; the first one it gets when it is attached. */
function replace(instance: Instance, axis: 'x' | 'y'): void {
  if (places.has(instance)) place(instance, [axis], instance.flag('animation'))
}

/** Where the properties say; `source` is empty when the page has moved it. */
function place(instance: Instance, axes: readonly ('x' | 'y')[], smooth: boolean): void {
  const wanted = { ...(places.get(instance) ?? { x: 0, y: 0 }) }
  for (const axis of axes) if (instance.text(axis) !== '') wanted[axis] = lengthOf(instance, axis)
  move(instance, within(instance, wanted), '', smooth)
}

/** "单位支持px（默认）、rpx" */
function lengthOf(instance: Instance, name: 'x' | 'y'): number {
  const text = instance.text(name)
  const length = Number.parseFloat(text) || 0
  return text.endsWith('rpx') ? (length * instance.page().width) / 750 : length
}

function move(instance: Instance, to: Place, source: string, smooth: boolean): void {
  const at = places.get(instance)
  if (at?.x === to.x && at.y === to.y) return
  places.set(instance, to)
  instance.style('transition', smooth && at ? 'transform .2s' : 'none')
  instance.style('transform', `translate(${to.x}px, ${to.y}px)`)
  const moved = at ?? { x: 0, y: 0 }
  if (moved.x !== to.x || moved.y !== to.y) instance.emit('change', { ...to, source })
}

const isInside = (instance: Instance, at: Place): boolean => {
  const edge = within(instance, at)
  return edge.x === at.x && edge.y === at.y
}

/** A view that is larger than its area has to cover it: "movable-view的移动范围必须包含movable-area". */
function within(instance: Instance, { x, y }: Place): Place {
  const area = instance.around('movable-area')?.box()
  const own = instance.box()
  const between = (at: number, room: number): number =>
    Math.min(Math.max(at, Math.min(room, 0)), Math.max(room, 0))
  return {
    x: between(x, (area?.clientWidth ?? 0) - own.clientWidth),
    y: between(y, (area?.clientHeight ?? 0) - own.clientHeight),
  }
}
