import type { Builtin, Instance } from './shape.ts'

interface State {
  index: number
  /** Turned by somebody, and not yet at its place. */
  turning: boolean
  dragged: boolean
}

const states = new WeakMap<Instance, State>()

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/picker-view-column.html (2026-11): "其孩子节点的高度会自动设置成与
 * picker-view 的选中框的高度一致".
 */
export const pickerViewColumn: Builtin = {
  name: 'picker-view-column',
  template: '<html-div part="items"><slot/></html-div>',
  css: `
wx-picker-view-column { flex: 1; min-width: 0; height: 100%; overflow: hidden auto; scrollbar-width: none; user-select: none; outline-offset: -3px }
wx-picker-view-column > [part=items] { padding: var(--room) 0 }
wx-picker-view-column > [part=items] > * { height: var(--entry); overflow: hidden }
`,
  properties: {},
  attached: (instance) => {
    states.set(instance, { index: 0, turning: false, dragged: false })
    instance.attribute('tabindex', '0')
    instance.attribute('role', 'listbox')
    instance.resized(() => arrange(instance))
    instance.listen('scroll', () => start(instance))
    instance.listen('scrollend', () => {
      if (!states.get(instance)?.dragged) settle(instance)
    })
    instance.listen('keydown', (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
      const state = states.get(instance)
      if (step === undefined || !state) return
      event.preventDefault()
      instance.box().scrollTop = (state.index + step) * entryHeight(instance)
    })
    let from = 0
    instance.drag({
      begin: () => {
        from = instance.box().scrollTop
        return true
      },
      claims: (dx, dy) => {
        const vertical = Math.abs(dy) > Math.abs(dx)
        const state = states.get(instance)
        if (state) state.dragged = vertical
        return vertical
      },
      move: (_, dy) => {
        instance.box().scrollTop = from - dy
      },
      end: () => {
        const state = states.get(instance)
        if (state) state.dragged = false
        settle(instance)
      },
    })
  },
}

/** Turns a column without telling anybody. */
export function turnColumn(instance: Instance, index: number): void {
  const state = states.get(instance)
  if (!state) return
  state.index = Math.max(index, 0)
  state.turning = false
  instance.box().scrollTop = state.index * entryHeight(instance)
}

function entryHeight(instance: Instance): number {
  return instance.around('picker-view')?.part('indicator')?.getBoundingClientRect().height || 34
}

function arrange(instance: Instance): void {
  const entry = entryHeight(instance)
  const items = instance.part('items')
  items?.style.setProperty('--entry', `${entry}px`)
  items?.style.setProperty('--room', `${Math.max((instance.box().clientHeight - entry) / 2, 0)}px`)
  const view = instance.around('picker-view')
  const value = view?.value('value')
  const at = view?.inside('picker-view-column').indexOf(instance) ?? -1
  turnColumn(instance, Array.isArray(value) ? Number(value[at] ?? 0) : (states.get(instance)?.index ?? 0))
}

function start(instance: Instance): void {
  const state = states.get(instance)
  if (!state || state.turning) return
  if (Math.abs(instance.box().scrollTop - state.index * entryHeight(instance)) < 1) return
  state.turning = true
  instance.around('picker-view')?.emit('pickstart', {})
}

/** The entry that is nearest to the frame is the one. Assumption: `change` comes before `pickend`. */
function settle(instance: Instance): void {
  const state = states.get(instance)
  if (!state?.turning) return
  const index = Math.round(instance.box().scrollTop / entryHeight(instance))
  const changed = index !== state.index
  turnColumn(instance, index)
  const view = instance.around('picker-view')
  if (changed && view) {
    const value = view.inside('picker-view-column').map((column) => states.get(column)?.index ?? 0)
    view.set({ value })
    view.emit('change', { value })
  }
  view?.emit('pickend', {})
}
