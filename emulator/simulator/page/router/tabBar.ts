import type { AppConfig, TabBarConfig, TabBarItem } from '../../builtApp.ts'
import { part } from '../phone.ts'
import { currentTheme, themed } from '../theme.ts'

type Options = Readonly<Record<string, unknown>>

/** The calls of `wx` for the tab bar; each throws an Error whose message stands behind `:fail `. */
export interface TabBarCalls {
  setBadge(options: Options): void
  removeBadge(options: Options): void
  showRedDot(options: Options): void
  hideRedDot(options: Options): void
  setItem(options: Options): void
  setStyle(options: Options): void
  show(): void
  hide(): void
}

interface TabBar {
  calls: TabBarCalls
  isTab(path: string): boolean
  /** Draws the bar for the page on top; pages that are no tab have none. */
  draw(path: string): void
}

const ITEM_FIELDS = ['text', 'iconPath', 'selectedIconPath'] as const
const STYLE_FIELDS = ['color', 'selectedColor', 'backgroundColor', 'borderStyle'] as const

/**
 * The tab bar of app.json (developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html#tabBar, 2026-11).
 * @param tapped which item, also when its page is the one that shows
 */
export function createTabBar(
  element: HTMLElement,
  config: AppConfig,
  tapped: (item: TabBarItem, index: number) => void,
): TabBar {
  const items: TabBarItem[] = [...(config.tabBar?.list ?? [])]
  let style: Omit<TabBarConfig, 'list'> = { ...config.tabBar }
  const marks = new Map<number, string>()
  const custom = config.tabBar?.custom === true
  let hidden = false
  let shown = ''
  element.setAttribute('role', 'tablist')
  element.setAttribute('aria-label', '标签栏')

  const isTab = (path: string): boolean => items.some((item) => item.pagePath === path)
  const colour = (value: string | undefined, otherwise: string): string =>
    themed(config, currentTheme(config), value) || otherwise
  const draw = (path: string): void => {
    shown = path
    element.hidden = custom || hidden || !isTab(path)
    element.dataset['position'] = style.position ?? 'bottom'
    element.dataset['border'] = colour(style.borderStyle, 'black')
    element.style.backgroundColor = colour(style.backgroundColor, '#fff')
    element.replaceChildren(
      ...items.map((item, index) => {
        const selected = item.pagePath === path
        const tab = part('button', 'phone-tab')
        tab.type = 'button'
        tab.setAttribute('role', 'tab')
        tab.setAttribute('aria-selected', String(selected))
        tab.style.color = selected ? colour(style.selectedColor, '#07c160') : colour(style.color, '#888')
        const icon = themed(
          config,
          currentTheme(config),
          (selected && item.selectedIconPath) || item.iconPath,
        )
        // "当 position 为 top 时，不显示 icon"
        if (icon && style.position !== 'top') tab.append(pictureOf(icon))
        tab.append(part('span', 'phone-tab-text', item.text))
        const mark = marks.get(index)
        if (mark !== undefined) tab.append(markOf(mark))
        tab.addEventListener('click', () => tapped(items[index] ?? item, index))
        return tab
      }),
    )
  }

  const change = (work: () => void): void => {
    // "与 tabBar 样式相关的接口，如 wx.setTabBarItem 等将失效" (framework/ability/custom-tabbar.html). Assumption: the words.
    if (custom) throw new Error('not supported with a custom tabBar')
    if (!isTab(shown)) throw new Error('not TabBar page')
    work()
    draw(shown)
  }
  const indexOf = ({ index }: Options): number => {
    const found = Number(index)
    // Assumption: the words; that it fails is documented nowhere, but it does.
    if (!(found in items)) throw new Error('tabbar item not found')
    return found
  }
  const mark = (text: (options: Options) => string | undefined) => (options: Options) =>
    change(() => {
      const value = text(options)
      if (value === undefined) marks.delete(indexOf(options))
      else marks.set(indexOf(options), value)
    })
  const calls: TabBarCalls = {
    // "显示的文本，超过 4 个字符则显示成 ..."
    setBadge: mark(({ text }) => ([...String(text ?? '')].length > 4 ? '...' : String(text ?? ''))),
    removeBadge: mark(() => undefined),
    showRedDot: mark(() => ''),
    hideRedDot: mark(() => undefined),
    setItem: (options) =>
      change(() => {
        const index = indexOf(options)
        const before = items[index]
        if (before) items[index] = { ...before, ...textsOf(options, ITEM_FIELDS) }
      }),
    setStyle: (options) => change(() => (style = { ...style, ...textsOf(options, STYLE_FIELDS) })),
    show: () => change(() => (hidden = false)),
    hide: () => change(() => (hidden = true)),
  }
  return { calls, isTab, draw }
}

function textsOf<Name extends string>(
  options: Options,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const texts: Partial<Record<Name, string>> = {}
  for (const name of names) if (typeof options[name] === 'string') texts[name] = String(options[name])
  return texts
}

function pictureOf(file: string): HTMLImageElement {
  const picture = part('img', 'phone-tab-icon')
  picture.src = /^(?:[a-z]+:|\/\/)/i.test(file) ? file : `assets/${file.replace(/^\//, '')}`
  picture.alt = ''
  return picture
}

function markOf(text: string): HTMLElement {
  const mark = part('span', text === '' ? 'phone-tab-dot' : 'phone-tab-badge', text)
  if (text === '') {
    mark.setAttribute('role', 'img')
    mark.setAttribute('aria-label', '有新内容')
  }
  return mark
}
