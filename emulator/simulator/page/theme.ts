import type { AppConfig } from '../builtApp.ts'

export type Theme = 'light' | 'dark'

const darkScheme = () => matchMedia('(prefers-color-scheme: dark)')

/** The theme as WeChat reports it: always light unless app.json has `"darkmode": true`. */
export function currentTheme(config: Pick<AppConfig, 'darkmode'>): Theme {
  return config.darkmode && darkScheme().matches ? 'dark' : 'light'
}

export function onThemeChange(listener: () => void): void {
  darkScheme().addEventListener('change', listener)
}

/** A value of app.json or of a page's JSON; `@name` is looked up in theme.json for the theme. */
export function themed(config: AppConfig, theme: Theme, value: unknown): string {
  const text = typeof value === 'string' ? value : ''
  return text.startsWith('@') ? String(config.theme[theme]?.[text.slice(1)] ?? '') : text
}
