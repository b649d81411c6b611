import path from 'node:path'
import type { TabBarConfig, TabBarItem } from '../builtApp.ts'
import { isJsonObject, type JsonObject, stringFieldsOf, stringsOf } from './json.ts'
import type { Problem } from './problem.ts'

type Tell = (severity: Problem['severity'], message: string) => void

/** Pages of all subpackages, ordinary and independent; here each is loaded with the rest. */
export function pagesOfSubpackages(app: JsonObject): string[] {
  const packages: unknown = app['subPackages'] ?? app['subpackages']
  if (!Array.isArray(packages)) return []
  return packages.filter(isJsonObject).flatMap((part) => {
    const root = typeof part['root'] === 'string' ? part['root'] : ''
    return stringsOf(part['pages']).map((page) => path.posix.join(root, page))
  })
}

/**
 * `tabBar`: two to five items, each a page of the main package
 * (developers.weixin.qq.com/miniprogram/dev/reference/configuration/app.html#tabBar, 2026-11).
 */
export function readTabBar(tabBar: JsonObject, pages: readonly string[], tell: Tell): TabBarConfig {
  const listed = Array.isArray(tabBar['list']) ? tabBar['list'].filter(isJsonObject) : []
  if (listed.length < 2 || listed.length > 5) {
    tell('error', `tabBar.list has ${listed.length} items: WeChat wants two to five`)
  }
  const list = listed.map((item): TabBarItem => {
    const { pagePath = '', text = '', ...icons } = stringFieldsOf(item)
    if (!pages.includes(pagePath)) tell('error', `tabBar.list: "${pagePath}" is not in pages`)
    return { pagePath, text, ...icons }
  })
  return { ...stringFieldsOf(tabBar), ...(tabBar['custom'] === true && { custom: true }), list }
}

/** What app.json may ask for and the simulator does not have. */
export function reportUnsupported(app: JsonObject, tell: Tell): void {
  if (isJsonObject(app['plugins'])) {
    const names = Object.keys(app['plugins']).join(', ')
    tell(
      'warning',
      `plugins (${names}) are not simulated: their code lies with WeChat, requirePlugin is not there`,
    )
  }
  if (app['workers'] !== undefined) tell('warning', 'workers are not simulated: wx.createWorker is not there')
  if (typeof app['renderer'] === 'string' && app['renderer'] !== 'webview') {
    tell('warning', `renderer "${app['renderer']}" is drawn like "webview"`)
  }
}
