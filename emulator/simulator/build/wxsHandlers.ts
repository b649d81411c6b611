/** An attribute that gives WXS a part in events or changes. */
interface WxsHandler {
  attribute: string
  offset: number
}

const MODULE = /<wxs\b[^>]*?\bmodule\s*=\s*["'](?<name>\w+)["']/g
const ATTRIBUTE =
  /\s(?<attribute>(?:(?:capture-|mut-)?(?:bind|catch):?|change:)[\w-]+)\s*=\s*["']\{\{\s*(?<module>\w+)\./g

/**
 * Handlers in WXS ("WXS响应事件", developers.weixin.qq.com/miniprogram/dev/framework/view/interactive-animation.html,
 * 2026-11). The engine calls them without the `ownerInstance` that they are for.
 */
export function findWxsHandlers(wxml: string): WxsHandler[] {
  const modules = new Set([...wxml.matchAll(MODULE)].map(({ groups }) => groups?.['name']))
  return [...wxml.matchAll(ATTRIBUTE)].flatMap(({ groups, index }) =>
    modules.has(groups?.['module']) ? [{ attribute: groups?.['attribute'] ?? '', offset: index + 1 }] : [],
  )
}
