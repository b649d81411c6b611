import type { AssociatedBackend, CodeSpace } from 'glass-easel-miniprogram-adapter'
import { type BuiltApp, CLASS_MARK, HOST_MARK } from '../../builtApp.ts'

// https://developers.weixin.qq.com/miniprogram/dev/framework/custom-component/wxml-wxss.html
const WITHOUT_OWN_SCOPE = new Set(['shared', 'page-shared'])

/** Registers app.wxss, which reaches every page that is not isolated. */
export function registerAppStyle(app: BuiltApp, space: CodeSpace, backend: AssociatedBackend): void {
  const css = app.styles['app']
  if (css === undefined) return
  backend.registerStyleSheetContent('app', marked('app', scoped(css, '')))
  space.addStyleSheet('app', 'app')
}

/** Registers the style sheet of a page or component; only known once its script has said its options. */
export function registerStyle(
  app: BuiltApp,
  space: CodeSpace,
  backend: AssociatedBackend,
  path: string,
  isolation: string,
): void {
  const css = app.styles[path]
  if (css === undefined) return
  const scope = WITHOUT_OWN_SCOPE.has(isolation) ? '' : `s${Object.keys(app.styles).indexOf(path)}`
  backend.registerStyleSheetContent(path, marked(path, scoped(css, scope)))
  space.addStyleSheet(path, path, scope || undefined)
}

/** Puts other CSS into the sheets that are in use and in those of pages to come. */
export function replaceStyles(
  space: CodeSpace,
  backend: AssociatedBackend,
  styles: Readonly<Record<string, string>>,
): void {
  for (const [path, css] of Object.entries(styles)) {
    const content = marked(path, scoped(css, space.getStyleScopeName(path) ?? ''))
    backend.registerStyleSheetContent(path, content)
    for (const sheet of document.head.querySelectorAll('style')) {
      if (!sheet.textContent.startsWith(markOf(path)) || sheet.textContent === content) continue
      // An element with another text has another sheet, which is not disabled.
      const { disabled } = sheet
      sheet.textContent = content
      sheet.disabled = disabled
    }
  }
}

// Tells of which file a sheet is; the browser's own tools show it too.
const markOf = (path: string): string => `/* ${path}.wxss */\n`
const marked = (path: string, css: string): string => `${markOf(path)}${css}`

function scoped(css: string, scope: string): string {
  return css.replaceAll(CLASS_MARK, scope ? `${scope}--` : '').replaceAll(HOST_MARK, scope)
}
