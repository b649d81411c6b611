import type { Application } from '../application.ts'
import type { Address } from './address.ts'
import { readEntrance } from './entrance.ts'
import type { Router } from './index.ts'

/**
 * Launches the app and opens its first page, or the pages that were open in the build before. "小程序要打开的页面不存在时触发":
 * without a page that `onPageNotFound` opens instead, WeChat shows one of its own.
 */
export async function enter(
  application: Application,
  router: Router,
  firstPage: string,
  kept: readonly Address[],
): Promise<void> {
  const launch = readEntrance(new URLSearchParams(location.search), firstPage)
  application.launch(launch)
  if (reopen(router, kept)) return
  const { path, query } = launch
  if (router.has(path)) {
    router.reLaunch({ url: urlOf(launch) })
    return
  }
  application.pageNotFound({ path, query })
  // Its call of wx answers later.
  await new Promise((resolve) => setTimeout(resolve))
  if (router.addresses().length === 0) throw new Error(`页面不存在 · page "${path}" is not found`)
}

/** Opens pages again, as far as this build has them. */
function reopen(router: Router, kept: readonly Address[]): boolean {
  const [first, ...others] = kept.filter(({ path }) => router.has(path)).map(urlOf)
  if (first === undefined) return false
  router.reLaunch({ url: first })
  try {
    for (const url of others) router.navigateTo({ url })
  } catch (error) {
    // In this build it may be a page of the tab bar.
    console.warn(error)
  }
  return true
}

function urlOf({ path, query }: Address): string {
  return `/${path}?${new URLSearchParams(query)}`
}
