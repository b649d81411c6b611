/** What the build hands to the page: the shape of the generated `app.js`. */
export interface BuiltApp {
  config: AppConfig
  /** By path without extension, pages and components alike. */
  components: Readonly<Record<string, ComponentFacts>>
  /** Compiled WXML of the mini-program, by path. The functions belong to glass-easel. */
  templates: Readonly<Record<string, unknown>>
  /** Compiled WXML of the built-in components, by `builtin/<name>`. */
  builtinTemplates: Readonly<Record<string, unknown>>
  /** WXSS as CSS with the marks of {@link CLASS_MARK} and {@link HOST_MARK}; `app` is app.wxss. */
  styles: Readonly<Record<string, string>>
  /** Runs app.ts. */
  loadApp(): void
  /** Runs the script of a page or component, by path. */
  load: Readonly<Record<string, () => void>>
}

/** The part of app.json that the page needs. */
export interface AppConfig {
  /** With those of subpackages, in order: the first is the entry page. */
  pages: readonly string[]
  /** `window` of app.json; values that start with `@` name a colour of the theme. */
  window: Readonly<Record<string, unknown>>
  darkmode: boolean
  /** `__usePrivacyCheck__` of app.json. */
  privacyCheck: boolean
  /** theme.json, by `light` and `dark`. */
  theme: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  tabBar?: TabBarConfig
}

/** `tabBar` of app.json. */
export interface TabBarConfig {
  list: readonly TabBarItem[]
  /** The component {@link CUSTOM_TAB_BAR} is in its place, once for each page of the list. */
  custom?: true
  color?: string
  selectedColor?: string
  backgroundColor?: string
  borderStyle?: string
  position?: string
}

/** "在代码根目录下添加入口文件": developers.weixin.qq.com/miniprogram/dev/framework/ability/custom-tabbar.html (2026-11) */
export const CUSTOM_TAB_BAR = 'custom-tab-bar/index'

export interface TabBarItem {
  /** Without a leading slash. */
  pagePath: string
  text: string
  iconPath?: string
  selectedIconPath?: string
}

interface ComponentFacts {
  page: boolean
  /** Its JSON, with `usingComponents` resolved to absolute paths. */
  config: Readonly<Record<string, unknown>>
}

/** Stands before each class name until the page knows the component's style scope. */
export const CLASS_MARK = '__scope__'

/** Stands for the component's style scope in `:host`. */
export const HOST_MARK = '__host__'
